import { z } from 'zod';
import { endpoint, type Endpoint } from '../access/endpoint.js';
import type { Kernel } from '../kernel.js';
import type { Shelf } from '../products/shelf.js';
import type { Warehouses } from '../warehouses.js';
import type { Desk } from './desk.js';
import type { Posting, PostingStatus } from './posting.js';
import { releaseStock } from './release-stock.js';

interface Step {
  readonly path: string;
  readonly from: readonly PostingStatus[];
  readonly to: PostingStatus;
  readonly substatus: string;
}

const STEPS: readonly Step[] = [
  { path: '/v2/fbs/posting/delivering', from: ['awaiting_deliver'], to: 'delivering', substatus: 'posting_on_way_to_city' },
  { path: '/v2/fbs/posting/last-mile', from: ['delivering'], to: 'delivering', substatus: 'posting_in_courier_service' },
  { path: '/v2/fbs/posting/delivered', from: ['delivering'], to: 'delivered', substatus: 'posting_received' },
];

/** What a seller who delivers himself tells Ozon; answered per posting. */
export function rfbsEndpoints(kernel: Kernel, { desk, shelf, warehouses }: { desk: Desk; shelf: Shelf; warehouses: Warehouses }): Endpoint[] {
  const refusalOf = (posting: Posting | undefined): string | null => {
    if (!posting || posting.scheme === 'FBO') return 'POSTING_NOT_FOUND';
    const method = warehouses.methods(posting.clientId).find(({ id }) => id === posting.deliveryMethodId);
    return method?.integration === 'non_integrated' ? null : 'HAS_INCORRECT_TPL_INTEGRATION_TYPE';
  };
  const answer = (postingNumber: string, refusal: string | null) => ({ posting_number: postingNumber, result: refusal === null, error: refusal ?? '' });

  const step = ({ path, from, to, substatus }: Step): Endpoint =>
    endpoint({
      path,
      body: z.looseObject({ posting_number: z.array(z.string().min(1)).min(1).max(100) }),
      handle: ({ clientId, body, requestId }) => ({
        result: body.posting_number.map((number) => {
          const posting = desk.byNumber(clientId, number);
          const refusal = refusalOf(posting);
          if (refusal !== null || !posting) return answer(number, refusal ?? 'POSTING_NOT_FOUND');
          if (!from.includes(posting.status)) return answer(number, 'TRANSITION_IS_NOT_POSSIBLE');
          if (posting.status === 'awaiting_deliver') releaseStock(kernel, shelf, posting, posting.products, false);
          desk.move(posting, to, substatus, requestId, posting.deliveringDate === null ? { deliveringDate: kernel.clock.now() } : {});
          return answer(number, null);
        }),
      }),
    });

  return [
    ...STEPS.map(step),
    endpoint({
      path: '/v2/fbs/posting/tracking-number/set',
      body: z.looseObject({ tracking_numbers: z.array(z.looseObject({ posting_number: z.string().min(1), tracking_number: z.string().min(1) })).min(1).max(20) }),
      handle: ({ clientId, body, requestId }) => ({
        result: body.tracking_numbers.map(({ posting_number, tracking_number }) => {
          const posting = desk.byNumber(clientId, posting_number);
          const refusal = refusalOf(posting) ?? (posting && ['awaiting_deliver', 'delivering'].includes(posting.status) ? null : 'TRANSITION_IS_NOT_POSSIBLE');
          if (refusal === null && posting) desk.change(posting, { trackingNumber: tracking_number }, requestId);
          return answer(posting_number, refusal);
        }),
      }),
    }),
  ];
}

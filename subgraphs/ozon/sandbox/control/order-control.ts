import { z } from 'zod';
import { ControlError, type Control } from '../../../../platform/sandbox/control.js';
import { OzonError } from '../access/errors.js';
import type { Sellers } from '../access/sellers.js';
import type { Kernel } from '../kernel.js';
import { cancelPosting } from '../postings/cancel-endpoints.js';
import type { Desk } from '../postings/desk.js';
import { placeOrder, PurchaseRefused, type Purchase } from '../postings/place-order.js';
import type { Posting, PostingStatus } from '../postings/posting.js';
import { releaseStock } from '../postings/release-stock.js';
import type { Shelf } from '../products/shelf.js';
import type { Warehouses } from '../warehouses.js';
import { sellerOfCall } from './seller-control.js';

const linesShape = z.array(z.strictObject({ offerId: z.string(), quantity: z.int().min(1), buyerPrice: z.number().positive().optional() })).min(1);
const orderShape = z.strictObject({ clientId: z.string().optional(), lines: linesShape, scheme: z.enum(['FBS', 'RFBS', 'FBO']).default('FBS'), isLegal: z.boolean().default(false), orderNumber: z.string().optional() });

interface Move {
  readonly from: readonly PostingStatus[];
  readonly to: PostingStatus;
  readonly substatus: string;
  readonly summary: string;
}

/** What carriers and Ozon do to a posting. */
const MOVES: Readonly<Record<string, Move>> = {
  scan: { from: ['awaiting_deliver'], to: 'acceptance_in_progress', substatus: 'posting_acceptance_in_progress', summary: 'The drop-off point takes the packed postings in.' },
  ship: { from: ['awaiting_deliver', 'acceptance_in_progress'], to: 'delivering', substatus: 'posting_on_way_to_city', summary: 'The carrier drives off with the packed postings.' },
  arrive: { from: ['delivering'], to: 'delivering', substatus: 'posting_in_pickup_point', summary: 'Postings on their way reach their pick-up point.' },
  deliver: { from: ['delivering'], to: 'delivered', substatus: 'posting_received', summary: 'Postings on their way are delivered.' },
  refuse: { from: ['awaiting_deliver', 'acceptance_in_progress'], to: 'not_accepted', substatus: 'posting_not_in_sort_center', summary: 'The drop-off point does not take the postings.' },
  dispute: { from: ['awaiting_deliver', 'acceptance_in_progress', 'delivering'], to: 'arbitration', substatus: 'posting_in_arbitration', summary: 'The postings go to arbitration.' },
};

interface Parts {
  readonly kernel: Kernel;
  readonly sellers: Sellers;
  readonly shelf: Shelf;
  readonly desk: Desk;
  readonly warehouses: Warehouses;
}

/** Buyers, carriers and their changes of mind. */
export function installOrderControl(control: Control, parts: Parts): void {
  const { kernel, sellers, shelf, desk } = parts;
  const { state } = kernel;
  const postingsOf = (params: Readonly<Record<string, string>>): Posting[] => {
    const found = sellers.all().flatMap(({ clientId }) => desk.byOrder(clientId, params['orderNumber'] ?? ''));
    if (found.length === 0) throw new ControlError(404, 'no such order');
    return found;
  };

  control.route({
    method: 'POST',
    path: '/orders',
    summary: 'A buyer orders; with orderNumber, a further posting of that order; buyerPrice is what one costs the buyer when Ozon pays for a discount. Refused with 409 when there is not enough stock.',
    example: { lines: [{ offerId: 'SBX-1', quantity: 2 }], scheme: 'FBS', isLegal: false },
    body: orderShape,
    handle: ({ body }) => {
      const { clientId } = sellerOfCall(sellers, body.clientId);
      return state.transaction(() => placeOrRefuse(() => placeOrder(parts, { ...body, clientId } satisfies Purchase)));
    },
  });
  control.route({ method: 'GET', path: '/orders/:orderNumber', summary: 'All postings of an order.', handle: ({ params }) => ({ postings: postingsOf(params) }) });
  control.route({
    method: 'POST',
    path: '/orders/:orderNumber/cancel',
    summary: 'The buyer gives up every posting that has not left.',
    handle: ({ params }) =>
      state.transaction(() => {
        postingsOf(params).forEach((one) => cancelOrRefuse(() => cancelPosting({ kernel, desk, shelf }, one, { reasonId: 500, reason: 'Покупатель передумал', type: 'client' }, null)));
        return { postings: postingsOf(params) };
      }),
  });
  control.route({
    method: 'PUT',
    path: '/postings/:postingNumber',
    summary: "Sets a posting's status to any word, also one nobody knows.",
    example: { status: 'teleported', substatus: 'posting_teleported' },
    body: z.strictObject({ status: z.string(), substatus: z.string().default('') }),
    handle: ({ params, body }) => {
      const posting = sellers.all().flatMap(({ clientId }) => desk.byNumber(clientId, params['postingNumber'] ?? '') ?? [])[0];
      if (!posting) throw new ControlError(404, 'no such posting');
      return state.transaction(() => desk.move(posting, body.status as PostingStatus, body.substatus, null));
    },
  });
  for (const [name, { from, to, substatus, summary }] of Object.entries(MOVES)) {
    control.route({
      method: 'POST',
      path: `/orders/:orderNumber/${name}`,
      summary,
      handle: ({ params }) =>
        state.transaction(() => {
          const movable = postingsOf(params).filter(({ status }) => from.includes(status));
          if (movable.length === 0) throw new ControlError(409, `no posting of this order can become ${to}`);
          for (const one of movable) {
            if (to === 'delivering' && one.status !== 'delivering') releaseStock(kernel, shelf, one, one.products, false);
            desk.move(one, to, substatus, null, to === 'delivering' && one.deliveringDate === null ? { deliveringDate: kernel.clock.now() } : {});
          }
          return { postings: postingsOf(params) };
        }),
    });
  }
}

function placeOrRefuse(place: () => Posting): Posting {
  try {
    return place();
  } catch (error) {
    if (error instanceof PurchaseRefused) throw new ControlError(409, error.message);
    throw error;
  }
}

function cancelOrRefuse(cancel: () => Posting): void {
  try {
    cancel();
  } catch (error) {
    if (error instanceof OzonError) throw new ControlError(409, error.message);
    throw error;
  }
}

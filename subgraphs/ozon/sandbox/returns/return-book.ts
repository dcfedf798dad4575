import { z } from 'zod';
import { endpoint, int64, moment, type Endpoint } from '../access/endpoint.js';
import { invalid } from '../access/errors.js';
import { iso, type Kernel } from '../kernel.js';
import { firstOf } from '../products/selection.js';
import type { Posting } from '../postings/posting.js';

export const RETURN_STATUSES = ['DisputeOpened', 'OnSellerApproval', 'ArrivedAtReturnPlace', 'OnSellerClarification', 'ReturnMoneyApproved', 'Rejected', 'Cancelled', 'Approved', 'ApprovedByOzon', 'ReceivedBySeller', 'MovingToSeller', 'ReturnCompensated', 'Utilizing', 'Utilized'] as const;
export type ReturnStatus = (typeof RETURN_STATUSES)[number];

interface OzonReturn {
  readonly id: number;
  readonly clientId: string;
  readonly type: 'ClientReturn' | 'FullReturn' | 'PartialReturn' | 'Cancellation';
  readonly orderId: number;
  readonly orderNumber: string;
  readonly postingNumber: string;
  readonly schema: 'FBS' | 'FBO';
  readonly reason: string;
  readonly sku: number;
  readonly offerId: string;
  readonly name: string;
  readonly quantity: number;
  readonly price: number;
  readonly currency: string;
  readonly status: ReturnStatus;
  readonly createdAt: number;
  readonly changedAt: number;
}

export interface ReturnBook {
  open(posting: Posting, line: { offerId: string; quantity: number; reason: string; type: OzonReturn['type'] }): OzonReturn | undefined;
  set(id: number, status: ReturnStatus): OzonReturn | undefined;
  readonly endpoints: readonly Endpoint[];
}

const span = z.looseObject({ time_from: moment, time_to: moment }).optional();
const listBody = z.looseObject({
  filter: z.looseObject({ logistic_return_date: span, storage_tariffication_start_date: span, visual_status_change_moment: span, posting_numbers: z.array(z.string()).max(50).default([]), return_schema: z.enum(['FBS', 'FBO']).optional(), visual_status_name: z.string().optional() }).prefault({}),
  limit: z.int().min(1).max(500),
  last_id: int64.default(0),
});

/** Goods on their way back, one row per product of a posting. */
export function createReturnBook({ state, clock }: Kernel): ReturnBook {
  const stored = state.store<OzonReturn>('returns');
  const mine = function* (clientId: string, after: number): Iterable<OzonReturn> {
    for (const { value } of stored.range({ start: after + 1 })) if (value.clientId === clientId) yield value;
  };
  return {
    open: (posting, { offerId, quantity, reason, type }) => {
      const line = posting.products.find((one) => one.offerId === offerId);
      if (!line) return undefined;
      const now = clock.now();
      const { clientId, orderId, orderNumber, postingNumber, scheme } = posting;
      const opened: OzonReturn = { id: state.next('return', 1_000_001), clientId, type, orderId, orderNumber, postingNumber, schema: scheme === 'FBO' ? 'FBO' : 'FBS', reason, sku: line.sku, offerId, name: line.name, quantity, price: line.priceMinor / 100, currency: line.currency, status: 'MovingToSeller', createdAt: now, changedAt: now };
      stored.put(opened.id, opened);
      return opened;
    },
    set: (id, status) => {
      const found = stored.get(id);
      if (!found) return undefined;
      const changed = { ...found, status, changedAt: clock.now() };
      stored.put(id, changed);
      return changed;
    },
    endpoints: [
      endpoint({
        path: '/v1/returns/list',
        body: listBody,
        handle: ({ clientId, body }) => {
          const { filter } = body;
          const spans = [filter.logistic_return_date, filter.storage_tariffication_start_date, filter.visual_status_change_moment].filter((one) => one !== undefined);
          if (spans.length > 1) throw invalid('only one of the date filters may be used');
          const within = (at: number, limits: z.infer<typeof span>): boolean => limits === undefined || (at >= limits.time_from && at <= limits.time_to);
          const wanted = function* (): Iterable<OzonReturn> {
            for (const one of mine(clientId, body.last_id)) {
              const isNamed = filter.posting_numbers.length === 0 || filter.posting_numbers.includes(one.postingNumber);
              const isOfStatus = filter.visual_status_name === undefined || filter.visual_status_name === one.status;
              const isOfSchema = filter.return_schema === undefined || filter.return_schema === one.schema;
              if (isNamed && isOfStatus && isOfSchema && within(one.changedAt, filter.visual_status_change_moment) && within(one.createdAt, filter.logistic_return_date)) yield one;
            }
          };
          const { page, hasMore } = firstOf(wanted(), body.limit);
          return { returns: page.map(view), has_next: hasMore };
        },
      }),
    ],
  };
}

function view(one: OzonReturn): object {
  return {
    id: one.id,
    company_id: Number(one.clientId),
    type: one.type,
    schema: one.schema,
    order_id: one.orderId,
    order_number: one.orderNumber,
    posting_number: one.postingNumber,
    return_reason_name: one.reason,
    place: null,
    target_place: null,
    storage: null,
    product: { sku: one.sku, offer_id: one.offerId, name: one.name, price: { currency_code: one.currency, price: one.price }, quantity: one.quantity },
    logistic: { return_date: iso(one.createdAt), technical_return_moment: null, final_moment: null, barcode: '' },
    visual: { status: { id: RETURN_STATUSES.indexOf(one.status) + 1, display_name: one.status, sys_name: one.status }, change_moment: iso(one.changedAt) },
    exemplars: [],
    additional_info: null,
    source_id: 0,
    clearing_id: 0,
    return_clearing_id: null,
  };
}

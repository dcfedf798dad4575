import { z } from 'zod';
import { endpoint, int64, moment, NOTHING, type Endpoint } from '../access/endpoint.js';
import { invalid, notFound } from '../access/errors.js';
import { iso, type Kernel } from '../kernel.js';
import { firstOf } from '../products/selection.js';
import type { Posting } from '../postings/posting.js';
import type { ReturnStatus } from './return-book.js';
import { actionsIn, COMPENSATE_ID, groupOf, GROUPS, REJECT_IDS, REJECTION_REASONS } from './rfbs-actions.js';

/** A buyer of goods that the seller delivers asks to give them back. Amounts in the shop's currency. */
export interface RfbsReturn {
  readonly id: number;
  readonly clientId: string;
  readonly orderNumber: string;
  readonly postingNumber: string;
  readonly sku: number;
  readonly offerId: string;
  readonly name: string;
  readonly price: number;
  readonly currency: string;
  readonly buyer: string;
  readonly comment: string;
  readonly reason: string;
  readonly isDefect: boolean;
  readonly warehouseId: number;
  readonly status: ReturnStatus;
  readonly rejectionComment: string;
  readonly compensation: number | null;
  readonly paidForWayBack: number;
  readonly createdAt: number;
}

export interface RfbsBook {
  open(posting: Posting, wish: { offerId: string; comment: string; reason: string; isDefect: boolean }): RfbsReturn | undefined;
  set(id: number, status: ReturnStatus): RfbsReturn | undefined;
  readonly endpoints: readonly Endpoint[];
}

const listBody = z.looseObject({
  filter: z.looseObject({ offer_id: z.string().optional(), posting_number: z.string().optional(), group_state: z.array(z.enum(['All', ...GROUPS])).default([]), created_at: z.looseObject({ from: moment.optional(), to: moment.optional() }).optional() }).prefault({}),
  last_id: int64.default(0),
  limit: z.int().min(1).max(1_000),
});
const actionBody = z.looseObject({ return_id: int64, id: z.int(), comment: z.string().default(''), rejection_reason_id: z.int().default(0), compensation_amount: z.number().default(0), return_for_back_way: z.number().default(0) });

/** The requests of rFBS buyers, answered by the seller. */
export function createRfbsBook({ state, clock, log }: Kernel): RfbsBook {
  const stored = state.store<RfbsReturn>('rfbs-returns');
  const required = (clientId: string, id: number): RfbsReturn => {
    const found = stored.get(id);
    if (found?.clientId !== clientId) throw notFound('return is not found');
    return found;
  };
  const put = (before: RfbsReturn, change: Partial<RfbsReturn>, requestId: number | null): RfbsReturn => {
    const next = { ...before, ...change };
    stored.put(next.id, next);
    log.recordEffect({ at: clock.now(), what: 'rfbs-return', key: String(next.id), old: before.status, new: next.status, requestId });
    return next;
  };

  return {
    open: (posting, { offerId, ...wish }) => {
      const line = posting.products.find((one) => one.offerId === offerId);
      if (!line || posting.scheme !== 'RFBS') return undefined;
      const { clientId, orderNumber, postingNumber, warehouseId, customer } = posting;
      const opened: RfbsReturn = { id: state.next('rfbs-return', 5_000_001), clientId, orderNumber, postingNumber, warehouseId, sku: line.sku, offerId, name: line.name, price: line.priceMinor / 100, currency: line.currency, buyer: customer.name, ...wish, status: 'OnSellerApproval', rejectionComment: '', compensation: null, paidForWayBack: 0, createdAt: clock.now() };
      return put(opened, {}, null);
    },
    set: (id, status) => {
      const found = stored.get(id);
      return found && put(found, { status }, null);
    },
    endpoints: [
      endpoint({
        path: '/v2/returns/rfbs/list',
        body: listBody,
        handle: ({ clientId, body: { filter, last_id, limit } }) => {
          const { from = 0, to = Number.MAX_SAFE_INTEGER } = filter.created_at ?? {};
          const wanted = function* (): Iterable<RfbsReturn> {
            for (const { value: one } of stored.range({ start: last_id + 1 })) {
              const isNamed = (filter.offer_id ?? one.offerId) === one.offerId && (filter.posting_number ?? one.postingNumber) === one.postingNumber;
              const isInGroup = filter.group_state.length === 0 || filter.group_state.includes('All') || filter.group_state.includes(groupOf(one.status));
              if (one.clientId === clientId && isNamed && isInGroup && one.createdAt >= from && one.createdAt <= to) yield one;
            }
          };
          return { returns: firstOf(wanted(), limit).page.map(rowView) };
        },
      }),
      endpoint({ path: '/v2/returns/rfbs/get', body: z.looseObject({ return_id: int64 }), handle: ({ clientId, body }) => ({ returns: view(required(clientId, body.return_id)) }) }),
      endpoint({
        path: '/v1/returns/rfbs/action/set',
        body: actionBody,
        handle: ({ clientId, body, requestId }) => {
          const found = required(clientId, body.return_id);
          const action = actionsIn(found.status).find(({ id }) => id === body.id);
          if (!action) throw invalid('ACTION_IS_NOT_AVAILABLE');
          if (REJECT_IDS.includes(action.id) && (body.comment.trim() === '' || !REJECTION_REASONS.some(({ id }) => id === body.rejection_reason_id))) throw invalid('comment and rejection_reason_id are required');
          if (action.id === COMPENSATE_ID && (body.compensation_amount <= 0 || body.compensation_amount > found.price)) throw invalid('compensation_amount must be above zero and at most the price');
          put(found, { status: action.to, paidForWayBack: Math.max(0, body.return_for_back_way), ...(REJECT_IDS.includes(action.id) ? { rejectionComment: body.comment } : {}), ...(action.id === COMPENSATE_ID ? { compensation: body.compensation_amount } : {}) }, requestId);
          return NOTHING;
        },
      }),
    ],
  };
}

function productView({ name, offerId, currency, price, sku }: RfbsReturn): object {
  return { name, offer_id: offerId, currency_code: currency, price, sku };
}

function rowView(one: RfbsReturn): object {
  const { id, buyer, orderNumber, postingNumber, status, createdAt } = one;
  return { return_id: id, return_number: `R-${id}`, client_name: buyer, created_at: iso(createdAt), order_number: orderNumber, posting_number: postingNumber, product: productView(one), state: { group_state: groupOf(status), state: status, state_name: status, money_return_state_name: '' } };
}

function view(one: RfbsReturn): object {
  const { id, buyer, orderNumber, postingNumber, status, createdAt, comment, reason, isDefect, rejectionComment, warehouseId } = one;
  return {
    available_actions: actionsIn(status).map((action) => ({ id: action.id, name: action.name })),
    client_name: buyer,
    client_photo: [],
    client_return_method_type: { id: 1, name: 'Почта России' },
    comment,
    created_at: iso(createdAt),
    order_number: orderNumber,
    posting_number: postingNumber,
    product: productView(one),
    rejection_comment: rejectionComment,
    rejection_reason: REJECTION_REASONS,
    return_method_description: '',
    return_number: `R-${id}`,
    return_reason: { id: 1, name: reason, is_defect: isDefect },
    ru_post_tracking_number: '',
    state: { state: status, state_name: status },
    warehouse_id: warehouseId,
  };
}

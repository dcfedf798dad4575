import { z } from 'zod';
import type { ClaimPort, RemoteClaim, ReturnState } from '../../sync/connector/contract.js';
import { number, optionalText, text } from '../../sync/connector/wire-values.js';
import { call, query } from './client.js';
import type { EbayCredentials } from './credentials.js';

const PAGE_SIZE = 100;
/** eBay searches returns by the day they were opened only; one that changes now was opened at most so long ago. */
const LONGEST_RETURN_MS = 60 * 86_400_000;

const instant = z.looseObject({ value: z.iso.datetime({ offset: true }) });
const returnSchema = z.looseObject({
  returnId: text,
  orderId: optionalText,
  state: optionalText,
  status: optionalText,
  creationInfo: z.looseObject({ item: z.looseObject({ returnQuantity: number.nullish() }).nullish(), reason: optionalText, creationDate: instant }),
});
const pageSchema = z.looseObject({ members: z.array(returnSchema).nullish(), paginationOutput: z.looseObject({ totalPages: number.nullish() }).nullish() });

/** Returns, as Post-Order's search has them; wishes to cancel are told by the order itself. */
export const claims: ClaimPort<EbayCredentials> = {
  async list(context, since, cursor) {
    const page = Number(cursor ?? 1);
    const from = new Date(since.getTime() - LONGEST_RETURN_MS);
    const path = `/post-order/v2/return/search${query({ creation_date_range_from: from.toISOString(), limit: PAGE_SIZE, offset: page })}`;
    const { members, paginationOutput } = await call(context, { endpoint: 'post-order', operation: 'claims.list', method: 'GET', path, personal: true }, pageSchema);
    const items = (members ?? []).map(toClaim);
    return { items, next: items.length > 0 && page < (paginationOutput?.totalPages ?? 0) ? String(page + 1) : null };
  },
};

const STATES: Readonly<Record<string, ReturnState>> = {
  RETURN_REQUESTED: 'AWAITING_SELLER',
  RETURN_REQUESTED_TIMEOUT: 'AWAITING_SELLER',
  RETURN_WAITING_FOR_RMA: 'AWAITING_SELLER',
  READY_FOR_SHIPPING: 'APPROVED',
  ITEM_READY_TO_SHIP: 'APPROVED',
  ITEM_SHIPPED: 'IN_TRANSIT',
  ITEM_DELIVERED: 'RECEIVED',
  ESCALATED: 'DISPUTED',
  RETURN_REJECTED: 'REJECTED',
  REFUND_ISSUED: 'REFUNDED',
  LESS_THAN_A_FULL_REFUND_ISSUED: 'REFUNDED',
  CLOSED: 'REFUNDED',
  RETURN_CANCELED: 'CANCELLED',
};

function toClaim({ returnId, orderId, state, status, creationInfo }: z.output<typeof returnSchema>): RemoteClaim {
  const word = state ?? status ?? '';
  const createdAt = new Date(creationInfo.creationDate.value);
  return {
    remoteClaimId: returnId,
    remoteOrderId: orderId ?? '',
    kind: 'RETURN',
    state: STATES[word] ?? 'UNKNOWN',
    status: word,
    lines: [{ remoteLineId: null, remoteKey: null, quantity: creationInfo.item?.returnQuantity ?? 1, reason: creationInfo.reason ?? '', status: word }],
    createdAt,
    // eBay does not say when a return last moved.
    changedAt: createdAt,
  };
}

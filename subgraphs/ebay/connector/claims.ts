import { z } from 'zod';
import type { ClaimKind, ClaimPort, Page, RemoteClaim, ReturnState } from '../../sync/connector/contract.js';
import { latestStamp } from '../../sync/connector/marketplace-clock.js';
import { readClaims } from '../../sync/connector/read-claims.js';
import { moneyTold, number, optionalText, text } from '../../sync/connector/wire-values.js';
import { listCancelRequests } from './cancel-requests.js';
import { call, query, type EbayContext } from './client.js';
import type { EbayCredentials } from './credentials.js';

const PAGE_SIZE = 100;
/** eBay searches returns by the day they were opened only; one that changes now was opened at most so long ago. */
const LONGEST_RETURN_MS = 60 * 86_400_000;
/** From a day on, eBay answers so many days of returns. */
const SPAN_MS = 90 * 86_400_000;
/** A wish to cancel is decided within three days. */
const LONGEST_WAIT_MS = 4 * 86_400_000;

const instant = z.looseObject({ value: z.iso.datetime({ offset: true }) });
const amount = z.looseObject({ value: z.unknown(), currency: optionalText }).nullish();
const returnSchema = z.looseObject({
  returnId: text,
  orderId: optionalText,
  state: optionalText,
  status: optionalText,
  creationInfo: z.looseObject({ item: z.looseObject({ returnQuantity: number.nullish() }).nullish(), reason: optionalText, creationDate: instant, comments: z.looseObject({ content: optionalText }).nullish().catch(null) }),
  currentType: optionalText.catch(null),
  sellerResponseDue: z.looseObject({ respondByDate: instant.nullish() }).nullish().catch(null),
  buyerTotalRefund: z.looseObject({ estimatedRefundAmount: amount, actualRefundAmount: amount }).nullish().catch(null),
});
const pageSchema = z.looseObject({ members: z.array(z.unknown()).nullish(), paginationOutput: z.looseObject({ totalPages: number.nullish() }).nullish() });

/** Open returns first, then those that are closed, as Post-Order's search wants them apart; then the buyers' wishes to cancel. */
export const claims: ClaimPort<EbayCredentials> = {
  list: (context, since, cursor) => listPart(context, ['ALL_OPEN', 'CLOSED', 'CANCEL'], since, cursor),
  listWaiting: (context, cursor) => listPart(context, ['ALL_OPEN', 'CANCEL'], new Date(context.marketplaceNow().getTime() - LONGEST_WAIT_MS), cursor),
};

type Part = 'ALL_OPEN' | 'CLOSED' | 'CANCEL';

/** A page of one part; after its last, the next part begins. */
async function listPart(context: EbayContext, parts: readonly Part[], since: Date, cursor: string | null): Promise<Page<RemoteClaim>> {
  const [named, at = ''] = (cursor ?? '').split(':');
  const part = parts.find((one) => one === named) ?? 'ALL_OPEN';
  const { items, next } = part === 'CANCEL' ? await listCancelRequests(context, since, at === '' ? null : at) : await listReturns(context, part, since, at);
  if (next !== null) return { items, next: `${part}:${next}` };
  const following = parts[parts.indexOf(part) + 1];
  return { items, next: following === undefined ? null : `${following}:` };
}

/** `at` is the span of days, and the page in it. */
async function listReturns(context: EbayContext, state: Exclude<Part, 'CANCEL'>, since: Date, at: string): Promise<Page<RemoteClaim>> {
  const [span = 0, page = 1] = at === '' ? [] : at.split('.').map(Number);
  const fromMs = since.getTime() - LONGEST_RETURN_MS + span * SPAN_MS;
  const path = `/post-order/v2/return/search${query({ return_state: state, creation_date_range_from: new Date(fromMs).toISOString(), limit: PAGE_SIZE, offset: page })}`;
  const { members, paginationOutput } = await call(context, { endpoint: 'post-order', operation: 'claims.list', method: 'GET', path, personal: true }, pageSchema);
  const items = readClaims({ rows: members ?? [], shape: returnSchema, toClaim, kind: 'RETURN', claimField: 'returnId', orderField: 'orderId', now: context.now() });
  if (items.length > 0 && page < (paginationOutput?.totalPages ?? 0)) return { items, next: `${span}.${page + 1}` };
  return { items, next: fromMs + SPAN_MS < latestStamp(context).getTime() ? `${span + 1}.1` : null };
}

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

/** What is to be returned for something else. */
function kindOf(currentType: string | null): ClaimKind {
  return currentType === 'REPLACEMENT' || currentType === 'EXCHANGE' ? 'EXCHANGE' : 'RETURN';
}

function toClaim({ returnId, orderId, state, status, creationInfo, currentType, sellerResponseDue, buyerTotalRefund }: z.output<typeof returnSchema>): RemoteClaim {
  const word = state ?? status ?? '';
  const createdAt = new Date(creationInfo.creationDate.value);
  const refund = buyerTotalRefund?.actualRefundAmount ?? buyerTotalRefund?.estimatedRefundAmount;
  return {
    remoteClaimId: returnId,
    remoteOrderId: orderId ?? '',
    kind: kindOf(currentType),
    state: STATES[word] ?? 'UNKNOWN',
    status: word,
    remoteKind: currentType,
    respondBy: STATES[word] === 'AWAITING_SELLER' && sellerResponseDue?.respondByDate ? new Date(sellerResponseDue.respondByDate.value) : null,
    refund: moneyTold(refund?.value, refund?.currency),
    note: creationInfo.comments?.content ?? null,
    lines: [{ remoteLineId: null, remoteKey: null, quantity: creationInfo.item?.returnQuantity ?? 1, reason: creationInfo.reason ?? '', status: word }],
    createdAt,
    // eBay does not say when a return last moved.
    changedAt: createdAt,
  };
}

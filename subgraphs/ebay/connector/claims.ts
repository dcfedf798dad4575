import { z } from 'zod';
import { UNTOLD, type ClaimPort, type Page, type RemoteClaim, type ReturnState } from '../../sync/connector/contract.js';
import { readClaims } from '../../sync/connector/read-claims.js';
import { number, optionalText, text } from '../../sync/connector/wire-values.js';
import { listCancelRequests } from './cancel-requests.js';
import { call, query, type EbayContext } from './client.js';
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
const pageSchema = z.looseObject({ members: z.array(z.unknown()).nullish(), paginationOutput: z.looseObject({ totalPages: number.nullish() }).nullish() });

/** Returns first, as Post-Order's search has them, then the buyers' wishes to cancel. */
export const claims: ClaimPort<EbayCredentials> = {
  async list(context, since, cursor) {
    const { kind, at } = readPlace(cursor);
    if (kind === 'RETURN') return listReturns(context, since, at);
    const { items, next } = await listCancelRequests(context, since, at);
    return { items, next: next === null ? null : placeOf({ kind, at: next }) };
  },
};

async function listReturns(context: EbayContext, since: Date, at: string | null): Promise<Page<RemoteClaim>> {
  const page = Number(at ?? 1);
  const from = new Date(since.getTime() - LONGEST_RETURN_MS);
  const path = `/post-order/v2/return/search${query({ creation_date_range_from: from.toISOString(), limit: PAGE_SIZE, offset: page })}`;
  const { members, paginationOutput } = await call(context, { endpoint: 'post-order', operation: 'claims.list', method: 'GET', path, personal: true }, pageSchema);
  const items = readClaims({ rows: members ?? [], shape: returnSchema, toClaim, kind: 'RETURN', claimField: 'returnId', orderField: 'orderId', now: context.now() });
  const isLast = items.length === 0 || page >= (paginationOutput?.totalPages ?? 0);
  return { items, next: isLast ? placeOf({ kind: 'CANCEL', at: null }) : placeOf({ kind: 'RETURN', at: String(page + 1) }) };
}

interface Place {
  readonly kind: RemoteClaim['kind'];
  readonly at: string | null;
}

function placeOf({ kind, at }: Place): string {
  return `${kind}:${at ?? ''}`;
}

function readPlace(cursor: string | null): Place {
  const [kind, at = ''] = (cursor ?? '').split(':');
  return { kind: kind === 'CANCEL' ? 'CANCEL' : 'RETURN', at: at === '' ? null : at };
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

function toClaim({ returnId, orderId, state, status, creationInfo }: z.output<typeof returnSchema>): RemoteClaim {
  const word = state ?? status ?? '';
  const createdAt = new Date(creationInfo.creationDate.value);
  return {
    remoteClaimId: returnId,
    remoteOrderId: orderId ?? '',
    kind: 'RETURN',
    state: STATES[word] ?? 'UNKNOWN',
    status: word,
    ...UNTOLD,
    lines: [{ remoteLineId: null, remoteKey: null, quantity: creationInfo.item?.returnQuantity ?? 1, reason: creationInfo.reason ?? '', status: word }],
    createdAt,
    // eBay does not say when a return last moved.
    changedAt: createdAt,
  };
}

import { z } from 'zod';
import { UNTOLD, type ClaimPort, type Page, type RemoteClaim } from '../../sync/connector/contract.js';
import { stampedSince } from '../../sync/connector/marketplace-clock.js';
import { readClaims } from '../../sync/connector/read-claims.js';
import { number, optionalText, text } from '../../sync/connector/wire-values.js';
import { call, type OzonContext, type OzonCredentials } from './client.js';
import { returnStateOf } from './return-states.js';
import { listRfbsReturns, listWaitingRfbs } from './rfbs-returns.js';

const PAGE_SIZE = 500;

const moment = z.iso.datetime({ offset: true });
const returnSchema = z.looseObject({
  id: text,
  type: z.string().default('Unknown'),
  order_number: text,
  return_reason_name: z.string().nullish(),
  product: z.looseObject({ sku: optionalText, offer_id: optionalText, quantity: number.default(1) }).nullish(),
  logistic: z.looseObject({ return_date: moment.nullish(), technical_return_moment: moment.nullish() }).nullish(),
  visual: z.looseObject({ status: z.looseObject({ sys_name: z.string().nullish(), display_name: z.string().nullish() }).nullish(), change_moment: moment.nullish() }).nullish(),
});
/** The id says where the next page begins, whatever else of a row cannot be read. */
const pageSchema = z.looseObject({ returns: z.array(z.looseObject({ id: text })), has_next: z.boolean().nullish() });

/** The cursor of what comes second. */
const RFBS = 'rfbs:';

/** First what Ozon carries back (FBS and FBO), then what rFBS buyers ask for. */
export const claims: ClaimPort<OzonCredentials> = {
  async list(context, since, cursor) {
    if (cursor?.startsWith(RFBS)) return withCursor(await listRfbsReturns(context, since, Number(cursor.slice(RFBS.length))), (next) => next && `${RFBS}${next}`);
    return withCursor(await listReturns(context, changedFrom(context, since), Number(cursor ?? 0)), (next) => next ?? `${RFBS}0`);
  },
  async listWaiting(context, cursor) {
    const { at, lastId } = readPlace(cursor);
    const status = WAITING_STATUSES[at];
    const { items, next } = status === undefined ? await listWaitingRfbs(context, lastId) : await listReturns(context, { visual_status_name: status }, lastId);
    if (next !== null) return { items, next: `${at}:${next}` };
    return { items, next: status === undefined ? null : `${at + 1}:0` };
  },
};

/** In which Ozon waits for the seller; rFBS requests come after them. */
const WAITING_STATUSES = ['OnSellerApproval', 'OnSellerClarification'] as const;

function readPlace(cursor: string | null): { readonly at: number; readonly lastId: number } {
  const [at = 0, lastId = 0] = (cursor ?? '').split(':').map(Number);
  return { at, lastId };
}

function changedFrom(context: OzonContext, since: Date): object {
  const { from, to } = stampedSince(context, since);
  return { visual_status_change_moment: { time_from: from.toISOString(), time_to: to.toISOString() } };
}

function withCursor({ items, next }: Page<RemoteClaim>, toCursor: (next: string | null) => string | null): Page<RemoteClaim> {
  return { items, next: toCursor(next) };
}

/** Returns of FBS and FBO, one per product. Pages end where ids no longer grow. */
async function listReturns(context: OzonContext, filter: object, lastId: number): Promise<Page<RemoteClaim>> {
  const { returns, has_next } = await call(context, 'returns.list', { filter, limit: PAGE_SIZE, last_id: lastId }, pageSchema, { personal: true });
  const last = returns.at(-1)?.id;
  const isMore = has_next === true && last !== undefined && Number(last) > lastId;
  const now = context.now();
  return { items: readClaims({ rows: returns, shape: returnSchema, toClaim: (row) => toClaim(row, now), kind: 'RETURN', claimField: 'id', orderField: 'order_number', now }), next: isMore ? last : null };
}

function toClaim(row: z.infer<typeof returnSchema>, now: Date): RemoteClaim {
  const status = row.visual?.status?.sys_name ?? row.visual?.status?.display_name ?? '';
  const changedAt = new Date(row.visual?.change_moment ?? row.logistic?.return_date ?? now);
  return {
    remoteClaimId: row.id,
    remoteOrderId: row.order_number,
    kind: row.type === 'Cancellation' ? 'CANCEL' : 'RETURN',
    state: returnStateOf(status, null),
    status,
    ...UNTOLD,
    remoteKind: row.type === 'Unknown' ? null : row.type,
    lines: [{ remoteLineId: row.product?.sku ?? null, remoteKey: row.product?.offer_id ?? null, quantity: row.product?.quantity ?? 1, reason: row.return_reason_name ?? '', status }],
    createdAt: new Date(row.logistic?.return_date ?? row.logistic?.technical_return_moment ?? changedAt),
    changedAt,
  };
}

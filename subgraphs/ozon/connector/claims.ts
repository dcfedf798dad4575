import { z } from 'zod';
import { UNTOLD, type ClaimPort, type Page, type RemoteClaim } from '../../sync/connector/contract.js';
import { stampedSince } from '../../sync/connector/marketplace-clock.js';
import { readClaims } from '../../sync/connector/read-claims.js';
import { number, optionalText, text } from '../../sync/connector/wire-values.js';
import { listCancellations, listWaitingCancellations } from './buyer-cancellations.js';
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

/** The cursors of what comes second and third. */
const RFBS = 'rfbs:';
const CANCELLATIONS = 'cancel:';

/** First what Ozon carries back (FBS and FBO), then what rFBS buyers want to give back, then what they want to cancel. */
export const claims: ClaimPort<OzonCredentials> = {
  async list(context, since, cursor) {
    if (cursor?.startsWith(CANCELLATIONS)) return withCursor(await listCancellations(context, since, cursor.slice(CANCELLATIONS.length)), (next) => next && `${CANCELLATIONS}${next}`);
    if (cursor?.startsWith(RFBS)) return withCursor(await listRfbsReturns(context, since, Number(cursor.slice(RFBS.length))), (next) => (next === null ? `${CANCELLATIONS}0` : `${RFBS}${next}`));
    return withCursor(await listReturns(context, changedFrom(context, since), Number(cursor ?? 0)), (next) => next ?? `${RFBS}0`);
  },
  async listWaiting(context, cursor) {
    const [place = '0', ...rest] = (cursor ?? '0:0').split(':');
    const { items, next } = await (WAITING[Number(place)] ?? listWaitingCancellations)(context, rest.join(':'));
    const further = Number(place) + 1;
    return { items, next: next !== null ? `${place}:${next}` : further < WAITING.length ? `${further}:0` : null };
  },
};

type ListPage = (context: OzonContext, cursor: string) => Promise<Page<RemoteClaim>>;
const inStatus = (status: string): ListPage => (context, lastId) => listReturns(context, { visual_status_name: status }, Number(lastId));

/** What waits for the seller: two states of what Ozon carries, then both kinds of rFBS requests. */
const WAITING: readonly ListPage[] = [inStatus('OnSellerApproval'), inStatus('OnSellerClarification'), (context, lastId) => listWaitingRfbs(context, Number(lastId)), listWaitingCancellations];

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

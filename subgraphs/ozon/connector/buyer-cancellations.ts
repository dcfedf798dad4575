import { z } from 'zod';
import { ConnectorError, UNTOLD, type Page, type RemoteClaim, type ReturnState } from '../../sync/connector/contract.js';
import { readClaims } from '../../sync/connector/read-claims.js';
import { number, optionalText, text } from '../../sync/connector/wire-values.js';
import { call, type OzonContext } from './client.js';
import { isRoleMissing, unreadableAnswer } from './errors.js';
import { METHODS, type WritingCall } from './methods.js';
import { orderNumberOf, type OzonPosting } from './posting.js';
import { postingsOfOrders } from './posting-actions.js';

const PAGE_SIZE = 500;
/** Orders of more than two postings are rare: the goods of so many are one question. */
const GOODS_AT_ONCE = 50;
/** No shop has as many: a list that goes in circles ends here. */
const MOST_PAGES = 200;

const moment = z.iso.datetime({ offset: true });
const rowSchema = z.looseObject({
  cancellation_id: text,
  posting_number: text,
  cancelled_at: moment,
  auto_approve_date: moment.nullish().catch(null),
  approve_date: moment.nullish().catch(null),
  approve_comment: optionalText,
  cancellation_initiator: optionalText,
  cancellation_reason: z.looseObject({ name: optionalText }).nullish(),
  cancellation_reason_message: optionalText,
  state: z.looseObject({ state: text }),
});
type Row = z.output<typeof rowSchema>;
const pageSchema = z.looseObject({ result: z.array(z.looseObject({ cancellation_id: text, posting_number: optionalText.catch(null) })).nullish(), last_id: number.nullish() });

const DECIDED: readonly string[] = ['APPROVED', 'REJECTED'];
const STATES: Readonly<Record<string, ReturnState>> = { ON_APPROVAL: 'AWAITING_SELLER', APPROVED: 'APPROVED', REJECTED: 'REJECTED' };

/** A wish to cancel as Ozon has it now. */
export interface BuyerCancellation {
  readonly cancellationId: string;
  readonly postingNumber: string;
  /** `CLIENT`, else whoever asks on a buyer's behalf, in Ozon's word. */
  readonly initiator: string | null;
  readonly reason: string | null;
  readonly status: string;
  readonly state: ReturnState;
  readonly requestedAt: Date;
  /** When Ozon approves it by itself; null once it is decided. */
  readonly answerBy: Date | null;
  readonly comment: string | null;
}

export interface CancellationAnswer {
  readonly cancellationId: string;
  readonly answer: 'APPROVE' | 'REJECT';
  readonly comment: string | null;
}

interface Wanted {
  readonly state: 'ALL' | 'ON_APPROVAL';
  /** All when absent. */
  readonly postingNumber?: string;
}

/** Those that may have changed since then, open ones all: Ozon's list cannot be asked by time. */
export function listCancellations(context: OzonContext, since: Date, cursor: string): Promise<Page<RemoteClaim>> {
  return listPage(context, { state: 'ALL', isMeant: (row) => !isOld(row, since) }, cursor);
}

/** Those that the seller has not answered yet. */
export function listWaitingCancellations(context: OzonContext, cursor: string): Promise<Page<RemoteClaim>> {
  return listPage(context, { state: 'ON_APPROVAL', isMeant: () => true }, cursor);
}

interface Listed extends Pick<Wanted, 'state'> {
  readonly isMeant: (row: unknown) => boolean;
}

/** The last id of the page before, and how many pages there were: `7000050:1`. A key without the role for these, of a shop that delivers nothing itself, sees none; returns are told all the same. */
async function listPage(context: OzonContext, { state, isMeant }: Listed, cursor: string): Promise<Page<RemoteClaim>> {
  const [lastId = 0, page = 0] = cursor.split(':').map(Number);
  const { rows: all, next } = await readPage(context, { state }, lastId).catch((error: unknown) => {
    if (isRoleMissing(error)) return { rows: [], next: null };
    throw error;
  });
  const rows = all.filter(isMeant);
  const goods = await goodsOf(context, rows);
  const claims = readClaims({ rows, shape: rowSchema, toClaim: (row) => toClaim(row, goods), kind: 'CANCEL', claimField: 'cancellation_id', orderField: 'posting_number', now: context.now() });
  const items = claims.map((claim) => ({ ...claim, remoteClaimId: `cancel-${claim.remoteClaimId}`, remoteOrderId: orderNumberOf(claim.remoteOrderId) }));
  return { items, next: next === null || page >= MOST_PAGES ? null : `${next}:${page + 1}` };
}

/** Decided before then. One that cannot be read, or is in a state that nobody knows, may be open. */
function isOld(row: unknown, since: Date): boolean {
  const { data } = rowSchema.safeParse(row);
  return data !== undefined && DECIDED.includes(data.state.state) && changedAt(data) < since;
}

async function readPage(context: OzonContext, { state, postingNumber }: Wanted, lastId: number) {
  const filters = { state, ...(postingNumber === undefined ? {} : { posting_number: [postingNumber] }) };
  const { result, last_id } = await call(context, 'returns.cancellationList', { filters, last_id: lastId, limit: PAGE_SIZE }, pageSchema, { personal: true });
  const rows = result ?? [];
  const last = last_id ?? Number(rows.at(-1)?.cancellation_id ?? 0);
  // A list begins at 0: what leads back there has come to its end.
  return { rows, next: rows.length >= PAGE_SIZE && last !== lastId && last !== 0 ? last : null };
}

type Goods = ReadonlyMap<string, readonly { readonly sku: string; readonly offerId: string; readonly quantity: number }[]>;

/** Requests name postings, not goods. What Ozon does not show any more stays unnamed. */
async function goodsOf(context: OzonContext, rows: readonly { readonly posting_number: string | null }[]): Promise<Goods> {
  const numbers = [...new Set(rows.flatMap(({ posting_number }) => (posting_number === null ? [] : orderNumberOf(posting_number))))];
  const postings: OzonPosting[] = [];
  for (let from = 0; from < numbers.length; from += GOODS_AT_ONCE) postings.push(...(await postingsOfOrders(context, numbers.slice(from, from + GOODS_AT_ONCE))));
  return new Map(postings.map(({ posting_number, products }) => [posting_number, products.map(({ sku, offer_id, quantity }) => ({ sku, offerId: offer_id, quantity }))]));
}

function toClaim(row: Row, goods: Goods): RemoteClaim {
  const { status, state, requestedAt, answerBy, reason } = toCancellation(row);
  return {
    remoteClaimId: row.cancellation_id,
    remoteOrderId: row.posting_number,
    kind: 'CANCEL',
    state,
    status,
    ...UNTOLD,
    remoteKind: row.cancellation_initiator,
    respondBy: answerBy,
    note: row.cancellation_reason_message,
    lines: (goods.get(row.posting_number) ?? []).map(({ sku, offerId, quantity }) => ({ remoteLineId: sku, remoteKey: offerId, quantity, reason: reason ?? '', status })),
    createdAt: requestedAt,
    changedAt: changedAt(row),
  };
}

function changedAt({ cancelled_at, approve_date, state }: Row): Date {
  const decidedAt = state.state === 'ON_APPROVAL' ? null : approve_date;
  return new Date(Math.max(Date.parse(cancelled_at), decidedAt ? Date.parse(decidedAt) : 0));
}

function toCancellation({ cancellation_id, posting_number, cancellation_initiator, cancellation_reason, cancelled_at, auto_approve_date, approve_comment, state: { state: status } }: Row): BuyerCancellation {
  const state = STATES[status] ?? 'UNKNOWN';
  const answerBy = state === 'AWAITING_SELLER' && auto_approve_date ? new Date(auto_approve_date) : null;
  return { cancellationId: cancellation_id, postingNumber: posting_number, initiator: cancellation_initiator, reason: cancellation_reason?.name ?? null, status, state, requestedAt: new Date(cancelled_at), answerBy, comment: approve_comment };
}

/** Ozon shows none by its number: the open ones are looked through, then all. Throws VALIDATION when there is none. */
export async function readCancellation(context: OzonContext, cancellationId: string): Promise<BuyerCancellation> {
  const found = (await findCancellation(context, cancellationId, { state: 'ON_APPROVAL' })) ?? (await findCancellation(context, cancellationId, { state: 'ALL' }));
  if (found) return found;
  throw new ConnectorError({ errorClass: 'VALIDATION', outcome: 'REFUSED', message: `Ozon has no wish to cancel of the number ${cancellationId}` });
}

/** The number of the wish to cancel this posting that waits for the seller; null where there is none, or where the key may not ask. */
export async function openWishFor(context: OzonContext, postingNumber: string): Promise<string | null> {
  const { rows } = await readPage(context, { state: 'ON_APPROVAL', postingNumber }, 0).catch((error: unknown) => {
    if (isRoleMissing(error)) return { rows: [] };
    throw error;
  });
  return rows.find(({ posting_number }) => posting_number === postingNumber)?.cancellation_id ?? null;
}

/** The same again, as it is by now. */
export async function readCancellationAgain(context: OzonContext, { cancellationId, postingNumber }: BuyerCancellation): Promise<BuyerCancellation> {
  return (await findCancellation(context, cancellationId, { state: 'ALL', postingNumber })) ?? readCancellation(context, cancellationId);
}

async function findCancellation(context: OzonContext, cancellationId: string, wanted: Wanted): Promise<BuyerCancellation | null> {
  let lastId: number | null = 0;
  for (let page = 0; lastId !== null && page < MOST_PAGES; page += 1) {
    const { rows, next }: Awaited<ReturnType<typeof readPage>> = await readPage(context, wanted, lastId);
    const row = rows.find(({ cancellation_id }) => cancellation_id === cancellationId);
    if (row) return toCancellation(readRow(row));
    lastId = next;
  }
  return null;
}

function readRow(row: unknown): Row {
  const { data, error } = rowSchema.safeParse(row);
  if (data) return data;
  throw unreadableAnswer('a wish to cancel', false, error);
}

/** The call of an answer, as it is made and as a dry run shows it. */
export function answerCall({ cancellationId, answer, comment }: CancellationAnswer): WritingCall {
  return { method: 'POST', path: METHODS[METHOD_OF[answer]].path, body: { cancellation_id: Number(cancellationId), ...(comment === null ? {} : { comment }) } };
}

const METHOD_OF = { APPROVE: 'returns.cancellationApprove', REJECT: 'returns.cancellationReject' } as const;

export async function answerCancellation(context: OzonContext, answer: CancellationAnswer): Promise<void> {
  await call(context, METHOD_OF[answer.answer], answerCall(answer).body, z.unknown());
}

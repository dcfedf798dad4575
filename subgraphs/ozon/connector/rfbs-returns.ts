import { z } from 'zod';
import { isCurrency, moneyFromNumber, type Money } from '../../../platform/money.js';
import { UNTOLD, type Page, type RemoteClaim, type ReturnState } from '../../sync/connector/contract.js';
import { latestStamp } from '../../sync/connector/marketplace-clock.js';
import { readClaims } from '../../sync/connector/read-claims.js';
import { number, optionalText, text } from '../../sync/connector/wire-values.js';
import { call, type OzonContext } from './client.js';
import { METHODS, type WritingCall } from './methods.js';
import { returnStateOf } from './return-states.js';

const PAGE_SIZE = 500;
/** Requests cannot be asked for by when they changed: those of so long before are read again. */
const OPEN_FOR_MS = 60 * 86_400_000;

/** Ozon's numbers of what wants more said with it; all others are what they are called. */
const REJECT_IDS: readonly number[] = [-1, -10];
const COMPENSATE_ID = 1020;

const moment = z.iso.datetime({ offset: true });
const productSchema = z.looseObject({ offer_id: optionalText, sku: optionalText, currency_code: optionalText, price: number.nullish() }).nullish();
const rowSchema = z.looseObject({
  return_id: text,
  order_number: text,
  created_at: moment,
  product: productSchema,
  state: z.looseObject({ state: optionalText, state_name: optionalText, group_state: optionalText }).nullish(),
});
/** Declared as one, though there are many. */
const namedSchema = z.looseObject({ return_id: text });
const listSchema = z.looseObject({ returns: z.union([z.array(namedSchema), namedSchema.transform((row) => [row])]).nullish() });
const getSchema = z.looseObject({
  returns: z.looseObject({
    return_number: optionalText,
    order_number: optionalText,
    posting_number: text,
    created_at: moment.nullish(),
    product: productSchema,
    return_reason: z.looseObject({ name: optionalText, is_defect: z.boolean().nullish() }).nullish(),
    state: z.looseObject({ state: optionalText, state_name: optionalText }).nullish(),
    available_actions: z.array(z.looseObject({ id: number, name: z.string().default('') })).nullish(),
    rejection_reason: z.array(z.looseObject({ id: number, name: z.string().default(''), hint: optionalText, is_comment_required: z.boolean().nullish() })).nullish(),
  }),
});

export interface ReturnAction {
  readonly id: number;
  /** In Russian. */
  readonly name: string;
  readonly needsReason: boolean;
  readonly needsAmount: boolean;
}

export interface RejectionReason {
  readonly id: number;
  readonly name: string;
  readonly hint: string | null;
}

/** A request of an rFBS buyer as Ozon has it now. */
export interface RfbsReturn {
  readonly returnId: string;
  readonly returnNumber: string | null;
  readonly postingNumber: string;
  readonly orderNumber: string | null;
  readonly offerId: string | null;
  readonly price: Money | null;
  readonly reason: string | null;
  readonly isDefect: boolean;
  readonly status: string;
  readonly state: ReturnState;
  readonly actions: readonly ReturnAction[];
  readonly rejectionReasons: readonly RejectionReason[];
}

export interface ReturnDecision {
  readonly returnId: string;
  readonly actionId: number;
  readonly comment: string | null;
  readonly rejectionReasonId: number | null;
  readonly compensation: number | null;
  readonly wayBack: number | null;
}

/** Oldest first. Ozon dates no change of a request: all that may still be open are told, dated as they were made. */
export function listRfbsReturns(context: OzonContext, since: Date, lastId: number): Promise<Page<RemoteClaim>> {
  return listRequests(context, { since, group: 'All' }, lastId);
}

/** Those that the seller has not answered yet. */
export function listWaitingRfbs(context: OzonContext, lastId: number): Promise<Page<RemoteClaim>> {
  return listRequests(context, { since: context.marketplaceNow(), group: 'New' }, lastId);
}

async function listRequests(context: OzonContext, { since, group }: { readonly since: Date; readonly group: string }, lastId: number): Promise<Page<RemoteClaim>> {
  const filter = { created_at: { from: new Date(since.getTime() - OPEN_FOR_MS).toISOString(), to: latestStamp(context).toISOString() }, group_state: [group] };
  const { returns } = await call(context, 'returns.rfbsList', { filter, last_id: lastId, limit: PAGE_SIZE }, listSchema, { personal: true });
  const rows = returns ?? [];
  const last = Number(rows.at(-1)?.return_id ?? 0);
  const items = readClaims({ rows, shape: rowSchema, toClaim, kind: 'RETURN', claimField: 'return_id', orderField: 'order_number', now: context.now() });
  return { items: items.map((claim) => ({ ...claim, remoteClaimId: `rfbs-${claim.remoteClaimId}` })), next: rows.length >= PAGE_SIZE && last > lastId ? String(last) : null };
}

/** Throws VALIDATION when Ozon has no such request. */
export async function readRfbsReturn(context: OzonContext, returnId: string): Promise<RfbsReturn> {
  const { returns } = await call(context, 'returns.rfbsGet', { return_id: Number(returnId) }, getSchema, { personal: true });
  const { product, state, return_reason } = returns;
  const status = state?.state ?? '';
  return {
    returnId,
    returnNumber: returns.return_number,
    postingNumber: returns.posting_number,
    orderNumber: returns.order_number,
    offerId: product?.offer_id ?? null,
    price: toMoney(product?.price, product?.currency_code ?? context.store.currency),
    reason: return_reason?.name ?? null,
    isDefect: return_reason?.is_defect ?? false,
    status,
    state: returnStateOf(status, null),
    actions: (returns.available_actions ?? []).map(({ id, name }) => ({ id, name, needsReason: REJECT_IDS.includes(id), needsAmount: id === COMPENSATE_ID })),
    rejectionReasons: (returns.rejection_reason ?? []).map(({ id, name, hint }) => ({ id, name, hint })),
  };
}

/** The call of a decision, as it is made and as a dry run shows it. */
export function decisionCall({ returnId, actionId, comment, rejectionReasonId, compensation, wayBack }: ReturnDecision): WritingCall {
  const said = { comment, rejection_reason_id: rejectionReasonId, compensation_amount: compensation, return_for_back_way: wayBack };
  const body = { return_id: Number(returnId), id: actionId, ...Object.fromEntries(Object.entries(said).filter(([, value]) => value !== null)) };
  return { method: 'POST', path: METHODS['returns.rfbsAct'].path, body };
}

export async function decideReturn(context: OzonContext, decision: ReturnDecision): Promise<void> {
  await call(context, 'returns.rfbsAct', decisionCall(decision).body, z.unknown());
}

function toClaim({ return_id, order_number, created_at, product, state }: z.output<typeof rowSchema>): RemoteClaim {
  const status = state?.state ?? state?.state_name ?? '';
  const createdAt = new Date(created_at);
  return {
    remoteClaimId: return_id,
    remoteOrderId: order_number,
    kind: 'RETURN',
    state: returnStateOf(status, state?.group_state ?? null),
    status,
    ...UNTOLD,
    lines: [{ remoteLineId: product?.sku ?? null, remoteKey: product?.offer_id ?? null, quantity: 1, reason: '', status }],
    createdAt,
    changedAt: createdAt,
  };
}

function toMoney(amount: number | null | undefined, currency: string): Money | null {
  return amount === null || amount === undefined || !isCurrency(currency) ? null : moneyFromNumber(Math.round(amount * 100) / 100, currency);
}

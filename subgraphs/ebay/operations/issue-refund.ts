import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { ExplainedCode } from '../../../platform/explanations/explain.js';
import type { SellerId, StoreId } from '../../../platform/ids.js';
import { isCurrency, moneyFromDecimal, InvalidMoneyError, type Money } from '../../../platform/money.js';
import { userError, type UserError } from '../../../platform/subgraph/user-error.js';
import { ConnectorError } from '../../sync/connector/contract.js';
import type { Intent, IntentLedger } from '../../sync/connector/intent-ledger.js';
import type { StoreAccess } from '../../sync/connector/store-access.js';
import { toUserError } from '../../sync/connector/stores-on.js';
import type { EbayContext } from '../connector/client.js';
import { issueRefund as issueOnEbay, readRefunds, refundCall, type IssuedRefund, type RefundReason, type RefundRequest } from '../connector/refunds.js';

export interface IssueRefund {
  readonly sellerId: SellerId;
  readonly storeId: StoreId;
  readonly orderNumber: string;
  readonly lineId?: string | null;
  readonly amount: { readonly amount: string; readonly currency: string };
  /** What the caller has seen given back so far: another call that finds more gives nothing. */
  readonly alreadyRefunded: string;
  readonly idempotencyKey: string;
  readonly reason: RefundReason;
  readonly comment?: string | null;
  readonly dryRun?: boolean | null;
}

const answerSchema: z.ZodType<IssuedRefund> = z.object({ refundId: z.string(), status: z.string() });

export interface RefundOutcome {
  readonly refund: IssuedRefund | null;
  /** What a dry run would have sent. */
  readonly preview: { readonly method: string; readonly path: string; readonly body: unknown } | null;
  readonly userErrors: readonly UserError[];
}

export interface RefundDeps {
  readonly stores: Pick<StoreAccess, 'openOwned'>;
  readonly intents: IntentLedger;
}

/**
 * Has eBay give money back, once for each key, and only while eBay shows exactly as much refunded as the caller has seen. A
 * call whose answer was lost is answered REFUND_UNCERTAIN; the same call again finds out in the order what has become of it, as it does of
 * one that was still pending.
 */
export async function issueRefund({ stores, intents }: RefundDeps, input: IssueRefund): Promise<RefundOutcome> {
  const { connector, context } = await stores.openOwned(input.sellerId, input.storeId);
  if (connector.marketplace !== 'EBAY') return refused('WRONG_MARKETPLACE', 'This store is not on eBay.', ['storeId']);
  const read = readRequest(input, context.store.currency);
  if ('userErrors' in read) return read;
  try {
    return await (input.dryRun === true ? preview(context as EbayContext, read) : once(intents, context as EbayContext, input, read));
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    return { refund: null, preview: null, userErrors: [toRefundError(error)] };
  }
}

async function preview(context: EbayContext, read: Read): Promise<RefundOutcome> {
  const hindrance = await whyNot(context, read);
  if (hindrance !== null) return hindrance;
  const { method, path, body } = refundCall(read.request);
  return { refund: null, preview: { method, path, body }, userErrors: [] };
}

async function once(intents: IntentLedger, context: EbayContext, { storeId, idempotencyKey }: IssueRefund, read: Read): Promise<RefundOutcome> {
  const { path, body } = refundCall(read.request);
  const intent: Intent = { storeId, key: `refund:${idempotencyKey}`, digest: createHash('sha256').update(JSON.stringify([path, body, read.seenMinor])).digest('base64url') };
  const state = await intents.begin(intent);
  switch (state.kind) {
    case 'DONE':
      return asItStands({ intents, context, read, intent }, answerSchema.parse(JSON.parse(state.answer)));
    case 'OPEN':
      return lookUp({ intents, context, read, intent });
    case 'OTHER':
      return refused('IDEMPOTENCY_KEY_REUSED', 'This key stands for another refund.', ['idempotencyKey']);
    case 'NEW':
      return give({ intents, context, read, intent });
  }
}

interface Giving {
  readonly intents: IntentLedger;
  readonly context: EbayContext;
  readonly read: Read;
  readonly intent: Intent;
}

/** Noted before anything is sent, so that one whose answer is lost is never repeated. */
async function give({ intents, context, read, intent }: Giving): Promise<RefundOutcome> {
  try {
    const hindrance = await whyNot(context, read);
    if (hindrance !== null) await intents.giveUp(intent);
    return hindrance ?? (await finish(intents, intent, await issueOnEbay(context, read.request)));
  } catch (error) {
    if (error instanceof ConnectorError && error.outcome !== 'UNKNOWN') await intents.giveUp(intent);
    throw error;
  }
}

/** eBay pays later: until it has, or has failed to, the order says how far it is. While it cannot be asked, what was known stands. */
async function asItStands({ intents, context, read, intent }: Giving, known: IssuedRefund): Promise<RefundOutcome> {
  if (known.status !== 'PENDING') return given(known);
  const found = await readRefunds(context, read.request.remoteOrderId).catch((error: unknown) => {
    if (!(error instanceof ConnectorError)) throw error;
    return null;
  });
  const now = [...(found?.refunds ?? []), ...(found?.failed ?? [])].find(({ refundId }) => refundId === known.refundId);
  return now === undefined || now.status === known.status ? given(known) : finish(intents, intent, now);
}

/** Begun before, and nobody has heard the answer: the order tells whether exactly this was given. */
async function lookUp({ intents, context, read, intent }: Giving): Promise<RefundOutcome> {
  const { amountMinor } = read.request.amount;
  const found = await readRefunds(context, read.request.remoteOrderId);
  const last = found?.refunds.at(-1);
  if (found?.totalMinor === read.seenMinor + amountMinor && last?.amountMinor === amountMinor) return finish(intents, intent, last);
  return { refund: null, preview: null, userErrors: [userError({ code: 'REFUND_UNCERTAIN', message: 'A refund under this key was begun, its answer was not heard, and the order does not show it (yet).', retryable: true })] };
}

async function finish(intents: IntentLedger, intent: Intent, { refundId, status }: IssuedRefund): Promise<RefundOutcome> {
  await intents.finish(intent, JSON.stringify({ refundId, status }));
  return given({ refundId, status });
}

async function whyNot(context: EbayContext, { request, seenMinor }: Read): Promise<RefundOutcome | null> {
  const found = await readRefunds(context, request.remoteOrderId);
  if (found === null) return refused('ORDER_NOT_FOUND', `eBay knows no order ${request.remoteOrderId}.`, ['orderNumber']);
  if (found.totalMinor === seenMinor) return null;
  return refused('REFUNDED_AMOUNT_DIFFERS', `eBay shows ${(found.totalMinor / 100).toFixed(2)} refunded already, not ${(seenMinor / 100).toFixed(2)}.`, ['alreadyRefunded']);
}

function given(refund: IssuedRefund): RefundOutcome {
  return { refund, preview: null, userErrors: [] };
}

interface Read {
  readonly request: RefundRequest;
  readonly seenMinor: number;
}

function readRequest(input: IssueRefund, currency: string): Read | RefundOutcome {
  const amount = readMoney(input.amount.amount, input.amount.currency);
  const seen = readMoney(input.alreadyRefunded, input.amount.currency);
  if (amount === null || amount.amountMinor <= 0 || input.amount.currency !== currency) return refused('AMOUNT_INVALID', `The amount must be above zero, in ${currency}, with at most two decimals.`, ['amount']);
  if (seen === null || seen.amountMinor < 0) return refused('AMOUNT_INVALID', 'What was refunded already must be an amount from 0.', ['alreadyRefunded']);
  const comment = input.comment ?? null;
  if (comment !== null && comment.length > 100) return refused('COMMENT_TOO_LONG', 'eBay takes comments of at most 100 characters.', ['comment']);
  return { request: { remoteOrderId: input.orderNumber, remoteLineId: input.lineId ?? null, amount, reason: input.reason, comment }, seenMinor: seen.amountMinor };
}

function readMoney(amount: string, currency: string): Money | null {
  if (!isCurrency(currency)) return null;
  try {
    return moneyFromDecimal(amount, currency);
  } catch (error) {
    if (error instanceof InvalidMoneyError) return null;
    throw error;
  }
}

function toRefundError(error: ConnectorError): UserError {
  const { outcome, message, issueCode } = error;
  if (issueCode !== null) return userError({ code: issueCode, message });
  return outcome === 'UNKNOWN' ? userError({ code: 'REFUND_UNCERTAIN', message: `${message}. Whether eBay has refunded shows in the order, which the same call again looks at.`, retryable: true }) : toUserError(error);
}

function refused(code: ExplainedCode, message: string, field: readonly string[]): RefundOutcome {
  return { refund: null, preview: null, userErrors: [userError({ code, message, field: ['input', ...field] })] };
}

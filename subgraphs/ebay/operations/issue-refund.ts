import type { ExplainedCode } from '../../../platform/explanations/explain.js';
import type { SellerId, StoreId } from '../../../platform/ids.js';
import { isCurrency, moneyFromDecimal, InvalidMoneyError, type Money } from '../../../platform/money.js';
import { userError, type UserError } from '../../../platform/subgraph/user-error.js';
import { ConnectorError } from '../../sync/connector/contract.js';
import type { StoreAccess } from '../../sync/connector/store-access.js';
import type { EbayContext } from '../connector/client.js';
import { issueRefund as issueOnEbay, refundCall, refundedMinor, type IssuedRefund, type RefundReason, type RefundRequest } from '../connector/refunds.js';

export interface IssueRefund {
  readonly sellerId: SellerId;
  readonly storeId: StoreId;
  readonly orderNumber: string;
  readonly lineId?: string | null;
  readonly amount: { readonly amount: string; readonly currency: string };
  /** What the caller has seen given back so far: the same call again finds more, and gives nothing. */
  readonly alreadyRefunded: string;
  readonly reason: RefundReason;
  readonly comment?: string | null;
  readonly dryRun?: boolean | null;
}

export interface RefundOutcome {
  readonly refund: IssuedRefund | null;
  /** What a dry run would have sent. */
  readonly preview: { readonly method: string; readonly path: string; readonly body: unknown } | null;
  readonly userErrors: readonly UserError[];
}

/**
 * Has eBay give money back, once: only while eBay shows exactly as much refunded as the caller has seen. A call whose
 * answer was lost is answered REFUND_UNCERTAIN; what has become of it shows in the order, and asking again is safe.
 */
export async function issueRefund(input: IssueRefund, stores: Pick<StoreAccess, 'openOwned'>): Promise<RefundOutcome> {
  const { connector, context } = await stores.openOwned(input.sellerId, input.storeId);
  if (connector.marketplace !== 'EBAY') return refused('WRONG_MARKETPLACE', 'This store is not on eBay.', ['storeId']);
  const read = readRequest(input, context.store.currency);
  if ('userErrors' in read) return read;
  try {
    return await refund(context as EbayContext, input, read);
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    return { refund: null, preview: null, userErrors: [toUserError(error)] };
  }
}

async function refund(context: EbayContext, input: IssueRefund, { request, seenMinor }: Read): Promise<RefundOutcome> {
  const refunded = await refundedMinor(context, request.remoteOrderId);
  if (refunded === null) return refused('ORDER_NOT_FOUND', `eBay knows no order ${request.remoteOrderId}.`, ['orderNumber']);
  if (refunded !== seenMinor) return refused('REFUNDED_AMOUNT_DIFFERS', `eBay shows ${(refunded / 100).toFixed(2)} refunded already, not ${input.alreadyRefunded}.`, ['alreadyRefunded']);
  if (input.dryRun === true) {
    const { method, path, body } = refundCall(request);
    return { refund: null, preview: { method, path, body }, userErrors: [] };
  }
  return { refund: await issueOnEbay(context, request), preview: null, userErrors: [] };
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

function toUserError({ errorClass, outcome, message }: ConnectorError): UserError {
  if (outcome === 'UNKNOWN') return userError({ code: 'REFUND_UNCERTAIN', message: `${message}. Whether eBay has refunded shows in the order; the same call again is safe.`, retryable: true });
  return userError({ code: errorClass === 'VALIDATION' ? 'MARKETPLACE_REFUSED' : errorClass, message, retryable: errorClass !== 'VALIDATION' && errorClass !== 'AUTHENTICATION' });
}

function refused(code: ExplainedCode, message: string, field: readonly string[]): RefundOutcome {
  return { refund: null, preview: null, userErrors: [userError({ code, message, field: ['input', ...field] })] };
}

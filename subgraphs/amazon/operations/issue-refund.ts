import type { ExplainedCode } from '../../../platform/explanations/explain.js';
import type { SellerId, StoreId } from '../../../platform/ids.js';
import { InvalidMoneyError, isCurrency, moneyFromDecimal, type Money } from '../../../platform/money.js';
import { userError, type UserError } from '../../../platform/subgraph/user-error.js';
import { ConnectorError } from '../../sync/connector/contract.js';
import type { StoreAccess } from '../../sync/connector/store-access.js';
import type { AmazonContext } from '../connector/credentials.js';
import { currencyOf } from '../connector/items.js';
import { issueRefund as issueOnAmazon, REFUND_FEED, refundDocument, type RefundRequest } from '../connector/refunds.js';

const reasonCodes = { NO_INVENTORY: 'NoInventory', CUSTOMER_RETURN: 'CustomerReturn', GENERAL_ADJUSTMENT: 'GeneralAdjustment', COULD_NOT_SHIP: 'CouldNotShip', DIFFERENT_ITEM: 'DifferentItem', CUSTOMER_CANCEL: 'CustomerCancel' } as const;

export interface IssueRefund {
  readonly sellerId: SellerId;
  readonly storeId: StoreId;
  readonly orderNumber: string;
  readonly lineId: string;
  readonly amount: { readonly amount: string; readonly currency: string };
  readonly reason: keyof typeof reasonCodes;
  readonly idempotencyKey: string;
  readonly dryRun?: boolean | null;
}

export interface RefundOutcome {
  readonly feedId: string | null;
  /** What a dry run would have sent. */
  readonly preview: { readonly feedType: string; readonly document: string } | null;
  readonly userErrors: readonly UserError[];
}

/** Has Amazon give money back, once for each key. A call whose answer was lost is answered REFUND_UNCERTAIN, and never repeated. */
export async function issueRefund(stores: Pick<StoreAccess, 'openOwned'>, input: IssueRefund): Promise<RefundOutcome> {
  const { connector, context } = await stores.openOwned(input.sellerId, input.storeId);
  if (connector.marketplace !== 'AMAZON') return refused('WRONG_MARKETPLACE', 'This store is not on Amazon.', 'storeId');
  const amazon = context as AmazonContext;
  const amount = readAmount(input.amount, currencyOf(amazon));
  if (amount === null) return refused('AMOUNT_INVALID', `The amount must be above zero, in ${currencyOf(amazon)}, with at most two decimals.`, 'amount');
  const request: RefundRequest = { orderId: input.orderNumber, orderItemId: input.lineId, amount, reasonCode: reasonCodes[input.reason], key: input.idempotencyKey };
  if (input.dryRun === true) return { feedId: null, preview: { feedType: REFUND_FEED.feedType, document: refundDocument(request) }, userErrors: [] };
  try {
    return { feedId: await issueOnAmazon(amazon, request), preview: null, userErrors: [] };
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    return { feedId: null, preview: null, userErrors: [toUserError(error)] };
  }
}

function readAmount({ amount, currency }: IssueRefund['amount'], wanted: string): Money | null {
  if (!isCurrency(currency) || currency !== wanted) return null;
  try {
    const read = moneyFromDecimal(amount, currency);
    return read.amountMinor > 0 ? read : null;
  } catch (error) {
    if (error instanceof InvalidMoneyError) return null;
    throw error;
  }
}

function toUserError({ errorClass, outcome, message }: ConnectorError): UserError {
  if (outcome === 'UNKNOWN') return userError({ code: 'REFUND_UNCERTAIN', message: `${message}. Look at the order in Seller Central before refunding it under another key.` });
  return userError({ code: errorClass === 'VALIDATION' ? 'MARKETPLACE_REFUSED' : errorClass, message, retryable: errorClass !== 'VALIDATION' && errorClass !== 'AUTHENTICATION' });
}

function refused(code: ExplainedCode, message: string, field: string): RefundOutcome {
  return { feedId: null, preview: null, userErrors: [userError({ code, message, field: ['input', field] })] };
}

import { createHash } from 'node:crypto';
import type { ExplainedCode } from '../../../platform/explanations/explain.js';
import type { SellerId, StoreId } from '../../../platform/ids.js';
import { InvalidMoneyError, isCurrency, moneyFromDecimal, type Money } from '../../../platform/money.js';
import { userError, type UserError } from '../../../platform/subgraph/user-error.js';
import { ConnectorError } from '../../sync/connector/contract.js';
import type { Intent, IntentLedger } from '../../sync/connector/intent-ledger.js';
import type { StoreAccess } from '../../sync/connector/store-access.js';
import { toUserError } from '../../sync/connector/stores-on.js';
import type { AmazonContext } from '../connector/credentials.js';
import { currencyOf } from '../connector/items.js';
import { handInRefund, REFUND_FEED, refundDocument, type RefundRequest } from '../connector/refunds.js';

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

export interface RefundDeps {
  readonly stores: Pick<StoreAccess, 'openOwned'>;
  readonly intents: IntentLedger;
}

/** Has Amazon give money back, once for each key. A call whose answer was lost is answered REFUND_UNCERTAIN, and never repeated. */
export async function issueRefund({ stores, intents }: RefundDeps, input: IssueRefund): Promise<RefundOutcome> {
  const { connector, context } = await stores.openOwned(input.sellerId, input.storeId);
  if (connector.marketplace !== 'AMAZON') return refused('WRONG_MARKETPLACE', 'This store is not on Amazon.', 'storeId');
  const amazon = context as AmazonContext;
  const amount = readAmount(input.amount, currencyOf(amazon));
  if (amount === null) return refused('AMOUNT_INVALID', `The amount must be above zero, in ${currencyOf(amazon)}, with at most two decimals.`, 'amount');
  const request: RefundRequest = { orderId: input.orderNumber, orderItemId: input.lineId, amount, reasonCode: reasonCodes[input.reason] };
  if (input.dryRun === true) return { feedId: null, preview: { feedType: REFUND_FEED.feedType, document: refundDocument(request) }, userErrors: [] };
  const intent: Intent = { storeId: input.storeId, key: `refund:${input.idempotencyKey}`, digest: createHash('sha256').update(refundDocument(request)).digest('base64url') };
  const state = await intents.begin(intent);
  switch (state.kind) {
    case 'DONE':
      return { feedId: state.answer, preview: null, userErrors: [] };
    case 'OPEN':
      return uncertain('A refund under this key was begun and its answer has not been heard');
    case 'OTHER':
      return refused('IDEMPOTENCY_KEY_REUSED', 'This key stands for another refund.', 'idempotencyKey');
    case 'NEW':
      return handIn({ intents, amazon, request, intent });
  }
}

/** Noted before anything is sent, so that one whose answer is lost is never repeated. */
async function handIn({ intents, amazon, request, intent }: { intents: IntentLedger; amazon: AmazonContext; request: RefundRequest; intent: Intent }): Promise<RefundOutcome> {
  try {
    const feedId = await handInRefund(amazon, request);
    await intents.finish(intent, feedId);
    return { feedId, preview: null, userErrors: [] };
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    if (error.outcome === 'UNKNOWN') return uncertain(error.message);
    await intents.giveUp(intent);
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

function uncertain(what: string): RefundOutcome {
  return { feedId: null, preview: null, userErrors: [userError({ code: 'REFUND_UNCERTAIN', message: `${what}. Look at the order in Seller Central before refunding it under another key.` })] };
}

function refused(code: ExplainedCode, message: string, field: string): RefundOutcome {
  return { feedId: null, preview: null, userErrors: [userError({ code, message, field: ['input', field] })] };
}

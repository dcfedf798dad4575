import { createHash } from 'node:crypto';
import { moneyToDecimal, type Money } from '../../../platform/money.js';
import { ConnectorError } from '../../sync/connector/contract.js';
import type { AmazonContext } from './credentials.js';
import { submitFeed } from './feeds.js';
import { writeFlatFile } from './flat-file.js';

export interface RefundRequest {
  readonly orderId: string;
  readonly orderItemId: string;
  readonly amount: Money;
  /** Amazon's code: `CustomerReturn`. */
  readonly reasonCode: string;
  /** The same key never pays twice. */
  readonly key: string;
}

const COLUMNS = ['order-id', 'order-item-id', 'adjustment-reason-code', 'currency', 'item-price-adj'];
const REMEMBERED_MS = 30 * 86_400_000;

export const REFUND_FEED = { feedType: 'POST_FLAT_FILE_PAYMENT_ADJUSTMENT_DATA', contentType: 'text/tab-separated-values; charset=UTF-8' } as const;

export function refundDocument({ orderId, orderItemId, amount, reasonCode }: RefundRequest): string {
  return writeFlatFile(COLUMNS, [{ 'order-id': orderId, 'order-item-id': orderItemId, 'adjustment-reason-code': reasonCode, currency: amount.currency, 'item-price-adj': moneyToDecimal(amount) }]);
}

/**
 * Hands the refund in, once for its key, and answers the feed's id. One refund of a key is handed in at a time, over all
 * workers, as tokens are fetched; the intent is noted before anything is sent, so that one whose answer was lost is never
 * repeated: Amazon cannot be asked whether it has it. Throws with outcome UNKNOWN then, and ever after.
 */
export function issueRefund(context: AmazonContext, request: RefundRequest): Promise<string> {
  const digest = createHash('sha256').update(request.key).digest('base64url');
  return context.tokens.get(`refund:${digest}`, async () => ({ token: await handIn(context, request, `amazon:refund:${context.store.storeId}:${digest}`), expiresInMs: REMEMBERED_MS }));
}

async function handIn(context: AmazonContext, request: RefundRequest, intentKey: string): Promise<string> {
  const intent = await context.cache.get(intentKey);
  if (intent === 'OPEN') throw new ConnectorError({ errorClass: 'TIMEOUT', outcome: 'UNKNOWN', message: 'a refund under this key was handed in and its answer not heard' });
  await context.cache.set(intentKey, 'OPEN', REMEMBERED_MS);
  try {
    return await submitFeed(context, { ...REFUND_FEED, body: refundDocument(request), operation: 'orders.refund' });
  } catch (error) {
    if (error instanceof ConnectorError && error.outcome !== 'UNKNOWN') await context.cache.set(intentKey, 'NOT_SENT', REMEMBERED_MS);
    throw error;
  }
}

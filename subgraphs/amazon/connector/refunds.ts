import { moneyToDecimal, type Money } from '../../../platform/money.js';
import type { AmazonContext } from './credentials.js';
import { submitFeed } from './feeds.js';
import { writeFlatFile } from './flat-file.js';

export interface RefundRequest {
  readonly orderId: string;
  readonly orderItemId: string;
  readonly amount: Money;
  /** Amazon's code: `CustomerReturn`. */
  readonly reasonCode: string;
}

const COLUMNS = ['order-id', 'order-item-id', 'adjustment-reason-code', 'currency', 'item-price-adj'];

export const REFUND_FEED = { feedType: 'POST_FLAT_FILE_PAYMENT_ADJUSTMENT_DATA', contentType: 'text/tab-separated-values; charset=UTF-8' } as const;

export function refundDocument({ orderId, orderItemId, amount, reasonCode }: RefundRequest): string {
  return writeFlatFile(COLUMNS, [{ 'order-id': orderId, 'order-item-id': orderItemId, 'adjustment-reason-code': reasonCode, currency: amount.currency, 'item-price-adj': moneyToDecimal(amount) }]);
}

/** Hands the refund in and answers the feed's id. Amazon cannot be asked whether it has it: the caller must not repeat one whose outcome is UNKNOWN. */
export function handInRefund(context: AmazonContext, request: RefundRequest): Promise<string> {
  return submitFeed(context, { ...REFUND_FEED, body: refundDocument(request), operation: 'orders.refund' });
}

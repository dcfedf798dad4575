import { z } from 'zod';
import { moneyToDecimal, type Money } from '../../../platform/money.js';
import { text } from '../../sync/connector/wire-values.js';
import { call, type EbayCall, type EbayContext } from './client.js';
import { beforeSending } from './errors.js';
import { readOrder } from './read-orders.js';

export const REFUND_REASONS = ['BUYER_CANCEL', 'SELLER_CANCEL', 'ITEM_NOT_RECEIVED', 'BUYER_RETURN', 'ITEM_NOT_AS_DESCRIBED', 'OTHER_ADJUSTMENT', 'SHIPPING_DISCOUNT'] as const;
export type RefundReason = (typeof REFUND_REASONS)[number];

export interface RefundRequest {
  readonly remoteOrderId: string;
  /** Null for the order as a whole. */
  readonly remoteLineId: string | null;
  readonly amount: Money;
  readonly reason: RefundReason;
  /** For the buyer; at most 100 characters. */
  readonly comment: string | null;
}

export interface IssuedRefund {
  readonly refundId: string;
  /** PENDING, REFUNDED or FAILED; eBay pays later and says so in the order. */
  readonly status: string;
}

const FAILED = 'FAILED';
const issuedSchema = z.looseObject({ refundId: text, refundStatus: text.default('PENDING') });

export interface Refunds {
  /** What eBay has given back so far, in minor units, not counting what failed. */
  readonly totalMinor: number;
  /** Newest last, without those that failed. */
  readonly refunds: readonly (IssuedRefund & { readonly amountMinor: number })[];
  readonly failed: readonly IssuedRefund[];
}

/** What eBay has given back of an order; null when eBay knows no such order. */
export async function readRefunds(context: EbayContext, remoteOrderId: string): Promise<Refunds | null> {
  const order = await readOrder(context, remoteOrderId).catch((error: unknown) => {
    throw beforeSending(error);
  });
  if (order === null) return null;
  const all = (order.paymentSummary?.refunds ?? []).map(({ refundId, amount, refundStatus }) => ({ refundId: refundId ?? '', status: refundStatus ?? 'PENDING', amountMinor: Math.round((amount?.value ?? 0) * 100) }));
  const refunds = all.filter(({ status }) => status !== FAILED);
  return { refunds, failed: all.filter(({ status }) => status === FAILED), totalMinor: refunds.reduce((sum, { amountMinor }) => sum + amountMinor, 0) };
}

/** The call as it will be made, without what identifies the caller. */
export function refundCall({ remoteOrderId, remoteLineId, amount, reason, comment }: RefundRequest): EbayCall {
  const value = { value: moneyToDecimal(amount), currency: amount.currency };
  return {
    endpoint: 'fulfillment',
    operation: 'refunds.issue',
    method: 'POST',
    path: `/sell/fulfillment/v1/order/${encodeURIComponent(remoteOrderId)}/issue_refund`,
    body: {
      reasonForRefund: reason,
      ...(comment === null ? {} : { comment }),
      ...(remoteLineId === null ? { orderLevelRefundAmount: value } : { refundItems: [{ lineItemId: remoteLineId, refundAmount: value }] }),
    },
    signed: true,
  };
}

/** Has eBay give money back; signed where the store has a key. Throws with outcome UNKNOWN when the answer was lost. */
export async function issueRefund(context: EbayContext, request: RefundRequest): Promise<IssuedRefund> {
  const { refundId, refundStatus } = await call(context, refundCall(request), issuedSchema);
  return { refundId, status: refundStatus };
}

import { z } from 'zod';
import type { ExplainedCode } from '../../../platform/explanations/explain.js';
import { cancelReasonOf, ConnectorError, exactly, nearest, type CancelReason, type CancelReasonTold, type FollowUp, type ListingIssue, type PackageAction, type TakenOutcome } from '../../sync/connector/contract.js';
import { optionalText, text } from '../../sync/connector/wire-values.js';
import { call, send, type EbayContext } from './client.js';
import { issue } from './issues.js';
import { readOrder } from './read-orders.js';
import type { EbayOrder } from './to-domain.js';

export const CANCELLATIONS = '/post-order/v2/cancellation';
/** eBay's three reasons for a seller; the first counts against the seller, the others do not. */
export const cancelReasons: Readonly<Record<CancelReason, CancelReasonTold>> = {
  OUT_OF_STOCK: exactly('OUT_OF_STOCK_OR_CANNOT_FULFILL'),
  DEFECTIVE: exactly('OUT_OF_STOCK_OR_CANNOT_FULFILL'),
  WRONG_PRICE: nearest('OUT_OF_STOCK_OR_CANNOT_FULFILL'),
  BUYER_ASKED: exactly('BUYER_ASKED_CANCEL'),
  ADDRESS: exactly('ADDRESS_ISSUES'),
  FORCE_MAJEURE: exactly('OUT_OF_STOCK_OR_CANNOT_FULFILL'),
  OTHER: nearest('OUT_OF_STOCK_OR_CANNOT_FULFILL'),
};
const createdSchema = z.looseObject({ cancelId: text });
const detailSchema = z.looseObject({ cancelDetail: z.looseObject({ cancelState: optionalText, cancelStatus: optionalText }) });

/**
 * Cancels an order through Post-Order v2, which knows whole orders only: by approving the buyer's own request when there
 * is one, which counts as the buyer's wish, else by asking for it. Signed for sellers in the EU and the UK. TAKEN until the order shows
 * it: eBay may take its time, and one it is at work on is not asked for again.
 */
export async function cancelOrder(context: EbayContext, action: PackageAction): Promise<TakenOutcome> {
  const order = await readOrder(context, action.remoteOrderId);
  if (order === null) return refused(context, 'ORDER_NOT_FOUND', `eBay knows no order ${action.remoteOrderId}`);
  if (!isWhole(order, action)) return refused(context, 'WHOLE_ORDER_ONLY', 'eBay cancels whole orders only; refund the line instead');
  try {
    const cancelId = await ask(context, order, cancelReasons[cancelReasonOf(action)].remoteCode);
    return (await isCancelled(context, order.orderId)) ? { kind: 'APPLIED' } : { kind: 'TAKEN', receipt: cancelId };
  } catch (error) {
    if (error instanceof ConnectorError && error.errorClass === 'VALIDATION') return refused(context, error.issueCode ?? 'ACTION_REFUSED', error.message);
    throw error;
  }
}

/** What became of a cancellation that eBay has taken, by its own record of it. */
export async function followCancel(context: EbayContext, cancelId: string): Promise<FollowUp> {
  const { cancelDetail } = await call(context, { endpoint: 'post-order', operation: 'orders.cancelState', method: 'GET', path: `${CANCELLATIONS}/${encodeURIComponent(cancelId)}` }, detailSchema);
  if (cancelDetail.cancelState !== 'CLOSED') return { kind: 'PENDING' };
  if (cancelDetail.cancelStatus !== 'CANCEL_REJECTED') return { kind: 'DONE' };
  return { kind: 'REFUSED', issue: issue('ACTION_REFUSED', `eBay has not cancelled the order: its cancellation ${cancelId} was rejected`, context.now()) };
}

/** The id of the cancellation: the buyer's own, which is approved, one of the seller's that is under way, or a new one. */
async function ask(context: EbayContext, order: EbayOrder, cancelReason: string): Promise<string> {
  const open = (order.cancelStatus?.cancelRequests ?? []).find(({ cancelRequestState }) => cancelRequestState === 'REQUESTED');
  if (!open?.cancelRequestId) return (await call(context, { endpoint: 'post-order', operation: 'orders.cancel', method: 'POST', path: CANCELLATIONS, body: toRequest(order, cancelReason), signed: true }, createdSchema)).cancelId;
  if (open.cancelInitiator !== 'SELLER') await send(context, { endpoint: 'post-order', operation: 'orders.approveCancel', method: 'POST', path: `${CANCELLATIONS}/${encodeURIComponent(open.cancelRequestId)}/approve`, body: {}, signed: true });
  return open.cancelRequestId;
}

/** The cancellation has been taken: whatever keeps the order from being read, it is not taken back. */
async function isCancelled(context: EbayContext, orderId: string): Promise<boolean> {
  const order = await readOrder(context, orderId).catch((error: unknown) => {
    if (!(error instanceof ConnectorError)) throw error;
    return null;
  });
  return order?.cancelStatus?.cancelState === 'CANCELED';
}

function isWhole(order: EbayOrder, { lines }: PackageAction): boolean {
  const units = new Map(lines.map(({ remoteLineId, quantity }) => [remoteLineId, quantity]));
  return order.lineItems.every(({ lineItemId, quantity }) => (units.get(lineItemId) ?? 0) >= quantity);
}

function toRequest(order: EbayOrder, cancelReason: string): unknown {
  const paidAt = order.paymentSummary?.payments?.flatMap(({ paymentDate }) => paymentDate ?? [])[0];
  const buyerPaid = order.orderPaymentStatus !== 'PENDING' && order.orderPaymentStatus !== 'FAILED';
  return { legacyOrderId: order.legacyOrderId ?? order.orderId, cancelReason, buyerPaid, ...(buyerPaid && paidAt !== undefined ? { buyerPaidDate: { value: paidAt } } : {}) };
}

function refused(context: EbayContext, code: ExplainedCode, message: string): { readonly kind: 'REFUSED'; readonly issue: ListingIssue } {
  return { kind: 'REFUSED', issue: issue(code, message, context.now()) };
}

import { z } from 'zod';
import type { ExplainedCode } from '../../../platform/explanations/explain.js';
import { ConnectorError, type ActionOutcome, type PackageAction } from '../../sync/connector/contract.js';
import { text } from '../../sync/connector/wire-values.js';
import { call, send, type EbayContext } from './client.js';
import { issue } from './issues.js';
import { readOrder } from './read-orders.js';
import type { EbayOrder } from './to-domain.js';

const PATH = '/post-order/v2/cancellation';
const createdSchema = z.looseObject({ cancelId: text });

/**
 * Cancels an order through Post-Order v2, which knows whole orders only: by approving the buyer's own request when there
 * is one, else by asking for it. Signed for sellers in the EU and the UK.
 */
export async function cancelOrder(context: EbayContext, action: PackageAction): Promise<ActionOutcome> {
  const order = await readOrder(context, action.remoteOrderId);
  if (order === null) return refused(context, 'ORDER_NOT_FOUND', `eBay knows no order ${action.remoteOrderId}`);
  if (!isWhole(order, action)) return refused(context, 'WHOLE_ORDER_ONLY', 'eBay cancels whole orders only; refund the line instead');
  try {
    const asked = order.cancelStatus?.cancelRequests?.find(({ cancelRequestState }) => cancelRequestState === 'REQUESTED');
    if (asked?.cancelRequestId) await send(context, { endpoint: 'post-order', operation: 'orders.approveCancel', method: 'POST', path: `${PATH}/${encodeURIComponent(asked.cancelRequestId)}/approve`, body: {}, signed: true });
    else await call(context, { endpoint: 'post-order', operation: 'orders.cancel', method: 'POST', path: PATH, body: toRequest(order), signed: true }, createdSchema);
    return { kind: 'APPLIED' };
  } catch (error) {
    if (error instanceof ConnectorError && error.errorClass === 'VALIDATION') return refused(context, error.issueCode ?? 'ACTION_REFUSED', error.message);
    throw error;
  }
}

function isWhole(order: EbayOrder, { lines }: PackageAction): boolean {
  const units = new Map(lines.map(({ remoteLineId, quantity }) => [remoteLineId, quantity]));
  return order.lineItems.every(({ lineItemId, quantity }) => (units.get(lineItemId) ?? 0) >= quantity);
}

/** Of eBay's three reasons the other two are the buyer's; all of the hub's mean that the seller cannot deliver. */
function toRequest(order: EbayOrder): unknown {
  const paidAt = order.paymentSummary?.payments?.flatMap(({ paymentDate }) => paymentDate ?? [])[0];
  const buyerPaid = order.orderPaymentStatus !== 'PENDING' && order.orderPaymentStatus !== 'FAILED';
  return { legacyOrderId: order.legacyOrderId ?? order.orderId, cancelReason: 'OUT_OF_STOCK_OR_CANNOT_FULFILL', buyerPaid, ...(buyerPaid && paidAt !== undefined ? { buyerPaidDate: { value: paidAt } } : {}) };
}

function refused(context: EbayContext, code: ExplainedCode, message: string): ActionOutcome {
  return { kind: 'REFUSED', issue: issue(code, message, context.now()) };
}

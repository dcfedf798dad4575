import type { EbaySandbox } from '../ebay-sandbox.js';
import { asJson, textOf } from '../json.js';
import type { Json } from '../market.js';
import { announce } from '../notify/announce.js';
import { fulfillmentError, refusal } from '../wire-errors.js';
import { fulfillmentStatusOf, paymentStatusOf, refundedOf, totalOf, type CancelRequest, type Order } from './order.js';
import { touch } from './place-order.js';

const REASONS: ReadonlySet<unknown> = new Set(['BUYER_CANCEL', 'SELLER_CANCEL', 'ITEM_NOT_RECEIVED', 'BUYER_RETURN', 'ITEM_NOT_AS_DESCRIBED', 'OTHER_ADJUSTMENT', 'SHIPPING_DISCOUNT']);

/** The seller says that lines have left; answers the fulfillment's id. */
export function shipLines(sandbox: EbaySandbox, order: Order, body: Json): string {
  const { shippingCarrierCode: carrier, trackingNumber: tracking, shippedDate } = body;
  const refuse = (errorId: number, text: string) => refusal(400, fulfillmentError(errorId, text, { orderId: order.orderId }));
  if (order.cancelState === 'CANCELED' || order.paidAt === null) throw refuse(32_200, 'The order cannot be fulfilled in its current state.');
  if ((carrier === undefined) !== (tracking === undefined)) throw refuse(32_300, 'shippingCarrierCode and trackingNumber must be given together.');
  if (tracking !== undefined && (typeof tracking !== 'string' || !/^[A-Za-z0-9]{1,70}$/.test(tracking))) throw refuse(32_300, 'The tracking number must be alphanumeric.');
  if (shippedDate !== undefined && !(Date.parse(textOf(shippedDate)) <= sandbox.market.nowMs() + 86_400_000)) throw refuse(32_500, 'Invalid shippedDate.');
  const asked = Array.isArray(body['lineItems']) ? body['lineItems'].map(asJson) : [];
  if (asked.length === 0) throw refuse(32_210, 'At least one line item is required.');
  const lines = asked.map((line) => ({ lineItemId: String(line['lineItemId']), quantity: typeof line['quantity'] === 'number' ? line['quantity'] : 0 }));
  for (const { lineItemId, quantity } of lines) {
    const line = order.lines.find((one) => one.lineItemId === lineItemId);
    if (!line) throw refuse(32_210, `The line item ${lineItemId} is not in the order.`);
    if (quantity < 1 || line.shipped + quantity > line.quantity) throw refuse(34_200, `The quantity of line item ${lineItemId} exceeds what is left to ship.`);
  }
  const fulfillmentId = typeof tracking === 'string' ? tracking : '999';
  const shipped = (lineItemId: string) => lines.filter((one) => one.lineItemId === lineItemId).reduce((sum, { quantity }) => sum + quantity, 0);
  touch(sandbox, {
    ...order,
    lines: order.lines.map((line) => ({ ...line, shipped: line.shipped + shipped(line.lineItemId) })),
    fulfillments: [...order.fulfillments, { fulfillmentId, carrier: typeof carrier === 'string' ? carrier : null, tracking: typeof tracking === 'string' ? tracking : null, shippedAt: typeof shippedDate === 'string' ? shippedDate : new Date(sandbox.market.nowMs()).toISOString(), lines }],
  });
  sandbox.market.note('order', order.orderId, fulfillmentStatusOf(order), 'SHIPPED');
  return fulfillmentId;
}

/** Gives money back; PENDING until the timer has it paid. */
export function issueRefund(sandbox: EbaySandbox, order: Order, body: Json): { refundId: string; refundStatus: 'PENDING' } {
  const refuse = (errorId: number, text: string, status = 400) => refusal(status, fulfillmentError(errorId, text, { orderId: order.orderId }));
  if (!REASONS.has(body['reasonForRefund'])) throw refuse(34_902, 'Invalid reasonForRefund.');
  if (typeof body['comment'] === 'string' && body['comment'].length > 100) throw refuse(34_903, 'The comment is too long.');
  if (order.paidAt === null) throw refuse(34_914, 'The order is not paid.');
  if (order.refunds.some(({ status }) => status === 'PENDING')) throw refuse(34_922, 'An earlier refund of this order is still being processed.');
  if (refundedOf(order) >= totalOf(order)) throw refuse(34_917, 'The order is already fully refunded.');
  const amountMinor = amountAsked(order, body, refuse);
  if (amountMinor <= 0 || refundedOf(order) + amountMinor > totalOf(order)) throw refuse(34_915, 'The refund amount exceeds the order amount.');
  const refundId = String(sandbox.market.next('refund'));
  touch(sandbox, { ...order, refunds: [...order.refunds, { refundId, amountMinor, status: 'PENDING', at: sandbox.market.nowMs() }] });
  sandbox.market.note('refund', order.orderId, null, amountMinor);
  sandbox.kit.clock.after(sandbox.kit.settings.get().batchDelayMs, 'refund-paid', { seller: order.seller, orderId: order.orderId, refundId });
  return { refundId, refundStatus: 'PENDING' };
}

export function payRefund(sandbox: EbaySandbox, { seller, orderId, refundId }: { seller: string; orderId: string; refundId: string }): void {
  const order = sandbox.market.orders.get([seller, orderId]);
  if (order) touch(sandbox, { ...order, refunds: order.refunds.map((one) => (one.refundId === refundId && one.status === 'PENDING' ? { ...one, status: 'REFUNDED' as const } : one)) });
}

/** The bank has sent the money back. */
export function failRefund(sandbox: EbaySandbox, order: Order, refundId: string): void {
  touch(sandbox, { ...order, refunds: order.refunds.map((one) => (one.refundId === refundId ? { ...one, status: 'FAILED' as const } : one)) });
}

/** A buyer asks, or the seller declares, that the order is to be cancelled. */
export function openCancel(sandbox: EbaySandbox, order: Order, o: { initiator: CancelRequest['initiator']; reason: string }): { order: Order; cancelId: string } {
  const cancelId = String(sandbox.market.next('cancellation'));
  const request: CancelRequest = { cancelId, state: 'REQUESTED', ...o, requestedAt: sandbox.market.nowMs(), completedAt: null };
  const opened = touch(sandbox, { ...order, cancelState: 'IN_PROGRESS', cancels: [...order.cancels, request] });
  if (o.initiator === 'BUYER') announce(sandbox, { topicId: 'ORDER_CANCELLATION_ACTIVITY', username: order.seller, data: { orderId: order.orderId, cancelId, activity: 'CANCELLATION_REQUESTED' } });
  return { order: opened, cancelId };
}

/** (sandbox choice) Completed at once, or after `cancelDelayMs`. */
export function completeCancel(sandbox: EbaySandbox, order: Order, cancelId: string): void {
  const { clock, settings } = sandbox.kit;
  const { cancelDelayMs } = settings.get();
  if (cancelDelayMs === 0) decideCancel(sandbox, order, cancelId, 'COMPLETED');
  else clock.after(cancelDelayMs, 'cancel-due', { seller: order.seller, orderId: order.orderId, cancelId });
}

/** Its time has come, unless it was decided otherwise before. */
export function cancelDue(sandbox: EbaySandbox, { seller, orderId, cancelId }: { seller: string; orderId: string; cancelId: string }): void {
  const order = sandbox.market.orders.get([seller, orderId]);
  if (order?.cancels.some((one) => one.cancelId === cancelId && one.state === 'REQUESTED')) decideCancel(sandbox, order, cancelId, 'COMPLETED');
}

/** (sandbox choice) What was paid is given back at once; stock does not come back by itself. */
export function decideCancel(sandbox: EbaySandbox, order: Order, cancelId: string, verdict: 'COMPLETED' | 'REJECTED'): Order {
  const now = sandbox.market.nowMs();
  const cancels = order.cancels.map((one) => (one.cancelId === cancelId ? { ...one, state: verdict, completedAt: now } : one));
  if (order.cancels.some((one) => one.cancelId === cancelId && one.initiator === 'BUYER')) {
    announce(sandbox, { topicId: 'ORDER_CANCELLATION_ACTIVITY', username: order.seller, data: { orderId: order.orderId, cancelId, activity: verdict === 'REJECTED' ? 'CANCELLATION_DECLINED' : 'CANCELLATION_COMPLETED' } });
  }
  if (verdict === 'REJECTED') return touch(sandbox, { ...order, cancelState: 'NONE_REQUESTED', cancels });
  const owed = paymentStatusOf(order) === 'PENDING' ? 0 : totalOf(order) - refundedOf(order);
  const refunds = owed > 0 ? [...order.refunds, { refundId: String(sandbox.market.next('refund')), amountMinor: owed, status: 'REFUNDED' as const, at: now }] : order.refunds;
  sandbox.market.note('order', order.orderId, order.cancelState, 'CANCELED');
  return touch(sandbox, { ...order, cancelState: 'CANCELED', cancels, refunds });
}

function amountAsked(order: Order, body: Json, refuse: (errorId: number, text: string) => Error): number {
  const amounts = Array.isArray(body['refundItems']) ? body['refundItems'].map((item) => asJson(asJson(item)['refundAmount'])) : [asJson(body['orderLevelRefundAmount'])];
  return amounts.reduce((sum: number, { value, currency }) => {
    if (currency !== order.currency || typeof value !== 'string' || !/^\d+(\.\d{1,2})?$/.test(value)) throw refuse(34_905, 'Invalid refund amount.');
    return sum + Math.round(Number(value) * 100);
  }, 0);
}

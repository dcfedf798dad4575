import type { OrderDesk } from '../purchases/order-desk.js';
import type { Order } from '../purchases/order.js';
import { readFlatFile } from './flat-file.js';
import type { Feed, FeedProcessor } from './feed.js';

const CANCEL_REASONS: ReadonlySet<string> = new Set(['NoInventory', 'ShippingAddressUndeliverable', 'CustomerExchange', 'BuyerCanceled', 'GeneralAdjustment', 'CarrierCreditDecision', 'RiskAssessmentInformationNotValid', 'CarrierCoverageFailure', 'CustomerReturn', 'MerchandiseNotReceived', 'PricingError']);

/** POST_FLAT_FILE_ORDER_ACKNOWLEDGEMENT_DATA: cancels whole items, or the whole order where no item is named. */
export function cancelFeedProcessor(desk: OrderDesk): FeedProcessor {
  return (feed, document) => {
    const rows = readFlatFile(document);
    const errors = rows.flatMap((row, index) => cancelRow(desk, feed, row).map((message) => ({ index, message })));
    return report(rows.length, errors);
  };
}

/** POST_FLAT_FILE_PAYMENT_ADJUSTMENT_DATA: gives the buyer money back for shipped items. */
export function refundFeedProcessor(desk: OrderDesk): FeedProcessor {
  return (feed, document) => {
    const rows = readFlatFile(document);
    const errors = rows.flatMap((row, index) => refundRow(desk, feed, row).map((message) => ({ index, message })));
    return report(rows.length, errors);
  };
}

function cancelRow(desk: OrderDesk, feed: Feed, row: Readonly<Record<string, string>>): string[] {
  const order = ownOrder(desk, feed, row['order-id']);
  if (!order) return [`The order ${row['order-id'] ?? ''} does not exist.`];
  if (order.isFba) return ['The order is fulfilled by Amazon.'];
  const reason = row['cancellation-reason-code'] ?? '';
  if (!CANCEL_REASONS.has(reason)) return [`'${reason}' is not a cancellation reason.`];
  const itemId = row['amazon-order-item-code'] ?? '';
  const chosen = order.items.filter(({ orderItemId }) => itemId === '' || orderItemId === itemId);
  if (chosen.length === 0) return [`The order has no item ${itemId}.`];
  if (chosen.some(({ shipped }) => shipped > 0)) return ['A shipped item cannot be cancelled.'];
  const ids = new Set(chosen.map(({ orderItemId }) => orderItemId));
  desk.change({ ...order, items: order.items.map((item) => (ids.has(item.orderItemId) && item.cancelledBy === null ? { ...item, cancelledBy: 'MERCHANT' as const, cancelReason: reason } : item)) }, { type: 'OrderStatusChange', requestId: feed.requestId });
  return [];
}

function refundRow(desk: OrderDesk, feed: Feed, row: Readonly<Record<string, string>>): string[] {
  const order = ownOrder(desk, feed, row['order-id']);
  const item = order?.items.find(({ orderItemId }) => orderItemId === row['order-item-id']);
  if (!order || !item) return ['The order item does not exist.'];
  const amountMinor = Math.round(Number(row['item-price-adj'] ?? '') * 100);
  if (row['currency'] !== order.currency || !(amountMinor > 0)) return ['The adjustment needs a positive amount in the currency of the order.'];
  if (item.shipped === 0) return ['Nothing of the item has been shipped.'];
  if (item.refundedMinor + amountMinor > item.quantity * item.unitPriceMinor - item.discountMinor) return ['The adjustments exceed what the buyer paid.'];
  desk.change({ ...order, items: order.items.map((one) => (one.orderItemId === item.orderItemId ? { ...one, refundedMinor: one.refundedMinor + amountMinor } : one)) }, { type: 'OrderStatusChange', requestId: feed.requestId });
  return [];
}

function ownOrder(desk: OrderDesk, feed: Feed, orderId: string | undefined): Order | undefined {
  const order = desk.get(orderId ?? '');
  return order?.sellerId === feed.sellerId ? order : undefined;
}

function report(processed: number, errors: readonly { readonly index: number; readonly message: string }[]): ReturnType<FeedProcessor> {
  const lines = [
    'Feed Processing Summary:',
    `\tNumber of records processed\t\t${processed}`,
    `\tNumber of records successful\t\t${processed - new Set(errors.map(({ index }) => index)).size}`,
    '',
    'original-record-number\tsku\terror-code\terror-type\terror-message',
    ...errors.map(({ index, message }) => `${index + 1}\t\t18028\tError\t${message}`),
  ];
  return { status: 'DONE', contentType: 'text/plain; charset=UTF-8', report: `${lines.join('\r\n')}\r\n` };
}

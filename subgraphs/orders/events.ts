import type { OutboxEntry } from '../../platform/events/outbox-entry.js';
import type { Order } from './domain/order.js';

/** The type of the event that an order's every announced change carries. */
export const ORDER_CHANGED = 'orderChanged';

/** `{ orderId, storeId, status }`; the version makes the entry's id unique within the order. */
export function orderChanged(order: Pick<Order, '_id' | 'storeId' | 'status' | 'version'>, at: Date): OutboxEntry {
  return { id: `v${order.version}`, type: ORDER_CHANGED, at, data: { orderId: order._id, storeId: order.storeId, status: order.status } };
}

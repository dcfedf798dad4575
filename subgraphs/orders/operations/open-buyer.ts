import type { Buyer, Order } from '../domain/order.js';
import type { OrdersDeps } from './orders-deps.js';

/** The buyer of an order. The caller has made sure that it may be seen. */
export function openBuyer({ secretBox }: Pick<OrdersDeps, 'secretBox'>, order: Pick<Order, '_id' | 'buyerSealed'>): Buyer {
  return JSON.parse(secretBox.open(order.buyerSealed, order._id)) as Buyer;
}

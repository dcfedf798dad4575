import type { Buyer, Order } from '../domain/order.js';
import type { OrderCollaborators } from './collaborators.js';

/** The buyer of an order. The caller has made sure that it may be seen. */
export function openBuyer(order: Pick<Order, '_id' | 'buyerSealed'>, { secretBox }: Pick<OrderCollaborators, 'secretBox'>): Buyer {
  return JSON.parse(secretBox.open(order.buyerSealed, order._id)) as Buyer;
}

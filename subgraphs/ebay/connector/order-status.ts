import type { OrderStatus } from '../../sync/connector/contract.js';

interface OrderWords {
  readonly fulfillment: string;
  readonly payment: string;
  readonly cancel: string;
}

/**
 * eBay has three words for an order and none for "shipped" or "delivered". FULFILLED means that the seller said it left.
 * A word that is in none of its lists becomes UNKNOWN, whichever of the three it is.
 */
export function toOrderStatus({ fulfillment, payment, cancel }: OrderWords): OrderStatus {
  if (cancel === 'CANCELED') return 'CANCELLED';
  if (cancel !== 'NONE_REQUESTED' && cancel !== 'IN_PROGRESS') return 'UNKNOWN';
  if (fulfillment === 'FULFILLED') return 'SHIPPED';
  // Some lines have left, others not: the package as a whole is being worked on.
  if (fulfillment === 'IN_PROGRESS') return 'ACCEPTED';
  return fulfillment === 'NOT_STARTED' ? unshipped(payment) : 'UNKNOWN';
}

export function toLineStatus(fulfillment: string, order: OrderStatus): OrderStatus {
  if (order === 'CANCELLED' || order === 'AWAITING_PAYMENT') return order;
  if (fulfillment === 'FULFILLED') return 'SHIPPED';
  return fulfillment === 'NOT_STARTED' || fulfillment === 'IN_PROGRESS' ? (order === 'SHIPPED' ? 'SHIPPED' : order) : 'UNKNOWN';
}

function unshipped(payment: string): OrderStatus {
  switch (payment) {
    case 'PAID':
    case 'PARTIALLY_REFUNDED':
      return 'CREATED';
    case 'PENDING':
      return 'AWAITING_PAYMENT';
    // Nothing is owed any more, and nothing may be sent.
    case 'FAILED':
    case 'FULLY_REFUNDED':
      return 'CANCELLED';
    default:
      return 'UNKNOWN';
  }
}

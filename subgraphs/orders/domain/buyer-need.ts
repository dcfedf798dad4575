import type { Order, OrderPackage } from './order.js';

/** Where only the shipping is ever told, goods count as delivered this long after it was. */
const DELIVERED_AT_LATEST_MS = 30 * 86_400_000;

/**
 * Since when nothing of an order is under way any more, so that its buyer is needed no longer: all of it delivered, back or
 * given up. May lie ahead, for goods on the road. Null while something is still to be done, and once the buyer is erased.
 * It never moves to a later moment while the order stays so.
 */
export function buyerIdleSince({ packages, heardAt, buyerIdleSince: before, buyerErasedAt }: Pick<Order, 'packages' | 'heardAt' | 'buyerIdleSince' | 'buyerErasedAt'>): Date | null {
  const ends = packages.filter(({ status }) => status !== 'SPLIT').map((one) => endOf(one, heardAt));
  if (buyerErasedAt !== undefined || ends.length === 0) return null;
  const last = ends.reduce((latest, end) => (latest === null || end === null ? null : end > latest ? end : latest));
  return last !== null && before !== undefined && before < last ? before : last;
}

function endOf({ status, deliveredAt }: OrderPackage, heardAt: Date): Date | null {
  switch (status) {
    case 'DELIVERED':
    case 'RETURNED':
      return deliveredAt !== undefined && deliveredAt < heardAt ? deliveredAt : heardAt;
    case 'CANCELLED':
    case 'UNSUPPLIED':
    case 'SPLIT':
      return heardAt;
    case 'SHIPPED':
    case 'AT_COLLECTION_POINT':
    case 'UNDELIVERED':
      return new Date(heardAt.getTime() + DELIVERED_AT_LATEST_MS);
    case 'AWAITING_PAYMENT':
    case 'CREATED':
    case 'ACCEPTED':
    case 'INVOICED':
    case 'UNKNOWN':
      return null;
    default:
      return status satisfies never;
  }
}

import type { OrderPackage, OrderStatus } from './order.js';

/**
 * What may follow what, one step at a time; revisions in between may never reach us, so "is it possible" is `canReach`.
 * UNKNOWN stands for a word the hub has no name for: anything may follow it and it may follow anything.
 */
export const ORDER_TRANSITIONS: Readonly<Record<OrderStatus, readonly OrderStatus[]>> = {
  AWAITING_PAYMENT: ['CREATED', 'CANCELLED', 'UNKNOWN'],
  CREATED: ['ACCEPTED', 'INVOICED', 'SHIPPED', 'CANCELLED', 'UNSUPPLIED', 'SPLIT', 'UNKNOWN'],
  ACCEPTED: ['INVOICED', 'SHIPPED', 'CANCELLED', 'UNSUPPLIED', 'SPLIT', 'UNKNOWN'],
  INVOICED: ['SHIPPED', 'CANCELLED', 'UNSUPPLIED', 'SPLIT', 'UNKNOWN'],
  SHIPPED: ['AT_COLLECTION_POINT', 'DELIVERED', 'UNDELIVERED', 'RETURNED', 'UNKNOWN'],
  AT_COLLECTION_POINT: ['DELIVERED', 'UNDELIVERED', 'RETURNED', 'UNKNOWN'],
  UNDELIVERED: ['DELIVERED', 'RETURNED', 'UNKNOWN'],
  DELIVERED: ['RETURNED', 'UNKNOWN'],
  RETURNED: ['UNKNOWN'],
  CANCELLED: ['UNKNOWN'],
  UNSUPPLIED: ['UNKNOWN'],
  SPLIT: ['UNKNOWN'],
  UNKNOWN: ['AWAITING_PAYMENT', 'CREATED', 'ACCEPTED', 'INVOICED', 'SHIPPED', 'AT_COLLECTION_POINT', 'UNDELIVERED', 'DELIVERED', 'RETURNED', 'CANCELLED', 'UNSUPPLIED', 'SPLIT'],
};

/** Whether a package in `from` may be seen in `to` next, with any number of steps missed; UNKNOWN is not passed through. */
export function canReach(from: OrderStatus, to: OrderStatus): boolean {
  if (from === to || from === 'UNKNOWN' || to === 'UNKNOWN') return true;
  return ORDER_TRANSITIONS[from].some((step) => step !== 'UNKNOWN' && canReach(step, to));
}

/** What a line of a package in this status does with stock: HELD on the shelf, CONSUMED from it, or NOTHING. */
export function stockEffectOf(status: OrderStatus): 'HELD' | 'CONSUMED' | 'NOTHING' {
  switch (status) {
    case 'AWAITING_PAYMENT':
    case 'CREATED':
    case 'ACCEPTED':
    case 'INVOICED':
    // Whatever an unknown word means, units promised to a buyer must not be sold to another until someone knows.
    case 'UNKNOWN':
      return 'HELD';
    case 'SHIPPED':
    case 'AT_COLLECTION_POINT':
    case 'UNDELIVERED':
    case 'DELIVERED':
    // Returned goods come back to the shelf by hand, when they have been looked at.
    case 'RETURNED':
      return 'CONSUMED';
    case 'CANCELLED':
    case 'UNSUPPLIED':
    case 'SPLIT':
      return 'NOTHING';
    default:
      return status satisfies never;
  }
}

/** Least advanced first: an order stands where its slowest package stands. */
const BY_PROGRESS: readonly OrderStatus[] = [
  'UNKNOWN',
  'AWAITING_PAYMENT',
  'CREATED',
  'ACCEPTED',
  'INVOICED',
  'SHIPPED',
  'AT_COLLECTION_POINT',
  'UNDELIVERED',
  'DELIVERED',
  'RETURNED',
  'UNSUPPLIED',
  'CANCELLED',
  'SPLIT',
];

export function progressOf(status: OrderStatus): number {
  return BY_PROGRESS.indexOf(status);
}

/**
 * The order's status and the marketplace's word for it: those of its least advanced package that is not void. An order
 * whose packages are all void is UNSUPPLIED if any was, else CANCELLED, else SPLIT (its parts have not arrived yet).
 */
export function orderStatusOf(packages: readonly OrderPackage[]): { status: OrderStatus; remoteStatus: string } {
  const slowest = packages.toSorted((a, b) => progressOf(a.status) - progressOf(b.status) || compareText(a.remotePackageId, b.remotePackageId))[0];
  return slowest === undefined ? { status: 'UNKNOWN', remoteStatus: '' } : { status: slowest.status, remoteStatus: slowest.remoteStatus };
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

import type { OrderStatus } from '../../sync/connector/contract.js';

const statuses: Readonly<Record<string, OrderStatus>> = {
  created: 'CREATED',
  picking: 'ACCEPTED',
  shipped: 'SHIPPED',
  delivered: 'DELIVERED',
  cancelled: 'CANCELLED',
  canceled: 'CANCELLED',
  unpacked: 'SPLIT',
  unsupplied: 'UNSUPPLIED',
};

/** The words the package list is asked for, one call each, in the order packages go through them. */
export const PACKAGE_STATUSES = ['Created', 'Picking', 'Shipped', 'Delivered', 'Cancelled', 'Unpacked', 'UnSupplied'] as const;

/** N11 writes the words with blanks and in several spellings; one that is none of them becomes UNKNOWN. */
export function toOrderStatus(word: string): OrderStatus {
  return statuses[word.trim().toLowerCase()] ?? 'UNKNOWN';
}

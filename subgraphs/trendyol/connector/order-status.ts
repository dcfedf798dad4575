import type { OrderStatus } from '../../sync/connector/contract.js';

// `Verified` is on Trendyol's lists without a meaning, so it stays UNKNOWN beside its own word.
const statuses: Readonly<Record<string, OrderStatus>> = {
  awaiting: 'AWAITING_PAYMENT',
  created: 'CREATED',
  picking: 'ACCEPTED',
  invoiced: 'INVOICED',
  shipped: 'SHIPPED',
  atcollectionpoint: 'AT_COLLECTION_POINT',
  delivered: 'DELIVERED',
  undelivered: 'UNDELIVERED',
  returned: 'RETURNED',
  cancelled: 'CANCELLED',
  unsupplied: 'UNSUPPLIED',
  unpacked: 'SPLIT',
};

/** Lists write `AtCollectionPoint`, webhooks `AT_COLLECTION_POINT`; a word that is in neither becomes UNKNOWN. */
export function toOrderStatus(word: string): OrderStatus {
  return statuses[word.replaceAll('_', '').trim().toLowerCase()] ?? 'UNKNOWN';
}

import type { OrderStatus } from '../../sync/connector/contract.js';

/**
 * Ozon has no "accepted": packing is what takes a posting on, so a packed one is ACCEPTED until a carrier has it. An
 * arbitration says nothing of where the goods are and stays UNKNOWN, beside its own word.
 */
const statuses: Readonly<Record<string, OrderStatus>> = {
  awaiting_registration: 'CREATED',
  awaiting_approve: 'CREATED',
  awaiting_verification: 'CREATED',
  awaiting_packaging: 'CREATED',
  awaiting_deliver: 'ACCEPTED',
  acceptance_in_progress: 'ACCEPTED',
  not_accepted: 'ACCEPTED',
  delivering: 'SHIPPED',
  driver_pickup: 'SHIPPED',
  sent_by_seller: 'SHIPPED',
  delivered: 'DELIVERED',
  cancelled_from_split_pending: 'CANCELLED',
};

export interface StatusWords {
  readonly status: string;
  readonly substatus: string | null;
  readonly cancellationType: string | null;
}

/** A word that nobody knows becomes UNKNOWN. */
export function toOrderStatus({ status, substatus, cancellationType }: StatusWords): OrderStatus {
  const word = status.trim().toLowerCase();
  if (word === 'cancelled') return cancellationType === 'seller' ? 'UNSUPPLIED' : 'CANCELLED';
  if (word === 'delivering' && substatus === 'posting_in_pickup_point') return 'AT_COLLECTION_POINT';
  return statuses[word] ?? 'UNKNOWN';
}

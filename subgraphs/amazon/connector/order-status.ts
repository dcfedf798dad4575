import type { OrderStatus } from '../../sync/connector/contract.js';

/** Amazon's fulfilment states. An order that is partly shipped still waits for the seller, so it stays CREATED beside its own word. */
const statuses: Readonly<Record<string, OrderStatus>> = {
  PENDING_AVAILABILITY: 'AWAITING_PAYMENT',
  PENDING: 'AWAITING_PAYMENT',
  UNSHIPPED: 'CREATED',
  PARTIALLY_SHIPPED: 'CREATED',
  SHIPPED: 'SHIPPED',
  CANCELLED: 'CANCELLED',
  UNFULFILLABLE: 'UNSUPPLIED',
};

const arrivals: Readonly<Record<string, OrderStatus>> = { DELIVERED: 'DELIVERED', UNDELIVERABLE: 'UNDELIVERED', CANCELLED: 'UNDELIVERED' };
const returned: ReadonlySet<string> = new Set(['RETURNED_TO_SELLER', 'RETURNING_TO_SELLER']);

/** A word that is not in the list becomes UNKNOWN. */
export function toOrderStatus(word: string): OrderStatus {
  return statuses[word.trim().toUpperCase()] ?? 'UNKNOWN';
}

/** How far the parcels of a shipped order have come, when all of them say the same; null while they do not, or say nothing. */
export function arrivalOf(packages: readonly { readonly status: string | null; readonly detailedStatus: string | null }[]): OrderStatus | null {
  const [first, ...others] = packages.map(({ status, detailedStatus }) => (returned.has(detailedStatus ?? '') ? 'RETURNED' : (arrivals[status ?? ''] ?? null)));
  return first !== undefined && others.every((other) => other === first) ? first : null;
}

/** Who ended an item says whether the seller failed it or nobody wants it any more. */
export function cancelledStatus(cancelledBy: string | null): OrderStatus {
  return cancelledBy === 'MERCHANT' ? 'UNSUPPLIED' : 'CANCELLED';
}

import type { OrderStatus } from '../../sync/connector/contract.js';

/**
 * Hepsiburada publishes no list of its words. `Open`, `InTransit` and `Delivered` were seen in the open, the others in
 * clients of the API. Spelling and case vary; a word that is none of them becomes UNKNOWN.
 */
const WORDS: ReadonlyMap<string, OrderStatus> = new Map(Object.entries({
  paymentawaiting: 'AWAITING_PAYMENT',
  open: 'CREATED',
  unpacked: 'CREATED',
  packaged: 'ACCEPTED',
  packed: 'ACCEPTED',
  intransit: 'SHIPPED',
  shipped: 'SHIPPED',
  delivered: 'DELIVERED',
  claimcreated: 'DELIVERED',
  undelivered: 'UNDELIVERED',
  cancelled: 'CANCELLED',
  canceled: 'CANCELLED',
  cancelledbycustomer: 'CANCELLED',
  cancelledbymerchant: 'UNSUPPLIED',
} as const));

export function lineStatus(word: string, isPacked: boolean): OrderStatus {
  const status = WORDS.get(word.trim().toLowerCase()) ?? 'UNKNOWN';
  // A line stays `Open` while its box waits for the carrier.
  return status === 'CREATED' && isPacked ? 'ACCEPTED' : status;
}

/** Null for a package's word that says nothing of its lines: it was taken apart, or is not known. */
export function packageStatus(word: string | null): OrderStatus | null {
  const status = word === null ? null : lineStatus(word, true);
  return status === 'UNKNOWN' || word?.trim().toLowerCase() === 'unpacked' ? null : status;
}

/** Grows along the way of a package: tells two changes apart that Hepsiburada stamps with the same second. */
export function progressRank(status: OrderStatus): number {
  const order: readonly OrderStatus[] = ['AWAITING_PAYMENT', 'CREATED', 'ACCEPTED', 'SHIPPED', 'UNDELIVERED', 'DELIVERED', 'CANCELLED', 'UNSUPPLIED', 'SPLIT'];
  return Math.max(0, order.indexOf(status));
}

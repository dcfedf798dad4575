import { read, readUnknown } from './field-sync.js';
import type { Listing } from './listing.js';
import { sameValue } from './listing-value.js';
import type { RemotePrice, VariantPrice } from './variant.js';

/** A listing as the marketplace showed it to us; what it did not say is null or absent. */
export interface RemoteReading {
  readonly remoteKey: string;
  readonly price?: RemotePrice | null;
  readonly quantity?: number | null;
  readonly remoteIds?: Readonly<Record<string, string>>;
}

export interface ReadingContext {
  readonly evidence: 'READ_BACK' | 'SWEEP';
  readonly at: Date;
}

/** Units that are missing on the marketplace are most often an order on its way to us: correcting at once would sell them twice. */
const ORDER_ON_ITS_WAY_MS = 120_000;

/** What a reading says about values that are not in flight: verified, or queued again where something else is there. */
export function withReading(listing: Listing, reading: RemoteReading, { evidence, at }: ReadingContext): Listing {
  const { price, quantity } = reading;
  const hasDropped = typeof quantity === 'number' && quantity < (listing.quantity.published?.value ?? quantity);
  const correctFrom = hasDropped ? new Date(at.getTime() + ORDER_ON_ITS_WAY_MS) : null;
  const next = {
    ...withRemoteIds(listing, reading),
    price: (price && read(listing.price, { value: withListPrice(price, listing), evidence, at }, sameValue.price)) ?? listing.price,
    quantity: (typeof quantity === 'number' ? read(listing.quantity, { value: quantity, evidence, at, correctFrom }, sameValue.quantity) : null) ?? listing.quantity,
  };
  return isUnchanged(listing, next) ? listing : next;
}

/** What a reading says about the values an unanswered attempt may or may not have brought there. */
export function withReadingOfUnknown(listing: Listing, reading: RemoteReading, attemptId: Listing['attemptIds'][number], { evidence, at }: ReadingContext): Listing {
  const { price, quantity } = reading;
  const next = {
    ...withRemoteIds(listing, reading),
    price: (price && listing.price.attemptId === attemptId ? readUnknown(listing.price, { value: withListPrice(price, listing), evidence, at }, sameValue.price) : null) ?? listing.price,
    quantity: (typeof quantity === 'number' && listing.quantity.attemptId === attemptId ? readUnknown(listing.quantity, { value: quantity, evidence, at }, sameValue.quantity) : null) ?? listing.quantity,
  };
  return isUnchanged(listing, next) ? listing : next;
}

/** Where the marketplace shows no list price, it is taken to be the one that belongs to the sale price it shows. */
function withListPrice(shown: RemotePrice, { price }: Listing): VariantPrice {
  if (shown.listMinor !== null) return { ...shown, listMinor: shown.listMinor };
  const known = [price.sent?.value, price.desired.value, price.published?.value].find((value) => value?.saleMinor === shown.saleMinor && value.currency === shown.currency);
  return known ?? { ...shown, listMinor: shown.saleMinor };
}

function withRemoteIds(listing: Listing, { remoteIds = {} }: RemoteReading): Listing {
  const isNew = Object.entries(remoteIds).some(([name, value]) => listing.remoteIds[name] !== value);
  return isNew ? { ...listing, remoteIds: { ...listing.remoteIds, ...remoteIds } } : listing;
}

function isUnchanged(before: Listing, after: Listing): boolean {
  return before.price === after.price && before.quantity === after.quantity && before.remoteIds === after.remoteIds;
}

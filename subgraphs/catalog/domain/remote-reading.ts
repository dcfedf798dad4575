import type { PayloadId } from '../../../platform/ids.js';
import type { ConflictRules } from './conflict.js';
import { read, readArrived, readUnknown } from './field-sync.js';
import { isFulfilledByMarketplace } from './fulfilment.js';
import { judgeQuantity, judgeReading, newDoubt, type Showing } from './judge-reading.js';
import type { Listing } from './listing.js';
import { inConflictOverPrice, inConflictOverQuantity } from './listing-conflicts.js';
import { afterSale, sameValue } from './listing-value.js';
import type { RemotePrice, Variant, VariantPrice } from './variant.js';

/** A listing as the marketplace showed it to us; what it did not say is null or absent. */
export interface RemoteReading {
  readonly remoteKey: string;
  readonly price?: RemotePrice | null;
  readonly quantity?: number | null;
  readonly remoteIds?: Readonly<Record<string, string>>;
  /** The marketplace's own count of the listing's changes; a lower one than was seen before says nothing. */
  readonly revision?: number | null;
  /** The archived answer it was read from. */
  readonly payloadId?: PayloadId | null;
}

export interface ReadingContext {
  readonly evidence: 'READ_BACK' | 'SWEEP';
  /** When the marketplace was asked, not when it answered. */
  readonly at: Date;
  /** The lease it was read under; a listing that a later one has touched is newer than the reading. Without it, the times decide. */
  readonly fence?: number;
  readonly rules: ConflictRules;
  /** Of the listing's variant; needed where a rule may take the marketplace's price. */
  readonly priceRevisionOf: (listing: Listing) => Variant['priceRevision'] | null;
}

/** What a reading says about values that are not in flight: verified, queued again, doubted, or in conflict with somebody else's change. */
export function withReading(listing: Listing, reading: RemoteReading, context: ReadingContext): Listing {
  if (isOutrun(listing, reading, context)) return listing;
  const { price } = reading;
  const told = withRemoteIds(listing, reading);
  const quantity = sellersQuantity(told, reading);
  const priced = price ? withPriceReading(told, withListPrice(price, told), reading, context) : told;
  const next = typeof quantity === 'number' ? withQuantityReading(priced, quantity, reading, context) : priced;
  return next === listing ? listing : { ...next, fence: Math.max(next.fence, context.fence ?? 0), remoteRevision: reading.revision ?? next.remoteRevision ?? null };
}

/** What a reading says about the values an unanswered attempt may or may not have brought there. */
export function withReadingOfUnknown(listing: Listing, reading: RemoteReading, attemptId: Listing['attemptIds'][number], { evidence, at }: Pick<ReadingContext, 'evidence' | 'at'>): Listing {
  const { price } = reading;
  const told = withRemoteIds(listing, reading);
  const quantity = sellersQuantity(told, reading);
  const next = {
    ...told,
    price: (price && listing.price.attemptId === attemptId ? readUnknown(listing.price, { value: withListPrice(price, listing), evidence, at }, sameValue.price) : null) ?? listing.price,
    quantity: (typeof quantity === 'number' && listing.quantity.attemptId === attemptId ? readUnknown(listing.quantity, { value: quantity, evidence, at }, sameValue.quantity) : null) ?? listing.quantity,
  };
  return told === listing && next.price === listing.price && next.quantity === listing.quantity ? listing : next;
}

/** The same while the attempt may still be applied: only what it is seen to have brought there is known. */
export function withArrivals(listing: Listing, { price, quantity, ...reading }: RemoteReading, attemptId: Listing['attemptIds'][number], { evidence, at }: Pick<ReadingContext, 'evidence' | 'at'>): Listing {
  const told = withRemoteIds(listing, reading);
  const next = {
    ...told,
    price: (price && listing.price.attemptId === attemptId ? readArrived(listing.price, { value: withListPrice(price, listing), evidence, at }, sameValue.price, afterSale.price) : null) ?? listing.price,
    quantity: (typeof quantity === 'number' && listing.quantity.attemptId === attemptId ? readArrived(listing.quantity, { value: quantity, evidence, at }, sameValue.quantity, afterSale.quantity) : null) ?? listing.quantity,
  };
  return next.price === listing.price && next.quantity === listing.quantity ? listing : next;
}

/** The marketplace's count of goods that it holds itself says nothing about the seller's. */
function sellersQuantity(told: Listing, { quantity }: RemoteReading): number | null {
  return isFulfilledByMarketplace(told) ? null : (quantity ?? null);
}

/** Whatever the clocks say: a worker without the lease any more, or an answer made before one that was seen, tells of the past. */
function isOutrun(listing: Listing, { revision }: RemoteReading, { fence }: ReadingContext): boolean {
  if (fence !== undefined && fence < listing.fence) return true;
  return typeof revision === 'number' && typeof listing.remoteRevision === 'number' && revision < listing.remoteRevision;
}

function withPriceReading(listing: Listing, value: VariantPrice, reading: RemoteReading, context: ReadingContext): Listing {
  const { evidence, at } = context;
  const judgement = judgeReading(listing.price, showingOf(value, listing, reading, context), sameValue.price);
  if (judgement === 'IN_FLIGHT' || judgement === 'OLDER') return listing;
  if (judgement === 'CHANGED_THERE' && isMeantToBeOnSale(listing)) return inConflictOverPrice(listing, value, { ...context, payloadId: reading.payloadId ?? null });
  const price = read(listing.price, { value, evidence, at }, sameValue.price);
  return price ? { ...listing, price } : listing;
}

function withQuantityReading(listing: Listing, value: number, reading: RemoteReading, context: ReadingContext): Listing {
  const { evidence, at, rules } = context;
  const judgement = judgeQuantity(listing.quantity, showingOf(value, listing, reading, context), listing.doubt ?? null, { mayRise: rules.quantity !== 'HUB_WINS' });
  if (judgement === 'IN_FLIGHT' || judgement === 'OLDER') return listing;
  if (judgement === 'DOUBTFUL') return listing.doubt?.value === value ? listing : { ...listing, doubt: newDoubt(value, at) };
  const sure = listing.doubt ? { ...listing, doubt: null } : listing;
  if (judgement === 'CHANGED_THERE' && isMeantToBeOnSale(listing)) return inConflictOverQuantity(sure, value, { ...context, payloadId: reading.payloadId ?? null });
  const quantity = read(listing.quantity, { value, evidence, at }, sameValue.quantity);
  return quantity ? { ...sure, quantity } : sure;
}

/** Under a newer lease, or with a revision of the marketplace's, it is the newer whatever the clocks say; times count only within one lease. */
function showingOf<V>(value: V, listing: Listing, { revision }: RemoteReading, { at, fence }: ReadingContext): Showing<V> {
  const isKnownNewer = typeof revision === 'number' || (fence !== undefined && fence > listing.fence);
  return { value, at, isOlder: isKnownNewer ? false : null };
}

/** On its way onto the marketplace or off it, what stands there is nobody's decision. */
function isMeantToBeOnSale({ content }: Listing): boolean {
  return content.desired.value.presence === 'LISTED' && content.published?.value.presence === 'LISTED';
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

import type { AttemptId, StoreId, VariantId } from '../../../platform/ids.js';
import type { ConflictRules } from '../domain/conflict.js';
import type { Listing } from '../domain/listing.js';
import { sameValue } from '../domain/listing-value.js';
import { type ReadingContext, type RemoteReading, withArrivals, withReading, withReadingOfUnknown } from '../domain/remote-reading.js';
import type { CatalogDeps } from './catalog-deps.js';
import { changeListings } from './change-listings.js';
import { noteConflicts } from './note-conflicts.js';

export interface Readings {
  readonly storeId: StoreId;
  readonly remote: readonly RemoteReading[];
  /** When the marketplace was asked: before the answer, which may have been true only then. */
  readonly at: Date;
  /** The lease the reading was made under; without it, times decide what is older. */
  readonly fence?: number;
}

export interface ReadingsOutcome {
  /** Listings of which every value read is the desired one. */
  readonly verified: number;
  /** Listings where something else was there; by the store's rules the desired value is queued again, theirs is taken over, or somebody is asked. */
  readonly drifted: readonly Listing[];
  /** All of the listings read, as they are stored now. */
  readonly recorded: readonly Listing[];
  /** Remote keys the catalog has no listing for. */
  readonly unknownKeys: readonly string[];
}

/** Compares what a store shows with what it should. Values in flight are left alone; readings older than what is known say nothing. */
export async function recordReadings(deps: CatalogDeps, { storeId, remote, at, fence }: Readings, evidence: ReadingContext['evidence']): Promise<ReadingsOutcome> {
  const readingByKey = new Map(remote.map((reading) => [reading.remoteKey, reading]));
  const given = await deps.listings.ofStoreAndKeys(storeId, [...readingByKey.keys()]);
  const rules = await deps.conflicts.rulesOf(storeId);
  const revisions = await priceRevisions(deps, given, readingByKey, rules);
  const context: ReadingContext = { evidence, at, rules, priceRevisionOf: ({ variantId }) => revisions.get(variantId) ?? null, ...(fence === undefined ? {} : { fence }) };
  const { listings } = await changeListings(deps, given, at, (listing) => read(listing, readingByKey, (reading) => withReading(listing, reading, context)));
  deps.wake(await noteConflicts(deps, listings));
  const known = new Set(listings.map(({ remoteKey }) => remoteKey));
  const drifted = listings.filter((listing) => isDrifted(listing, readingByKey.get(listing.remoteKey)));
  return { verified: listings.length - drifted.length, drifted, recorded: listings, unknownKeys: [...readingByKey.keys()].filter((key) => !known.has(key)) };
}

/** Decides an unanswered attempt by what the store shows now, once it can no longer be applied. Says how many listings changed. */
export async function recordUnknownReadings(deps: CatalogDeps, { attemptId, remote, at }: Omit<Readings, 'storeId' | 'fence'> & { readonly attemptId: AttemptId }): Promise<number> {
  const readingByKey = new Map(remote.map((reading) => [reading.remoteKey, reading]));
  const given = await deps.listings.ofAttempt(attemptId);
  const { changed } = await changeListings(deps, given, at, (listing) => read(listing, readingByKey, (reading) => withReadingOfUnknown(listing, reading, attemptId, { evidence: 'READ_BACK', at })));
  return changed;
}

/** Notes what of an unanswered attempt has arrived, while the rest still may. Answers its listings as they are stored now. */
export async function recordArrivals(deps: CatalogDeps, { attemptId, remote, at }: Omit<Readings, 'storeId' | 'fence'> & { readonly attemptId: AttemptId }): Promise<readonly Listing[]> {
  const readingByKey = new Map(remote.map((reading) => [reading.remoteKey, reading]));
  const given = await deps.listings.ofAttempt(attemptId);
  const { listings } = await changeListings(deps, given, at, (listing) => read(listing, readingByKey, (reading) => withArrivals(listing, reading, attemptId, { evidence: 'READ_BACK', at })));
  return listings;
}

/** Only a rule that may take the marketplace's price needs them, and only where another price is shown. */
async function priceRevisions({ variants }: CatalogDeps, listings: readonly Listing[], readingByKey: ReadonlyMap<string, RemoteReading>, rules: ConflictRules): Promise<ReadonlyMap<VariantId, number>> {
  if (rules.price !== 'MARKETPLACE_WINS' && rules.price !== 'NEWEST_WINS') return new Map();
  const differing = listings.filter(({ remoteKey, price: { desired } }) => {
    const shown = readingByKey.get(remoteKey)?.price;
    return shown && !sameValue.price({ ...shown, listMinor: shown.listMinor ?? desired.value.listMinor }, desired.value);
  });
  return new Map((await variants.byIds([...new Set(differing.map(({ variantId }) => variantId))])).map(({ _id, priceRevision }) => [_id, priceRevision]));
}

function read(listing: Listing, readingByKey: ReadonlyMap<string, RemoteReading>, decide: (reading: RemoteReading) => Listing): Listing {
  const reading = readingByKey.get(listing.remoteKey);
  return reading ? decide(reading) : listing;
}

function isDrifted({ price, quantity, doubt }: Listing, reading: RemoteReading | undefined): boolean {
  const isQueued = (field: Listing['price'] | Listing['quantity']) => field.state === 'QUEUED' && field.sent === null;
  return (reading?.price != null && isQueued(price)) || (reading?.quantity != null && (isQueued(quantity) || doubt?.value === reading.quantity));
}

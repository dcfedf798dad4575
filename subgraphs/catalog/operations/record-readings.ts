import type { AttemptId, StoreId } from '../../../platform/ids.js';
import type { Listing } from '../domain/listing.js';
import { type ReadingContext, type RemoteReading, withReading, withReadingOfUnknown } from '../domain/remote-reading.js';
import type { CatalogDeps } from './catalog-deps.js';
import { changeListings } from './change-listings.js';

export interface Readings {
  readonly storeId: StoreId;
  readonly remote: readonly RemoteReading[];
  readonly at: Date;
}

export interface ReadingsOutcome {
  /** Listings of which every value read is the desired one. */
  readonly verified: number;
  /** Listings where something else was there; the desired value is queued again. */
  readonly drifted: readonly Listing[];
  /** Remote keys the catalog has no listing for. */
  readonly unknownKeys: readonly string[];
}

/** Compares what a store shows with what it should. Values in flight are left alone. */
export async function recordReadings(deps: CatalogDeps, { storeId, remote, at }: Readings, evidence: ReadingContext['evidence']): Promise<ReadingsOutcome> {
  const readingByKey = new Map(remote.map((reading) => [reading.remoteKey, reading]));
  const given = await deps.listings.ofStoreAndKeys(storeId, [...readingByKey.keys()]);
  const { listings } = await changeListings(deps, given, at, (listing) => read(listing, readingByKey, (reading) => withReading(listing, reading, { evidence, at })));
  const known = new Set(listings.map(({ remoteKey }) => remoteKey));
  const drifted = listings.filter((listing) => isDrifted(listing, readingByKey.get(listing.remoteKey)));
  return { verified: listings.length - drifted.length, drifted, unknownKeys: [...readingByKey.keys()].filter((key) => !known.has(key)) };
}

/** Decides an unanswered attempt by what the store shows now, once it can no longer be applied. Says how many listings changed. */
export async function recordUnknownReadings(deps: CatalogDeps, { attemptId, remote, at }: Omit<Readings, 'storeId'> & { readonly attemptId: AttemptId }): Promise<number> {
  const readingByKey = new Map(remote.map((reading) => [reading.remoteKey, reading]));
  const given = await deps.listings.ofAttempt(attemptId);
  const { changed } = await changeListings(deps, given, at, (listing) => read(listing, readingByKey, (reading) => withReadingOfUnknown(listing, reading, attemptId, { evidence: 'READ_BACK', at })));
  return changed;
}

function read(listing: Listing, readingByKey: ReadonlyMap<string, RemoteReading>, decide: (reading: RemoteReading) => Listing): Listing {
  const reading = readingByKey.get(listing.remoteKey);
  return reading ? decide(reading) : listing;
}

function isDrifted({ price, quantity }: Listing, reading: RemoteReading | undefined): boolean {
  const isQueued = (field: Listing['price'] | Listing['quantity']) => field.state === 'QUEUED' && field.sent === null;
  return (reading?.price != null && isQueued(price)) || (reading?.quantity != null && isQueued(quantity));
}

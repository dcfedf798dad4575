import type { ConflictField } from '../domain/conflict.js';
import { CONFLICT_FIELDS } from '../domain/conflict.js';
import { compareOffer, type ComparedOffer, type Verdict } from '../domain/compare-offer.js';
import type { Listing } from '../domain/listing.js';
import { isHeld } from '../domain/listing-conflicts.js';
import type { CatalogDeps } from './catalog-deps.js';
import { type Readings, recordReadings } from './record-readings.js';

/** How many listings stand how, for one field. */
export type FieldTally = Readonly<Record<Lowercase<Verdict>, number>>;

export interface ComparedListings {
  readonly price: FieldTally;
  readonly quantity: FieldTally;
  /** Of the differences: set right, taken over, or on the way; and those that wait for a person, an order, or another value. */
  readonly repaired: number;
  readonly left: number;
  /** Listings that were read and written as a whole; the others were compared by their marks alone. */
  readonly bodies: number;
  /** Shown by the marketplace and known here. */
  readonly knownKeys: readonly string[];
  readonly unknownKeys: readonly string[];
}

/**
 * Compares a page of what a store shows with what it should, by a small part of each listing; only those of which the page tells something
 * new are read as a whole, and decided as every reading is.
 */
export async function compareListings(deps: CatalogDeps, readings: Readings): Promise<ComparedListings> {
  const marks = await deps.listings.marksOf(readings.storeId, readings.remote.map(({ remoteKey }) => remoteKey));
  const markByKey = new Map(marks.map((mark) => [mark.remoteKey, mark]));
  const compared = new Map<string, ComparedOffer>();
  for (const reading of readings.remote) {
    const mark = markByKey.get(reading.remoteKey);
    if (mark) compared.set(reading.remoteKey, compareOffer(mark, reading));
  }
  const news = readings.remote.filter(({ remoteKey }) => compared.get(remoteKey)?.isNews === true);
  const { recorded } = news.length > 0 ? await recordReadings(deps, { ...readings, remote: news }, 'SWEEP') : { recorded: [] };
  const different = recorded.flatMap((listing) => CONFLICT_FIELDS.filter((field) => compared.get(listing.remoteKey)?.[field] === 'DIFFERENT').map((field) => isLeft(listing, field)));
  return {
    price: tallyOf(compared, 'price'),
    quantity: tallyOf(compared, 'quantity'),
    repaired: different.filter((left) => !left).length,
    left: different.filter((left) => left).length,
    bodies: news.length,
    knownKeys: [...compared.keys()],
    unknownKeys: [...new Set(readings.remote.map(({ remoteKey }) => remoteKey))].filter((key) => !compared.has(key)),
  };
}

function isLeft(listing: Listing, field: ConflictField): boolean {
  return listing[field].state === 'REJECTED' || isHeld(listing, field) || (field === 'quantity' && listing.doubt != null);
}

function tallyOf(compared: ReadonlyMap<string, ComparedOffer>, field: ConflictField): FieldTally {
  const verdicts = [...compared.values()].map((offer) => offer[field]);
  const count = (verdict: Verdict) => verdicts.filter((one) => one === verdict).length;
  return { equal: count('EQUAL'), different: count('DIFFERENT'), unknown: count('UNKNOWN') };
}

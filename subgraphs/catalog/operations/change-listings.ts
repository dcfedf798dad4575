import type { Listing } from '../domain/listing.js';
import { changeOf } from '../domain/listing-change.js';
import type { CatalogDeps } from './catalog-deps.js';
import { ContentionError, MOST_ROUNDS } from './contention.js';

export interface ChangedListings {
  /** Every listing given, as it is stored now. */
  readonly listings: readonly Listing[];
  /** How many of them were written. */
  readonly changed: number;
}

/**
 * Brings listings to what `decide` says of each. A listing written by another meanwhile is read again and decided again, so
 * `decide` must say "unchanged" (the same object) of what it has already brought about. Throws ContentionError.
 */
export async function changeListings(deps: Pick<CatalogDeps, 'listings' | 'announce'>, given: readonly Listing[], at: Date, decide: (listing: Listing) => Listing): Promise<ChangedListings> {
  const stored = new Map(given.map((listing) => [listing._id, listing]));
  let changed = 0;
  let waiting = given;
  for (let round = 0; waiting.length > 0; round += 1) {
    if (round === MOST_ROUNDS) throw new ContentionError('listings', waiting.map(({ _id }) => _id));
    const changes = waiting.flatMap((listing) => changeOf(listing, decide(listing), at) ?? []);
    const missed = new Set(await deps.listings.write(changes));
    const written = changes.filter((change) => !missed.has(change));
    for (const { after } of written) stored.set(after._id, after);
    changed += written.length;
    waiting = await deps.listings.byIds([...missed].map(({ before }) => before._id));
    for (const listing of waiting) stored.set(listing._id, listing);
  }
  if (changed > 0) deps.announce();
  return { listings: [...stored.values()], changed };
}

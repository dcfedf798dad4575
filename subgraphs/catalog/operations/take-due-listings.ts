import type { ListingId, StoreId } from '../../../platform/ids.js';
import type { Listing } from '../domain/listing.js';
import type { CatalogDeps } from './catalog-deps.js';

/**
 * A store's listings with something to send now, most valuable first: going to zero, back in stock, other quantities,
 * prices that decide who is shown first, other prices, content; within that the longest waiting. Taking them changes nothing: `markSent` decides who sends what.
 */
export async function takeDueListings({ listings }: Pick<CatalogDeps, 'listings'>, { storeId, limit, now }: { readonly storeId: StoreId; readonly limit: number; readonly now: Date }): Promise<readonly Listing[]> {
  const due = await listings.due({ storeId, limit, now });
  // A listing that moves in the index while that is read is met at its old place and at its new one; a call must not carry it twice.
  const newest = new Map<ListingId, Listing>();
  for (const listing of due) if (listing.version >= (newest.get(listing._id)?.version ?? 0)) newest.set(listing._id, listing);
  return [...newest.values()];
}

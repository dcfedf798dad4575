import type { StoreId } from '../../../platform/ids.js';
import type { Listing } from '../domain/listing.js';
import type { CatalogDeps } from './catalog-deps.js';

/**
 * A store's listings with something to send now, most valuable first: going to zero, back in stock, other quantities,
 * prices that decide who is shown first, other prices, content; within that the longest waiting. Taking them changes nothing: `markSent` decides who sends what.
 */
export async function takeDueListings({ listings }: Pick<CatalogDeps, 'listings'>, { storeId, limit, now }: { readonly storeId: StoreId; readonly limit: number; readonly now: Date }): Promise<readonly Listing[]> {
  return await listings.due({ storeId, limit, now });
}

import type { SellerId, Sku, StoreId } from '../../../platform/ids.js';
import type { Page, PageRequest } from '../../../platform/mongo/keyset-page.js';
import type { Listing, ListingField, WriteState } from '../domain/listing.js';
import type { CatalogDeps } from './catalog-deps.js';

/** Several conditions must all hold; an absent one holds always. */
export interface ListingFilter {
  readonly storeIds?: readonly StoreId[] | null;
  readonly skus?: readonly Sku[] | null;
  readonly states?: readonly WriteState[] | null;
  /** Whose states are meant; all when absent. */
  readonly fields?: readonly ListingField[] | null;
}

/** A page of a seller's listings, oldest first. Throws PageError. */
export async function listListings({ listings }: Pick<CatalogDeps, 'listings'>, { sellerId, filter, page }: { readonly sellerId: SellerId; readonly filter: ListingFilter; readonly page: PageRequest }): Promise<Page<Listing>> {
  return await listings.page(sellerId, filter, page);
}

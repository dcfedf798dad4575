import type { SellerId } from '../../../platform/ids.js';
import type { Page, PageRequest } from '../../../platform/mongo/keyset-page.js';
import type { ListingFilter } from '../domain/filters.js';
import type { Listing } from '../domain/listing.js';
import type { CatalogDeps } from './catalog-deps.js';

/** A page of a seller's listings, oldest first. Throws PageError. */
export async function listListings({ listings, variants }: Pick<CatalogDeps, 'listings' | 'variants'>, { sellerId, filter: { skus, ...rest }, page }: { readonly sellerId: SellerId; readonly filter: ListingFilter; readonly page: PageRequest }): Promise<Page<Listing>> {
  const goods = skus && (await variants.bySkus(sellerId, skus));
  return await listings.page(sellerId, { ...rest, ...(goods && { variantIds: goods.map(({ _id }) => _id) }) }, page);
}

import type { AttemptId, SellerId, Sku, StoreId } from '../../../platform/ids.js';
import type { Listing } from '../domain/listing.js';
import type { CatalogDeps } from './catalog-deps.js';

/** A seller's listings of these SKUs on one store; SKUs not listed there are left out. */
export async function findListings({ listings, variants }: Pick<CatalogDeps, 'listings' | 'variants'>, { sellerId, storeId, skus }: { readonly sellerId: SellerId; readonly storeId: StoreId; readonly skus: readonly Sku[] }): Promise<readonly Listing[]> {
  const goods = await variants.bySkus(sellerId, skus);
  return (await listings.ofVariants(goods.map(({ _id }) => _id))).filter((listing) => listing.storeId === storeId);
}

/** The listings that have a value in flight with an attempt. */
export async function listingsOfAttempt({ listings }: Pick<CatalogDeps, 'listings'>, attemptId: AttemptId): Promise<readonly Listing[]> {
  return await listings.ofAttempt(attemptId);
}

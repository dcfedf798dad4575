import type { SellerId, Sku } from '../../../platform/ids.js';
import type { Listing } from '../domain/listing.js';
import type { Variant } from '../domain/variant.js';
import type { CatalogDeps } from './catalog-deps.js';

/** A seller's variants with these SKUs, and their listings: what a dry run reckons with. */
export async function findBySkus({ variants, listings }: Pick<CatalogDeps, 'variants' | 'listings'>, { sellerId, skus }: { readonly sellerId: SellerId; readonly skus: readonly Sku[] }): Promise<{ readonly variants: readonly Variant[]; readonly listings: readonly Listing[] }> {
  const found = await variants.bySkus(sellerId, skus);
  return { variants: found, listings: await listings.ofVariants(found.map(({ _id }) => _id)) };
}

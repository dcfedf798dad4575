import type { ListingId } from '../../../platform/ids.js';
import type { Listing } from '../domain/listing.js';
import type { Product } from '../domain/product.js';
import type { Variant } from '../domain/variant.js';
import type { CatalogDeps } from './catalog-deps.js';

export interface ListingToShow {
  readonly listing: Listing;
  readonly variant: Variant;
  readonly product: Product;
}

/** Listings with what they show; one whose product or variant is gone is left out. */
export async function loadForPublish({ listings, variants, products }: Pick<CatalogDeps, 'listings' | 'variants' | 'products'>, ids: readonly ListingId[]): Promise<readonly ListingToShow[]> {
  const found = await listings.byIds(ids);
  const variantById = new Map((await variants.byIds(found.map(({ variantId }) => variantId))).map((variant) => [variant._id, variant]));
  const productById = new Map((await products.byIds([...new Set(found.map(({ productId }) => productId))])).map((product) => [product._id, product]));
  return found.flatMap((listing) => {
    const variant = variantById.get(listing.variantId);
    const product = productById.get(listing.productId);
    return variant && product ? [{ listing, variant, product }] : [];
  });
}

import type { ProductId, StoreId } from '../../../platform/ids.js';
import { withContent } from '../domain/listing-presence.js';
import type { Product } from '../domain/product.js';
import type { CatalogDeps } from './catalog-deps.js';
import { changeListings } from './change-listings.js';

/** Brings the listings of these products to their content and marks the products as told. Gives back the stores that became due. */
export async function followContent(deps: CatalogDeps, products: readonly Product[]): Promise<readonly StoreId[]> {
  const revisions = new Map<ProductId, number>(products.map(({ _id, contentRevision }) => [_id, contentRevision]));
  const at = deps.clock.now();
  const variants = await deps.variants.ofProducts([...revisions.keys()]);
  const behind = (await deps.listings.ofVariants(variants.map(({ _id }) => _id))).filter((listing) => withContent(listing, revisions.get(listing.productId) ?? 0, at) !== listing);
  await changeListings(deps, behind, at, (listing) => withContent(listing, revisions.get(listing.productId) ?? 0, at));
  for (const { _id, contentRevision, contentPending } of products) if (contentPending) await deps.products.clearPendingContent(_id, contentRevision);
  return [...new Set(behind.map(({ storeId }) => storeId))];
}

import type { SellerId, Sku } from '../../../platform/ids.js';
import type { KnownGoods, ProductDraft } from '../domain/plan-product.js';
import type { CatalogDeps } from './catalog-deps.js';

/**
 * What the seller's catalog has that these drafts may mean, in three round trips for all of them. Variants are read first: a
 * product is always made before its variants, so the product of a variant found is found too.
 */
export async function findKnownGoods({ products, variants }: Pick<CatalogDeps, 'products' | 'variants'>, sellerId: SellerId, drafts: readonly ProductDraft[]): Promise<(draft: ProductDraft) => KnownGoods> {
  const skus = [...new Set(drafts.flatMap((draft) => draft.variants.map(({ sku }) => sku as Sku)))];
  const knownVariants = await variants.bySkus(sellerId, skus);
  const ofHandles = await products.byHandles(sellerId, drafts.flatMap(({ handle }) => handle ?? []));
  const ids = new Set([...drafts.flatMap(({ id }) => id ?? []), ...knownVariants.map(({ productId }) => productId)]);
  const ofIds = (await products.byIds([...ids])).filter((product) => product.sellerId === sellerId);
  const byId = new Map(ofIds.map((product) => [product._id, product]));
  const byHandle = new Map(ofHandles.map((product) => [product.handle, product]));
  const bySku = new Map(knownVariants.map((variant) => [variant.sku as string, variant]));
  return ({ id, handle }) => ({ byId: id ? (byId.get(id) ?? null) : null, byHandle: handle ? (byHandle.get(handle) ?? null) : null, variants: bySku, products: byId });
}

import type { SellerId, Sku, StoreId, VariantId } from '../../../platform/ids.js';
import { isSku } from '../domain/sku-items.js';
import type { CatalogDeps } from './catalog-deps.js';

interface RemoteGoods {
  readonly remoteKey: string;
  readonly sellerSku: string | null;
}

/** The seller's goods behind what a store calls them: the listing's variant, else the variant with that SKU. Unknown ones are left out. */
export async function goodsByRemoteKey(
  { listings, variants }: CatalogDeps,
  { sellerId, storeId, goods }: { readonly sellerId: SellerId; readonly storeId: StoreId; readonly goods: readonly RemoteGoods[] },
): Promise<ReadonlyMap<string, { readonly sku: Sku; readonly variantId: VariantId }>> {
  const found = new Map((await listings.ofStoreAndKeys(storeId, goods.map(({ remoteKey }) => remoteKey))).map(({ remoteKey, sku, variantId }) => [remoteKey, { sku, variantId }]));
  const rest = goods.flatMap(({ remoteKey, sellerSku }) => (!found.has(remoteKey) && sellerSku !== null && isSku(sellerSku) ? [{ remoteKey, sku: sellerSku }] : []));
  if (rest.length === 0) return found;
  const bySku = new Map((await variants.bySkus(sellerId, [...new Set(rest.map(({ sku }) => sku))])).map((variant) => [variant.sku, variant]));
  for (const { remoteKey, sku } of rest) {
    const variant = bySku.get(sku);
    if (variant) found.set(remoteKey, { sku, variantId: variant._id });
  }
  return found;
}

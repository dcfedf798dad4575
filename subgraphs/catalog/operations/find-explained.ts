import type { SellerId, Sku, StoreId } from '../../../platform/ids.js';
import type { Store } from '../../stores/domain/store.js';
import type { Listing } from '../domain/listing.js';
import type { Variant } from '../domain/variant.js';
import type { CatalogDeps } from './catalog-deps.js';

export interface WhatToExplain {
  readonly sellerId: SellerId;
  readonly sku: Sku;
  readonly storeId: StoreId;
}

/** A seller's variant, store and the listing between them, if there is one; null when the seller lacks one of the first two. */
export async function findExplained({ variants, stores, listings }: CatalogDeps, { sellerId, sku, storeId }: WhatToExplain): Promise<{ variant: Variant; store: Store; listing: Listing | null } | null> {
  const [[variant], found] = await Promise.all([variants.bySkus(sellerId, [sku]), stores.findStores([storeId])]);
  const store = found.find((one) => one.sellerId === sellerId);
  if (!variant || !store) return null;
  const listing = (await listings.ofVariants([variant._id])).find((one) => one.storeId === storeId);
  return { variant, store, listing: listing ?? null };
}

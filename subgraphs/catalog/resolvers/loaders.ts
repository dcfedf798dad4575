import DataLoader from 'dataloader';
import type { ConflictId, ListingId, ProductId, Sku, StoreId, VariantId } from '../../../platform/ids.js';
import type { Principal } from '../../../platform/principal.js';
import type { Store } from '../../stores/domain/store.js';
import { type Conflict, type ConflictRules, USUAL_RULES } from '../domain/conflict.js';
import type { Listing } from '../domain/listing.js';
import type { Product } from '../domain/product.js';
import type { Variant } from '../domain/variant.js';
import type { CatalogDeps } from '../operations/catalog-deps.js';

/** All of them see the caller's own goods only; another seller's are null, or not among the many. */
export interface CatalogLoaders {
  readonly products: DataLoader<ProductId, Product | null>;
  readonly variants: DataLoader<VariantId, Variant | null>;
  readonly variantsBySku: DataLoader<Sku, Variant | null>;
  readonly variantsOfProduct: DataLoader<ProductId, readonly Variant[]>;
  readonly listings: DataLoader<ListingId, Listing | null>;
  readonly conflicts: DataLoader<ConflictId, Conflict | null>;
  readonly conflictRules: DataLoader<StoreId, ConflictRules>;
  /** Of the caller's own stores only. */
  readonly stores: DataLoader<StoreId, Store | null>;
  readonly listingsOfVariant: DataLoader<VariantId, readonly Listing[]>;
}

export function createCatalogLoaders({ sellerId }: Principal, { products, variants, listings, conflicts, stores }: Pick<CatalogDeps, 'products' | 'variants' | 'listings' | 'conflicts' | 'stores'>): CatalogLoaders {
  return {
    products: oneByKey((ids) => products.ofSeller(sellerId, ids), ({ _id }) => _id),
    variants: oneByKey((ids) => variants.ofSeller(sellerId, ids), ({ _id }) => _id),
    variantsBySku: oneByKey((skus) => variants.bySkus(sellerId, skus), ({ sku }) => sku),
    variantsOfProduct: manyByKey(async (ids) => (await variants.ofProducts(ids)).filter(isOwn), ({ productId }) => productId),
    listings: oneByKey((ids) => listings.ofSeller(sellerId, ids), ({ _id }) => _id),
    conflicts: oneByKey((ids) => conflicts.ofSeller(sellerId, ids), ({ _id }) => _id),
    conflictRules: new DataLoader(async (ids) => {
      const found = await conflicts.rulesOfMany(ids);
      return ids.map((id) => found.get(id) ?? USUAL_RULES);
    }),
    stores: oneByKey(async (ids) => (await stores.findStores(ids)).filter((store) => store.sellerId === sellerId), ({ _id }) => _id),
    listingsOfVariant: manyByKey(async (ids) => (await listings.ofVariants(ids)).filter(isOwn), ({ variantId }) => variantId),
  };

  function isOwn(goods: Variant | Listing): boolean {
    return goods.sellerId === sellerId;
  }
}

function oneByKey<K, T>(find: (keys: readonly K[]) => Promise<readonly T[]>, keyOf: (found: T) => K): DataLoader<K, T | null> {
  return new DataLoader(async (keys) => {
    const found = new Map((await find(keys)).map((entry) => [keyOf(entry), entry]));
    return keys.map((key) => found.get(key) ?? null);
  });
}

function manyByKey<K, T>(find: (keys: readonly K[]) => Promise<readonly T[]>, keyOf: (found: T) => K): DataLoader<K, readonly T[]> {
  return new DataLoader(async (keys) => {
    const groups = new Map<K, T[]>(keys.map((key) => [key, []]));
    for (const entry of await find(keys)) groups.get(keyOf(entry))?.push(entry);
    return keys.map((key) => groups.get(key) ?? []);
  });
}

import type DataLoader from 'dataloader';
import type { Principal } from '../../../platform/principal.js';
import { createListingLoader, type ListingKey } from '../../sync/connector/listing-loader.js';
import type { StoreAccess } from '../../sync/connector/store-access.js';
import { readBuyboxes, readListedProducts, readLocks, type Buybox, type ListedProduct, type Lock } from '../operations/read-from-hepsiburada.js';

export interface HepsiburadaLoaders {
  readonly buyboxes: DataLoader<ListingKey, Buybox | null, string>;
  readonly products: DataLoader<ListingKey, ListedProduct | null, string>;
  readonly locks: DataLoader<ListingKey, Lock | null, string>;
}

export function createHepsiburadaLoaders({ sellerId }: Principal, stores: Pick<StoreAccess, 'openOwned'>): HepsiburadaLoaders {
  return {
    buyboxes: createListingLoader((storeId, merchantSkus) => readBuyboxes(stores, { sellerId, storeId, merchantSkus })),
    products: createListingLoader((storeId, merchantSkus) => readListedProducts(stores, { sellerId, storeId, merchantSkus })),
    locks: createListingLoader((storeId, merchantSkus) => readLocks(stores, { sellerId, storeId, merchantSkus })),
  };
}

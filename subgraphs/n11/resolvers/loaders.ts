import type DataLoader from 'dataloader';
import type { Principal } from '../../../platform/principal.js';
import { createListingLoader, type ListingKey } from '../../sync/connector/listing-loader.js';
import type { StoreAccess } from '../../sync/connector/store-access.js';
import { readShownProducts, type ShownProduct } from '../operations/read-shown-products.js';

export interface N11Loaders {
  readonly products: DataLoader<ListingKey, ShownProduct | null, string>;
}

export function createN11Loaders({ sellerId }: Principal, stores: Pick<StoreAccess, 'openOwned'>): N11Loaders {
  return { products: createListingLoader((storeId, stockCodes) => readShownProducts(stores, { sellerId, storeId, stockCodes })) };
}

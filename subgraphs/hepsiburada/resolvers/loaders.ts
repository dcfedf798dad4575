import type DataLoader from 'dataloader';
import type { Principal } from '../../../platform/principal.js';
import { createListingLoader, type ListingKey } from '../../sync/connector/listing-loader.js';
import type { StoreAccess } from '../../sync/connector/store-access.js';
import { readBuyboxes, type Buybox } from '../operations/read-from-hepsiburada.js';

export interface HepsiburadaLoaders {
  readonly buyboxes: DataLoader<ListingKey, Buybox | null, string>;
}

export function createHepsiburadaLoaders({ sellerId }: Principal, stores: Pick<StoreAccess, 'openOwned'>): HepsiburadaLoaders {
  return { buyboxes: createListingLoader((storeId, merchantSkus) => readBuyboxes(stores, { sellerId, storeId, merchantSkus })) };
}

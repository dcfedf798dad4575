import type DataLoader from 'dataloader';
import type { Principal } from '../../../platform/principal.js';
import { createListingLoader, type ListingKey } from '../../sync/connector/listing-loader.js';
import type { StoreAccess } from '../../sync/connector/store-access.js';
import { readCommissions } from '../connector/fees.js';
import { readBuyboxes, type Buybox } from '../operations/read-buyboxes.js';
import { askTrendyol } from '../operations/trendyol-store.js';

export interface TrendyolLoaders {
  readonly buyboxes: DataLoader<ListingKey, Buybox | null, string>;
  readonly commissions: DataLoader<ListingKey, number | null, string>;
}

export function createTrendyolLoaders({ sellerId }: Principal, stores: Pick<StoreAccess, 'openOwned'>): TrendyolLoaders {
  return {
    buyboxes: createListingLoader((storeId, barcodes) => readBuyboxes(stores, { sellerId, storeId, barcodes })),
    commissions: createListingLoader((storeId, barcodes) => askTrendyol(stores, { sellerId, storeId }, (context) => readCommissions(context, barcodes))),
  };
}

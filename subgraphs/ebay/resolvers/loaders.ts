import type DataLoader from 'dataloader';
import type { Principal } from '../../../platform/principal.js';
import { createListingLoader, type ListingKey } from '../../sync/connector/listing-loader.js';
import type { StoreAccess } from '../../sync/connector/store-access.js';
import { countChanges, type ChangesToday } from '../operations/count-changes.js';

export interface EbayLoaders {
  /** Its key is eBay's number of the listing, which variants share. */
  readonly changesToday: DataLoader<ListingKey, ChangesToday | null, string>;
}

export function createEbayLoaders({ sellerId }: Principal, stores: Pick<StoreAccess, 'openOwned'>): EbayLoaders {
  return { changesToday: createListingLoader((storeId, listingIds) => countChanges(stores, { sellerId, storeId, listingIds: [...new Set(listingIds)] })) };
}

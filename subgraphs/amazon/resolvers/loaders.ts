import type DataLoader from 'dataloader';
import type { Principal } from '../../../platform/principal.js';
import { createListingLoader, type ListingKey } from '../../sync/connector/listing-loader.js';
import type { StoreAccess } from '../../sync/connector/store-access.js';
import { readFeaturedOffers, type FeaturedOffer } from '../operations/read-featured-offers.js';
import { readLiveListings, type LiveListing } from '../operations/read-live-listings.js';

export interface AmazonLoaders {
  readonly liveListings: DataLoader<ListingKey, LiveListing | null, string>;
  readonly featuredOffers: DataLoader<ListingKey, FeaturedOffer | null, string>;
}

export function createAmazonLoaders({ sellerId }: Principal, stores: Pick<StoreAccess, 'openOwned'>): AmazonLoaders {
  return {
    liveListings: createListingLoader((storeId, skus) => readLiveListings(stores, { sellerId, storeId, skus })),
    featuredOffers: createListingLoader((storeId, skus) => readFeaturedOffers(stores, { sellerId, storeId, skus })),
  };
}

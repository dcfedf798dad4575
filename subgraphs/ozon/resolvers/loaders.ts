import type DataLoader from 'dataloader';
import { money, type Money } from '../../../platform/money.js';
import type { Principal } from '../../../platform/principal.js';
import { createListingLoader, type ListingKey } from '../../sync/connector/listing-loader.js';
import { priceIndex } from '../connector/price-index.js';
import { askOzon, type Stores } from '../operations/ozon-store.js';

export interface PriceIndex {
  readonly leastPrice: Money | null;
  readonly hasRivals: boolean;
}

export interface OzonLoaders {
  readonly priceIndexes: DataLoader<ListingKey, PriceIndex | null, string>;
}

/** Listings of a store are asked for together, up to a thousand a call. */
export function createOzonLoaders({ sellerId }: Principal, stores: Stores): OzonLoaders {
  return {
    priceIndexes: createListingLoader((storeId, offerIds) =>
      askOzon(stores, { sellerId, storeId }, async (context) => {
        const rows = await priceIndex.read(context, offerIds);
        return new Map(rows.map(({ remoteKey, priceMinor, hasRivals }): [string, PriceIndex] => [remoteKey, { leastPrice: priceMinor === null ? null : money(priceMinor, context.store.currency), hasRivals }]));
      }),
    ),
  };
}

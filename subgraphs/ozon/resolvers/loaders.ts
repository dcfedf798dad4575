import type DataLoader from 'dataloader';
import { money, type Money } from '../../../platform/money.js';
import type { Principal } from '../../../platform/principal.js';
import { createListingLoader, type ListingKey } from '../../sync/connector/listing-loader.js';
import { askMarketplace } from '../../sync/connector/ask-marketplace.js';
import { requireCapability } from '../../sync/connector/require-capability.js';
import type { Stores } from '../../sync/connector/stores-on.js';

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
      askMarketplace(stores, { sellerId, storeId }, async ({ connector, context }) => {
        const rows = await requireCapability(connector, 'buybox').read(context, offerIds);
        return new Map(rows.map(({ remoteKey, priceMinor, hasRivals }): [string, PriceIndex] => [remoteKey, { leastPrice: priceMinor === null ? null : money(priceMinor, context.store.currency), hasRivals }]));
      }),
    ),
  };
}

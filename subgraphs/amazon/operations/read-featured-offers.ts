import { money, type Money } from '../../../platform/money.js';
import { askMarketplace } from '../../sync/connector/ask-marketplace.js';
import { requireCapability } from '../../sync/connector/require-capability.js';
import type { StoreAccess } from '../../sync/connector/store-access.js';
import { currencyOf } from '../connector/items.js';
import type { AmazonContext } from '../connector/credentials.js';
import type { AmazonStoreOfCaller } from './open-amazon.js';

export interface FeaturedOffer {
  readonly rank: number | null;
  readonly price: Money | null;
  readonly hasRivals: boolean;
}

/** Who is featured, asked now, twenty SKUs a call; what Amazon says nothing about is left out. */
export function readFeaturedOffers(stores: Pick<StoreAccess, 'openOwned'>, { skus, ...store }: AmazonStoreOfCaller & { readonly skus: readonly string[] }): Promise<ReadonlyMap<string, FeaturedOffer>> {
  return askMarketplace(stores, store, async ({ connector, context }) => {
    if (connector.marketplace !== 'AMAZON') return new Map<string, FeaturedOffer>();
    const rows = await requireCapability(connector, 'buybox').read(context, skus);
    const currency = currencyOf(context as AmazonContext);
    return new Map(rows.map(({ remoteKey, rank, priceMinor, hasRivals }) => [remoteKey, { rank, hasRivals, price: priceMinor === null ? null : money(priceMinor, currency) }]));
  });
}

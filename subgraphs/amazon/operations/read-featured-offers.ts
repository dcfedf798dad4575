import { money, type Money } from '../../../platform/money.js';
import type { StoreAccess } from '../../sync/connector/store-access.js';
import { buybox } from '../connector/buybox.js';
import { currencyOf } from '../connector/items.js';
import { askAmazon, type AmazonStoreOfCaller } from './open-amazon.js';

export interface FeaturedOffer {
  readonly rank: number | null;
  readonly price: Money | null;
  readonly hasRivals: boolean;
}

/** Who is featured, asked now, twenty SKUs a call; what Amazon says nothing about is left out. */
export function readFeaturedOffers(stores: Pick<StoreAccess, 'openOwned'>, { skus, ...store }: AmazonStoreOfCaller & { readonly skus: readonly string[] }): Promise<ReadonlyMap<string, FeaturedOffer>> {
  return askAmazon(
    stores,
    store,
    async (context) => new Map((await buybox.read(context, skus)).map(({ remoteKey, rank, priceMinor, hasRivals }) => [remoteKey, { rank, hasRivals, price: priceMinor === null ? null : money(priceMinor, currencyOf(context)) }])),
    new Map<string, FeaturedOffer>(),
  );
}

import type { StoreId } from '../../../platform/ids.js';
import { moneyToDecimal } from '../../../platform/money.js';
import { requireScope } from '../../../platform/subgraph/require-scope.js';
import type { ResolverMap } from '../../../platform/subgraph/resolver-map.js';
import type { SubgraphContext } from '../../../platform/subgraph/subgraph.js';
import type { Buybox } from '../operations/read-buyboxes.js';
import type { TrendyolLoaders } from './loaders.js';

/** What the federation hands over of a listing or order; the fields that `@requires` names. */
interface ListingReference {
  readonly marketplace: string;
  readonly remoteKey: string;
  readonly remoteIds: readonly { readonly name: string; readonly value: string }[];
  readonly store: { readonly id: StoreId };
}
interface OrderReference {
  readonly marketplace: string;
  readonly remoteDetails: Readonly<Record<string, unknown>>;
}
type Flag = 'fastDelivery' | 'micro' | 'commercial' | 'giftBoxRequested';

export function trendyolResolvers(): ResolverMap<TrendyolLoaders> {
  const isTrue = (flag: Flag) => (details: Readonly<Record<string, unknown>>) => details[flag] === true;
  return {
    Listing: {
      __resolveReference: (reference: ListingReference) => reference,
      trendyol: (listing: ListingReference) => (listing.marketplace === 'TRENDYOL' ? listing : null),
    },
    TrendyolListing: {
      barcode: ({ remoteKey }: ListingReference) => remoteKey,
      contentId: ({ remoteIds }: ListingReference) => remoteIds.find(({ name }) => name === 'contentId')?.value ?? null,
      archived: ({ remoteIds }: ListingReference) => remoteIds.some(({ name, value }) => name === 'archived' && value === 'true'),
      buybox({ remoteKey, store }: ListingReference, _args, context: SubgraphContext<TrendyolLoaders>) {
        requireScope(context, 'catalog:read');
        return context.loaders.buyboxes.load({ storeId: store.id, remoteKey });
      },
    },
    TrendyolBuybox: {
      price: ({ price }: Buybox) => (price === null ? null : { amount: moneyToDecimal(price), currency: price.currency }),
    },
    Order: {
      __resolveReference: (reference: OrderReference) => reference,
      trendyol: ({ marketplace, remoteDetails }: OrderReference) => (marketplace === 'TRENDYOL' ? remoteDetails : null),
    },
    TrendyolOrder: { fastDelivery: isTrue('fastDelivery'), micro: isTrue('micro'), commercial: isTrue('commercial'), giftBoxRequested: isTrue('giftBoxRequested') },
  };
}


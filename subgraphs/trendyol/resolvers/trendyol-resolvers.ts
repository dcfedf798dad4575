import { moneyField } from '../../../platform/subgraph/money-field.js';
import { requireScope } from '../../../platform/subgraph/require-scope.js';
import type { ResolverMap } from '../../../platform/subgraph/resolver-map.js';
import type { SubgraphContext } from '../../../platform/subgraph/subgraph.js';
import { type ListingReference, type OrderReference, remoteId } from '../../sync/connector/entity-references.js';
import type { Buybox } from '../operations/read-buyboxes.js';
import type { TrendyolLoaders } from './loaders.js';

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
      contentId: remoteId('contentId'),
      archived: (listing: ListingReference) => remoteId('archived')(listing) === 'true',
      buybox({ remoteKey, store }: ListingReference, _args, context: SubgraphContext<TrendyolLoaders>) {
        requireScope(context, 'catalog:read');
        return context.loaders.buyboxes.load({ storeId: store.id, remoteKey });
      },
    },
    TrendyolBuybox: {
      price: ({ price }: Buybox) => moneyField(price),
    },
    Order: {
      __resolveReference: (reference: OrderReference) => reference,
      trendyol: ({ marketplace, remoteDetails }: OrderReference) => (marketplace === 'TRENDYOL' ? remoteDetails : null),
    },
    TrendyolOrder: { fastDelivery: isTrue('fastDelivery'), micro: isTrue('micro'), commercial: isTrue('commercial'), giftBoxRequested: isTrue('giftBoxRequested') },
  };
}

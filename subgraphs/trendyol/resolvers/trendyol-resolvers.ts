import type { StoreId } from '../../../platform/ids.js';
import { moneyToDecimal, type Money } from '../../../platform/money.js';
import { requireScope } from '../../../platform/subgraph/require-scope.js';
import type { ResolverMap } from '../../../platform/subgraph/resolver-map.js';
import type { SubgraphContext } from '../../../platform/subgraph/subgraph.js';
import type { RemoteClaim } from '../../sync/connector/contract.js';
import { readClaims } from '../../sync/connector/read-claims.js';
import type { StoreAccess } from '../../sync/connector/store-access.js';
import { readBuybox } from '../operations/read-buybox.js';

/** What the federation hands over of a listing, order or store; the fields that `@requires` names. */
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
interface StoreReference {
  readonly id: StoreId;
  readonly marketplace: string;
}
type Flag = 'fastDelivery' | 'micro' | 'commercial' | 'giftBoxRequested';

export function trendyolResolvers(stores: Pick<StoreAccess, 'openOwned'>): ResolverMap<null> {
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
      buybox({ remoteKey, store }: ListingReference, _args, context: SubgraphContext) {
        requireScope(context, 'catalog:read');
        return readBuybox({ sellerId: context.principal.sellerId, storeId: store.id, barcode: remoteKey }, stores);
      },
    },
    TrendyolBuybox: {
      price: ({ price }: { price: Money | null }) => (price === null ? null : { amount: moneyToDecimal(price), currency: price.currency }),
    },
    Order: {
      __resolveReference: (reference: OrderReference) => reference,
      trendyol: ({ marketplace, remoteDetails }: OrderReference) => (marketplace === 'TRENDYOL' ? remoteDetails : null),
    },
    TrendyolOrder: { fastDelivery: isTrue('fastDelivery'), micro: isTrue('micro'), commercial: isTrue('commercial'), giftBoxRequested: isTrue('giftBoxRequested') },
    Store: {
      __resolveReference: (reference: StoreReference) => reference,
      trendyol: (store: StoreReference) => (store.marketplace === 'TRENDYOL' ? store : null),
    },
    TrendyolStore: {
      claims({ id }: StoreReference, { since, after }: { since: Date; after?: string | null }, context: SubgraphContext) {
        requireScope(context, 'orders:read');
        return readClaims({ sellerId: context.principal.sellerId, storeId: id, since, after: after ?? null }, stores);
      },
    },
    TrendyolClaim: {
      id: ({ remoteClaimId }: RemoteClaim) => remoteClaimId,
      orderNumber: ({ remoteOrderId }: RemoteClaim) => remoteOrderId,
    },
    TrendyolClaimLine: {
      barcode: ({ remoteKey }: RemoteClaim['lines'][number]) => remoteKey,
    },
  };
}


import type { StoreId } from '../../../platform/ids.js';
import { moneyToDecimal, type Money } from '../../../platform/money.js';
import { requireScope } from '../../../platform/subgraph/require-scope.js';
import type { ResolverMap } from '../../../platform/subgraph/resolver-map.js';
import type { SubgraphContext } from '../../../platform/subgraph/subgraph.js';
import type { ShownProduct } from '../operations/read-shown-products.js';
import type { N11Loaders } from './loaders.js';

/** What the federation hands over; the fields that `@requires` names. */
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

export function n11Resolvers(): ResolverMap<N11Loaders> {
  return {
    Listing: {
      __resolveReference: (reference: ListingReference) => reference,
      n11: (listing: ListingReference) => (listing.marketplace === 'N11' ? listing : null),
    },
    N11Listing: {
      stockCode: ({ remoteKey }: ListingReference) => remoteKey,
      productId: remoteId('n11ProductId'),
      groupId: remoteId('groupId'),
      product({ remoteKey, store }: ListingReference, _args, context: SubgraphContext<N11Loaders>) {
        requireScope(context, 'catalog:read');
        return context.loaders.products.load({ storeId: store.id, remoteKey });
      },
    },
    N11Product: {
      price: ({ price }: ShownProduct) => toMoney(price),
      listPrice: ({ listPrice }: ShownProduct) => toMoney(listPrice),
    },
    Order: {
      __resolveReference: (reference: OrderReference) => reference,
      n11: ({ marketplace, remoteDetails }: OrderReference) => (marketplace === 'N11' ? remoteDetails : null),
    },
    N11Order: {
      isMicroExport: ({ isMicroExport }: { isMicroExport?: unknown }) => isMicroExport === true,
    },
  };
}

function remoteId(wanted: string): (listing: ListingReference) => string | null {
  return ({ remoteIds }) => remoteIds.find(({ name }) => name === wanted)?.value ?? null;
}

function toMoney(money: Money | null): { amount: string; currency: string } | null {
  return money === null ? null : { amount: moneyToDecimal(money), currency: money.currency };
}

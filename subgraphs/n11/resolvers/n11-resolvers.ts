import { moneyField } from '../../../platform/subgraph/money-field.js';
import { requireScope } from '../../../platform/subgraph/require-scope.js';
import type { ResolverMap } from '../../../platform/subgraph/resolver-map.js';
import type { SubgraphContext } from '../../../platform/subgraph/subgraph.js';
import { type ListingReference, type OrderReference, remoteId } from '../../sync/connector/entity-references.js';
import type { ShownProduct } from '../operations/read-shown-products.js';
import type { N11Loaders } from './loaders.js';

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
      price: ({ price }: ShownProduct) => moneyField(price),
      listPrice: ({ listPrice }: ShownProduct) => moneyField(listPrice),
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

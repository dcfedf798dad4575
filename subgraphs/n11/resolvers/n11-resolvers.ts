import type { StoreId } from '../../../platform/ids.js';
import { requireScope } from '../../../platform/subgraph/require-scope.js';
import type { ResolverMap } from '../../../platform/subgraph/resolver-map.js';
import type { SubgraphContext } from '../../../platform/subgraph/subgraph.js';
import type { RemoteClaim } from '../../sync/connector/contract.js';
import { readClaims } from '../../sync/connector/read-claims.js';
import type { StoreAccess } from '../../sync/connector/store-access.js';

/** What the federation hands over; the fields that `@requires` names. */
interface ListingReference {
  readonly marketplace: string;
  readonly remoteKey: string;
  readonly remoteIds: readonly { readonly name: string; readonly value: string }[];
}
interface OrderReference {
  readonly marketplace: string;
  readonly remoteDetails: Readonly<Record<string, unknown>>;
}
interface StoreReference {
  readonly id: StoreId;
  readonly marketplace: string;
}

export function n11Resolvers(stores: Pick<StoreAccess, 'openOwned'>): ResolverMap<null> {
  return {
    Listing: {
      __resolveReference: (reference: ListingReference) => reference,
      n11: (listing: ListingReference) => (listing.marketplace === 'N11' ? listing : null),
    },
    N11Listing: {
      stockCode: ({ remoteKey }: ListingReference) => remoteKey,
      productId: remoteId('n11ProductId'),
      groupId: remoteId('groupId'),
    },
    Order: {
      __resolveReference: (reference: OrderReference) => reference,
      n11: ({ marketplace, remoteDetails }: OrderReference) => (marketplace === 'N11' ? remoteDetails : null),
    },
    N11Order: {
      isMicroExport: ({ isMicroExport }: { isMicroExport?: unknown }) => isMicroExport === true,
    },
    Store: {
      __resolveReference: (reference: StoreReference) => reference,
      n11: (store: StoreReference) => (store.marketplace === 'N11' ? store : null),
    },
    N11Store: {
      claims({ id }: StoreReference, { since, after }: { since: Date; after?: string | null }, context: SubgraphContext) {
        requireScope(context, 'orders:read');
        return readClaims({ sellerId: context.principal.sellerId, storeId: id, since, after: after ?? null }, stores);
      },
    },
    N11Claim: {
      id: ({ remoteClaimId }: RemoteClaim) => remoteClaimId,
      orderNumber: ({ remoteOrderId }: RemoteClaim) => remoteOrderId,
    },
    N11ClaimLine: {
      stockCode: ({ remoteKey }: RemoteClaim['lines'][number]) => remoteKey,
    },
  };
}

function remoteId(wanted: string): (listing: ListingReference) => string | null {
  return ({ remoteIds }) => remoteIds.find(({ name }) => name === wanted)?.value ?? null;
}

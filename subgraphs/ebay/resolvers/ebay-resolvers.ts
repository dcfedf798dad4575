import { requireScope } from '../../../platform/subgraph/require-scope.js';
import type { ResolverMap } from '../../../platform/subgraph/resolver-map.js';
import type { SubgraphContext } from '../../../platform/subgraph/subgraph.js';
import { type ListingReference, type OrderReference, remoteId, type StoreReference } from '../../sync/connector/entity-references.js';
import type { IntentLedger } from '../../sync/connector/intent-ledger.js';
import type { StoreAccess } from '../../sync/connector/store-access.js';
import { issueRefund, type IssueRefund } from '../operations/issue-refund.js';
import { readAccount } from '../operations/read-account.js';
import { rejectCancelRequest, type RejectCancelRequest } from '../operations/reject-cancel-request.js';
import type { EbayLoaders } from './loaders.js';

const listingIdOf = remoteId('listingId');

export function ebayResolvers(stores: Pick<StoreAccess, 'openOwned'>, intents: IntentLedger): ResolverMap<EbayLoaders> {
  return {
    Mutation: {
      ebayRefundIssue(_root: unknown, { input }: { input: Omit<IssueRefund, 'sellerId'> }, context: SubgraphContext) {
        requireScope(context, 'orders:write');
        return issueRefund({ stores, intents }, { ...input, sellerId: context.principal.sellerId });
      },
      ebayCancelRequestReject(_root: unknown, { input }: { input: Omit<RejectCancelRequest, 'sellerId'> }, context: SubgraphContext) {
        requireScope(context, 'orders:write');
        return rejectCancelRequest(stores, { ...input, sellerId: context.principal.sellerId });
      },
    },
    Listing: {
      __resolveReference: (reference: ListingReference) => reference,
      ebay: (listing: ListingReference) => (listing.marketplace === 'EBAY' ? listing : null),
    },
    EbayListing: {
      sku: ({ remoteKey }: ListingReference) => remoteKey,
      offerId: remoteId('offerId'),
      listingId: remoteId('listingId'),
      groupKey: remoteId('groupKey'),
      changesToday({ remoteIds, store }: ListingReference, _args: unknown, context: SubgraphContext<EbayLoaders>) {
        requireScope(context, 'catalog:read');
        const listingId = listingIdOf({ remoteIds });
        return listingId === null ? null : context.loaders.changesToday.load({ storeId: store.id, remoteKey: listingId });
      },
    },
    Order: {
      __resolveReference: (reference: OrderReference) => reference,
      ebay: ({ marketplace, remoteDetails }: OrderReference) => (marketplace === 'EBAY' ? remoteDetails : null),
    },
    EbayOrder: {
      taxCollectedByEbay: ({ taxCollectedByEbay }: { taxCollectedByEbay?: unknown }) => taxCollectedByEbay === true,
      refunds: ({ refunds }: { refunds?: unknown }) => (Array.isArray(refunds) ? (refunds as unknown[]) : []),
    },
    Store: {
      __resolveReference: (reference: StoreReference) => reference,
      ebay: (store: StoreReference) => (store.marketplace === 'EBAY' ? store : null),
    },
    EbayStore: {
      account({ id }: StoreReference, _args: unknown, context: SubgraphContext) {
        requireScope(context, 'stores:read');
        return readAccount({ sellerId: context.principal.sellerId, storeId: id }, stores);
      },
    },
  };
}

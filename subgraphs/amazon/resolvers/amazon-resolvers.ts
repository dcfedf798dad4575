import type { StoreId } from '../../../platform/ids.js';
import type { Money } from '../../../platform/money.js';
import { moneyField } from '../../../platform/subgraph/money-field.js';
import { requireScope } from '../../../platform/subgraph/require-scope.js';
import type { ResolverMap } from '../../../platform/subgraph/resolver-map.js';
import type { SubgraphContext } from '../../../platform/subgraph/subgraph.js';
import { type ListingReference, type OrderReference, remoteId, type StoreReference } from '../../sync/connector/entity-references.js';
import type { IntentLedger } from '../../sync/connector/intent-ledger.js';
import type { StoreAccess } from '../../sync/connector/store-access.js';
import { estimateFees } from '../operations/estimate-fees.js';
import { issueRefund, type IssueRefund } from '../operations/issue-refund.js';
import { listParticipations } from '../operations/list-participations.js';
import { previewListing, type PreviewListing } from '../operations/preview-listing.js';
import { previewOffer, type PreviewOffer } from '../operations/preview-offer.js';
import { readDeadlines } from '../operations/read-deadlines.js';
import { readFeedOf } from '../operations/read-feed.js';
import type { AmazonLoaders } from './loaders.js';

type Context = SubgraphContext<AmazonLoaders>;

export function amazonResolvers(stores: Pick<StoreAccess, 'openOwned'>, intents: IntentLedger): ResolverMap<AmazonLoaders> {
  return {
    Query: {
      amazonListingPreview(_root: unknown, { input }: { input: Omit<PreviewListing, 'sellerId'> }, context: Context) {
        requireScope(context, 'catalog:read');
        return previewListing(stores, { ...input, sellerId: context.principal.sellerId });
      },
      amazonOfferPreview(_root: unknown, { input }: { input: Omit<PreviewOffer, 'sellerId'> }, context: Context) {
        requireScope(context, 'catalog:read');
        return previewOffer(stores, { ...input, sellerId: context.principal.sellerId });
      },
      amazonFeed(_root: unknown, { storeId, id }: { storeId: StoreId; id: string }, context: Context) {
        requireScope(context, 'orders:read');
        return readFeedOf(stores, { sellerId: context.principal.sellerId, storeId, id });
      },
    },
    Mutation: {
      amazonRefundIssue(_root: unknown, { input }: { input: Omit<IssueRefund, 'sellerId'> }, context: Context) {
        requireScope(context, 'orders:write');
        return issueRefund({ stores, intents }, { ...input, sellerId: context.principal.sellerId });
      },
    },
    Listing: {
      __resolveReference: (reference: ListingReference) => reference,
      amazon: (listing: ListingReference) => (listing.marketplace === 'AMAZON' ? listing : null),
    },
    AmazonListing: {
      sku: ({ remoteKey }: ListingReference) => remoteKey,
      asin: remoteId('asin'),
      productType: remoteId('productType'),
      live({ remoteKey, store }: ListingReference, _args: unknown, context: Context) {
        requireScope(context, 'catalog:read');
        return context.loaders.liveListings.load({ storeId: store.id, remoteKey });
      },
      featuredOffer({ remoteKey, store }: ListingReference, _args: unknown, context: Context) {
        requireScope(context, 'catalog:read');
        return context.loaders.featuredOffers.load({ storeId: store.id, remoteKey });
      },
      fees({ remoteKey, store }: ListingReference, { price }: { price: { amount: string; currency: string } }, context: Context) {
        requireScope(context, 'catalog:read');
        return estimateFees(stores, { sellerId: context.principal.sellerId, storeId: store.id, sku: remoteKey, price });
      },
    },
    AmazonLiveListing: { price: ({ price }: { price: Money | null }) => moneyField(price) },
    AmazonFeaturedOffer: { price: ({ price }: { price: Money | null }) => moneyField(price) },
    AmazonFees: { total: ({ total }: { total: Money | null }) => moneyField(total) },
    Order: {
      __resolveReference: (reference: OrderReference) => reference,
      amazon: ({ marketplace, remoteDetails }: OrderReference) => (marketplace === 'AMAZON' ? remoteDetails : null),
    },
    AmazonOrder: {
      programs: ({ programs }: { programs?: readonly string[] }) => programs ?? [],
      deliverBy: ({ deliverBy }: { deliverBy?: string }) => (deliverBy === undefined ? null : new Date(deliverBy)),
      cancelRequested: ({ cancelRequested }: { cancelRequested?: boolean }) => cancelRequested === true,
      parcels: ({ packages }: { packages?: readonly unknown[] }) => packages ?? [],
    },
    Store: {
      __resolveReference: (reference: StoreReference) => reference,
      amazon: (store: StoreReference) => (store.marketplace === 'AMAZON' ? store : null),
    },
    AmazonStore: {
      participations({ id }: StoreReference, _args: unknown, context: Context) {
        requireScope(context, 'stores:read');
        return listParticipations(stores, { sellerId: context.principal.sellerId, storeId: id });
      },
      access({ id }: StoreReference, _args: unknown, context: Context) {
        requireScope(context, 'stores:read');
        return readDeadlines(stores, { sellerId: context.principal.sellerId, storeId: id });
      },
    },
  };
}

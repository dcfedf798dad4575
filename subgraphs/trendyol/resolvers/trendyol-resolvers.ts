import type { StoreId } from '../../../platform/ids.js';
import { moneyField } from '../../../platform/subgraph/money-field.js';
import { requireScope } from '../../../platform/subgraph/require-scope.js';
import type { ResolverMap } from '../../../platform/subgraph/resolver-map.js';
import type { SubgraphContext } from '../../../platform/subgraph/subgraph.js';
import { type ListingReference, remoteId, type StoreReference } from '../../sync/connector/entity-references.js';
import type { IntentLedger } from '../../sync/connector/intent-ledger.js';
import { waitsForSeller } from '../connector/claim-answers.js';
import { readClaim } from '../connector/claim-units.js';
import { readAddresses, readCargoProviders, readIssueReasons } from '../connector/store-lists.js';
import { answerClaim } from '../operations/answer-claim.js';
import type { AnswerClaim } from '../operations/claim-input.js';
import type { Buybox } from '../operations/read-buyboxes.js';
import { reportDelivery, type ReportDelivery } from '../operations/report-delivery.js';
import type { Stores } from '../../sync/connector/stores-on.js';
import { askTrendyol } from '../operations/trendyol-store.js';
import type { TrendyolLoaders } from './loaders.js';
import { commissionsOf, type TrendyolOrderReference } from './order-commissions.js';

type Context = SubgraphContext<TrendyolLoaders>;
type Flag = 'fastDelivery' | 'micro' | 'commercial' | 'giftBoxRequested';

export function trendyolResolvers(stores: Stores, intents: IntentLedger): ResolverMap<TrendyolLoaders> {
  const of = (context: Context, storeId: StoreId) => ({ sellerId: context.principal.sellerId, storeId });
  const isTrue = (flag: Flag) => (details: Readonly<Record<string, unknown>>) => details[flag] === true;
  return {
    Query: {
      trendyolClaim(_root, { storeId, claimId }: { storeId: StoreId; claimId: string }, context: Context) {
        requireScope(context, 'orders:read');
        return askTrendyol(stores, of(context, storeId), (trendyol) => readClaim(trendyol, claimId));
      },
    },
    Mutation: {
      trendyolClaimAnswer(_root, { input }: { input: Omit<AnswerClaim, 'sellerId'> }, context: Context) {
        requireScope(context, 'orders:write');
        return answerClaim({ stores, intents }, { ...input, sellerId: context.principal.sellerId });
      },
      trendyolDeliveryReport(_root, { input }: { input: Omit<ReportDelivery, 'sellerId'> }, context: Context) {
        requireScope(context, 'orders:write');
        return reportDelivery({ ...input, sellerId: context.principal.sellerId }, stores);
      },
    },
    TrendyolClaimUnit: { isWaiting: waitsForSeller },
    Listing: {
      __resolveReference: (reference: ListingReference) => reference,
      trendyol: (listing: ListingReference) => (listing.marketplace === 'TRENDYOL' ? listing : null),
    },
    TrendyolListing: {
      barcode: ({ remoteKey }: ListingReference) => remoteKey,
      contentId: remoteId('contentId'),
      archived: (listing: ListingReference) => remoteId('archived')(listing) === 'true',
      buybox({ remoteKey, store }: ListingReference, _args, context: Context) {
        requireScope(context, 'catalog:read');
        return context.loaders.buyboxes.load({ storeId: store.id, remoteKey });
      },
      commissionPercent({ remoteKey, store }: ListingReference, _args, context: Context) {
        requireScope(context, 'catalog:read');
        return context.loaders.commissions.load({ storeId: store.id, remoteKey });
      },
    },
    TrendyolBuybox: {
      price: ({ price }: Buybox) => moneyField(price),
    },
    Order: {
      __resolveReference: (reference: TrendyolOrderReference) => reference,
      trendyol: (order: TrendyolOrderReference) => (order.marketplace === 'TRENDYOL' ? { ...order.remoteDetails, commissions: commissionsOf(order) } : null),
    },
    TrendyolOrder: { fastDelivery: isTrue('fastDelivery'), micro: isTrue('micro'), commercial: isTrue('commercial'), giftBoxRequested: isTrue('giftBoxRequested') },
    Store: {
      __resolveReference: (reference: StoreReference) => reference,
      trendyol: (store: StoreReference) => (store.marketplace === 'TRENDYOL' ? store : null),
    },
    TrendyolStore: {
      claimIssueReasons({ id }: StoreReference, _args, context: Context) {
        requireScope(context, 'orders:read');
        return askTrendyol(stores, of(context, id), readIssueReasons);
      },
      addresses({ id }: StoreReference, _args, context: Context) {
        requireScope(context, 'stores:read');
        return askTrendyol(stores, of(context, id), readAddresses);
      },
      cargoProviders({ id }: StoreReference, _args, context: Context) {
        requireScope(context, 'stores:read');
        return askTrendyol(stores, of(context, id), readCargoProviders);
      },
    },
  };
}

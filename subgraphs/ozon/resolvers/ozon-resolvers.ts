import type { StoreId } from '../../../platform/ids.js';
import type { Currency } from '../../../platform/money.js';
import { moneyField, type MoneyField } from '../../../platform/subgraph/money-field.js';
import { requireScope } from '../../../platform/subgraph/require-scope.js';
import type { ResolverMap } from '../../../platform/subgraph/resolver-map.js';
import type { SubgraphContext } from '../../../platform/subgraph/subgraph.js';
import { type ListingReference, type OrderReference, remoteId, type StoreReference } from '../../sync/connector/entity-references.js';
import type { IntentLedger } from '../../sync/connector/intent-ledger.js';
import type { BuyerCancellation } from '../connector/buyer-cancellations.js';
import type { Exemplar, ExemplarStatus } from '../connector/exemplars.js';
import { listCountries } from '../connector/exemplars.js';
import type { ShippingCost } from '../connector/fees.js';
import type { ProductFinance } from '../connector/finances.js';
import { readLabels } from '../connector/labels.js';
import { orderNumberOf } from '../connector/posting.js';
import type { RfbsReturn } from '../connector/rfbs-returns.js';
import { answerCancellation, readCancellation, type AnswerCancellation } from '../operations/answer-cancellation.js';
import { createLabels, type CreateLabels } from '../operations/create-labels.js';
import { decideReturn, readReturn, type DecideReturn } from '../operations/decide-return.js';
import type { Stores } from '../../sync/connector/stores-on.js';
import { askOzon } from '../operations/ozon-store.js';
import { readCosts, type Costs } from '../operations/read-costs.js';
import { readKey, readWarehouses } from '../operations/read-store.js';
import { readUnits } from '../operations/read-units.js';
import { reportDelivery, type ReportDelivery } from '../operations/report-delivery.js';
import { setCountry, type SetCountry } from '../operations/set-country.js';
import { setExemplars, type SetExemplars } from '../operations/set-exemplars.js';
import { setTracking, type SetTracking } from '../operations/set-tracking.js';
import type { OzonLoaders, PriceIndex } from './loaders.js';

type Context = SubgraphContext<OzonLoaders>;
type CostLine = ShippingCost & { readonly currency: Currency };

export function ozonResolvers(stores: Stores, intents: IntentLedger): ResolverMap<OzonLoaders> {
  const of = (context: Context, storeId: StoreId) => ({ sellerId: context.principal.sellerId, storeId });
  return {
    Query: {
      ozonUnits(_root, { storeId, postingNumber }: { storeId: StoreId; postingNumber: string }, context: Context) {
        requireScope(context, 'orders:read');
        return readUnits({ ...of(context, storeId), postingNumber }, stores);
      },
      ozonCountries(_root, { storeId, search }: { storeId: StoreId; search: string }, context: Context) {
        requireScope(context, 'orders:read');
        return askOzon(stores, of(context, storeId), (ozon) => listCountries(ozon, search));
      },
      ozonLabel(_root, { storeId, taskId }: { storeId: StoreId; taskId: string }, context: Context) {
        requireScope(context, 'orders:read');
        return askOzon(stores, of(context, storeId), (ozon) => readLabels(ozon, taskId));
      },
      ozonReturn(_root, { storeId, returnId }: { storeId: StoreId; returnId: string }, context: Context) {
        requireScope(context, 'orders:read');
        return askOzon(stores, of(context, storeId), (ozon) => readReturn(ozon, returnId));
      },
      ozonCancellation(_root, { storeId, cancelId }: { storeId: StoreId; cancelId: string }, context: Context) {
        requireScope(context, 'orders:read');
        return askOzon(stores, of(context, storeId), (ozon) => readCancellation(ozon, cancelId));
      },
    },
    Mutation: {
      ozonCancellationAnswer(_root, { input }: { input: Omit<AnswerCancellation, 'sellerId'> }, context: Context) {
        requireScope(context, 'orders:write');
        return answerCancellation(stores, { ...input, sellerId: context.principal.sellerId });
      },
      ozonReturnDecide(_root, { input }: { input: Omit<DecideReturn, 'sellerId'> }, context: Context) {
        requireScope(context, 'orders:write');
        return decideReturn({ stores, intents }, { ...input, sellerId: context.principal.sellerId });
      },
      ozonExemplarsSet(_root, { input }: { input: Omit<SetExemplars, 'sellerId'> }, context: Context) {
        requireScope(context, 'orders:write');
        return setExemplars({ ...input, sellerId: context.principal.sellerId }, stores);
      },
      ozonCountrySet(_root, { input }: { input: Omit<SetCountry, 'sellerId'> }, context: Context) {
        requireScope(context, 'orders:write');
        return setCountry({ ...input, sellerId: context.principal.sellerId }, stores);
      },
      ozonDeliveryReport(_root, { input }: { input: Omit<ReportDelivery, 'sellerId'> }, context: Context) {
        requireScope(context, 'orders:write');
        return reportDelivery({ ...input, sellerId: context.principal.sellerId }, stores);
      },
      ozonTrackingSet(_root, { input }: { input: Omit<SetTracking, 'sellerId'> }, context: Context) {
        requireScope(context, 'orders:write');
        return setTracking({ ...input, sellerId: context.principal.sellerId }, stores);
      },
      ozonLabelsCreate(_root, { input }: { input: Omit<CreateLabels, 'sellerId'> }, context: Context) {
        requireScope(context, 'orders:write');
        return createLabels({ stores, intents }, { ...input, sellerId: context.principal.sellerId });
      },
    },
    Listing: {
      __resolveReference: (reference: ListingReference) => reference,
      ozon: (listing: ListingReference) => (listing.marketplace === 'OZON' ? listing : null),
    },
    OzonListing: {
      offerId: ({ remoteKey }: ListingReference) => remoteKey,
      productId: remoteId('productId'),
      sku: remoteId('sku'),
      titleLanguage: remoteId('titleLanguage'),
      descriptionLanguage: remoteId('descriptionLanguage'),
      isRussian: (listing: ListingReference) => remoteId('titleLanguage')(listing) === 'RU' && remoteId('descriptionLanguage')(listing) === 'RU',
      archived: (listing: ListingReference) => remoteId('archived')(listing) === 'true',
      priceIndex({ remoteKey, store }: ListingReference, _args, context: Context) {
        requireScope(context, 'catalog:read');
        return context.loaders.priceIndexes.load({ storeId: store.id, remoteKey });
      },
      costs({ remoteKey, store }: ListingReference, { price }: { price?: string | null }, context: Context) {
        requireScope(context, 'catalog:read');
        return readCosts({ ...of(context, store.id), offerId: remoteKey, price: price ?? null }, stores);
      },
    },
    OzonPriceIndex: { leastPrice: ({ leastPrice }: PriceIndex) => moneyField(leastPrice) },
    OzonCosts: { schemes: ({ schemes, currency }: Costs): CostLine[] => schemes.map((one) => ({ ...one, currency })) },
    OzonSchemeCost: {
      commission: amountOf(({ commissionMinor }) => commissionMinor),
      acquiring: amountOf(({ acquiringMinor }) => acquiringMinor),
      firstMileMin: amountOf(({ firstMileMinor }) => firstMileMinor.min),
      firstMileMax: amountOf(({ firstMileMinor }) => firstMileMinor.max),
      carriageMin: amountOf(({ carriageMinor }) => carriageMinor.min),
      carriageMax: amountOf(({ carriageMinor }) => carriageMinor.max),
      lastMile: amountOf(({ lastMileMinor }) => lastMileMinor),
      returning: amountOf(({ returnMinor }) => returnMinor),
      totalMin: amountOf(({ totalMinor }) => totalMinor.min),
      totalMax: amountOf(({ totalMinor }) => totalMinor.max),
    },
    OzonCancellation: {
      cancelId: ({ cancellationId }: BuyerCancellation) => `cancel-${cancellationId}`,
      orderNumber: ({ postingNumber }: BuyerCancellation) => orderNumberOf(postingNumber),
      requestedAt: ({ requestedAt }: BuyerCancellation) => requestedAt.toISOString(),
      answerBy: ({ answerBy }: BuyerCancellation) => answerBy?.toISOString() ?? null,
    },
    OzonReturn: { price: ({ price }: RfbsReturn) => moneyField(price) },
    OzonUnitCheck: { refused: ({ exemplars }: ExemplarStatus) => exemplars.filter(({ errors }) => errors.length > 0) },
    OzonUnit: {
      needsMark: ({ needs }: Exemplar) => needs.mark,
      needsGtd: ({ needs }: Exemplar) => needs.gtd,
      needsRnpt: ({ needs }: Exemplar) => needs.rnpt,
      needsUin: ({ needs }: Exemplar) => needs.uin,
      markCount: ({ marks }: Exemplar) => marks.length,
    },
    Order: {
      __resolveReference: (reference: OrderReference) => reference,
      ozon: ({ marketplace, remoteDetails }: OrderReference) => (marketplace === 'OZON' ? remoteDetails : null),
    },
    OzonOrder: {
      isLegal: ({ isLegal }: { isLegal?: unknown }) => isLegal === true,
      isExpress: ({ isExpress }: { isExpress?: unknown }) => isExpress === true,
      finances: ({ finances }: { finances?: readonly ProductFinance[] }) => finances ?? [],
    },
    OzonProductFinance: {
      listPrice: ({ listPrice }: ProductFinance) => moneyField(listPrice),
      price: ({ price }: ProductFinance) => moneyField(price),
      buyerPrice: ({ buyerPrice }: ProductFinance) => moneyField(buyerPrice),
      commission: ({ commission }: ProductFinance) => moneyField(commission),
      payout: ({ payout }: ProductFinance) => moneyField(payout),
    },
    Store: {
      __resolveReference: (reference: StoreReference) => reference,
      ozon: (store: StoreReference) => (store.marketplace === 'OZON' ? store : null),
    },
    OzonStore: {
      key({ id }: StoreReference, _args, context: Context) {
        requireScope(context, 'stores:read');
        return readKey(of(context, id), stores);
      },
      warehouses({ id }: StoreReference, _args, context: Context) {
        requireScope(context, 'stores:read');
        return readWarehouses(of(context, id), stores);
      },
    },
  };
}

function amountOf(minorOf: (cost: CostLine) => number): (cost: CostLine) => MoneyField {
  return (cost) => moneyField({ amountMinor: minorOf(cost), currency: cost.currency });
}

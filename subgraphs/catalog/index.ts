import type { Db } from 'mongodb';
import type { Clock } from '../../platform/clock.js';
import type { EventLog } from '../../platform/events/event-log.js';
import { callIndexesOf, createCallStore } from '../../platform/idempotency/call-store.js';
import type { ListingId, SellerId, StoreId } from '../../platform/ids.js';
import type { CollectionIndexes } from '../../platform/mongo/indexes.js';
import { loadSubgraphSdl } from '../../platform/subgraph/schema-files.js';
import type { ResolverMap } from '../../platform/subgraph/resolver-map.js';
import type { SubgraphDefinition } from '../../platform/subgraph/subgraph.js';
import type { Logger } from '../../platform/telemetry/logger.js';
import { adjustStock } from './operations/adjust-stock.js';
import { followRates } from './operations/follow-rates.js';
import type { CatalogDeps, RateSource, StoreDirectory } from './operations/catalog-deps.js';
import { compareListings } from './operations/compare-listings.js';
import { consumeStock } from './operations/consume-stock.js';
import { countByOperation } from './operations/count-by-operation.js';
import { countWaiting } from './operations/count-waiting.js';
import { findListings, listingsOfAttempt } from './operations/find-listings.js';
import { goodsByRemoteKey } from './operations/goods-by-remote-key.js';
import { importCsv } from './operations/import-csv.js';
import { foreseePublishing } from './operations/foresee-publishing.js';
import { exportMappings, type ExportMappings } from './operations/export-mappings.js';
import { importMappings } from './operations/import-mappings.js';
import { saveMapping } from './operations/upsert-mapping.js';
import { loadForPublish } from './operations/load-for-publish.js';
import { markAccepted } from './operations/mark-accepted.js';
import { markSent } from './operations/mark-sent.js';
import { markSettled } from './operations/mark-settled.js';
import { markUnknown } from './operations/mark-unknown.js';
import { markVerified } from './operations/mark-verified.js';
import { nextDueAt } from './operations/next-due-at.js';
import { noteRivals } from './operations/note-rivals.js';
import { propagatePending } from './operations/propagate-pending.js';
import { publishListings } from './operations/publish-listings.js';
import { stockOfSkus, stockPage } from './operations/read-stock.js';
import { recordDrift } from './operations/record-drift.js';
import { releaseStock } from './operations/release-stock.js';
import { recall } from './operations/recall.js';
import { requeue } from './operations/requeue.js';
import { reserveForOrders } from './operations/reserve-for-orders.js';
import { reserveStock } from './operations/reserve-stock.js';
import { consumeForOrders, releaseForOrders } from './operations/settle-for-orders.js';
import { setPrices } from './operations/set-prices.js';
import { setStock } from './operations/set-stock.js';
import { settleArrived } from './operations/settle-arrived.js';
import { settleByReading } from './operations/settle-by-reading.js';
import { explainPrice } from './operations/explain-price.js';
import { explainQuantity } from './operations/explain-quantity.js';
import { findBySkus } from './operations/find-by-skus.js';
import { findConversionPairs } from './operations/find-conversion-pairs.js';
import { openConflicts, resolveConflicts } from './operations/resolve-conflicts.js';
import { retryListings } from './operations/retry-listings.js';
import { retryRejected } from './operations/retry-rejected.js';
import { troublesOfOperation } from './operations/troubles-of-operation.js';
import { withdrawQueued } from './operations/withdraw-queued.js';
import { storesDue } from './operations/stores-due.js';
import { takeDueListings } from './operations/take-due-listings.js';
import { upsertProducts } from './operations/upsert-products.js';
import { withdrawListings } from './operations/withdraw-listings.js';
import { conflictMutations, conflictQueries, conflictSubscription, conflictTypes } from './resolvers/conflict-resolvers.js';
import { goodsResolvers } from './resolvers/goods-resolvers.js';
import { listingResolvers, subscriptionResolvers } from './resolvers/listing-resolvers.js';
import { type CatalogLoaders, createCatalogLoaders } from './resolvers/loaders.js';
import { mappingQueries, mappingTypes } from './resolvers/mapping-resolvers.js';
import { mutationResolvers } from './resolvers/mutation-resolvers.js';
import { queryResolvers } from './resolvers/query-resolvers.js';
import type { Listing } from './domain/listing.js';
import { shownPrice } from './domain/shown-price.js';
import type { VariantPrice } from './domain/variant.js';
import { conflictIndexes, createConflictStore } from './store/conflict-store.js';
import { createListingStore, listingIndexes } from './store/listing-store.js';
import { createMappingStore, mappingIndexes } from './store/mapping-store.js';
import { createProductStore, productIndexes } from './store/product-store.js';
import { createVariantStore, variantIndexes } from './store/variant-store.js';

export interface CatalogOptions {
  readonly db: Db;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly stores: StoreDirectory;
  /** Something was written that wants to be announced soon: the outbox relay's `poke`. */
  announce(): void;
  /** Where exchange rates come from; without it no price is converted. */
  readonly rates?: RateSource;
  /** A price is converted anew when its rate has moved by more than so many hundredths of a percent; 100 (1 %) by default. */
  readonly rateStepBasisPoints?: number;
  /** Live events, for subscriptions; a process without them serves none. */
  readonly events?: Pick<EventLog, 'subscribe'>;
  /** Listings of these stores became due by an upsert or import: wake their lanes. A sweep finds them anyway. */
  readonly wake?: (storeIds: readonly StoreId[]) => void;
}

export type Catalog = ReturnType<typeof createCatalog>;

/** The catalog: products, variants with stock and price, and their listings on the stores. */
export function createCatalog({ db, events = NO_EVENTS, wake = () => undefined, rates = NO_RATES, rateStepBasisPoints = 100, ...rest }: CatalogOptions) {
  const deps: CatalogDeps = { ...rest, wake, rates, rateStepBasisPoints, calls: createCallStore(db, 'catalog_calls'), mappings: createMappingStore(db), conflicts: createConflictStore(db), products: createProductStore(db), variants: createVariantStore(db), listings: createListingStore(db) };
  const bind = <A, R>(operation: (deps: CatalogDeps, input: A) => Promise<R>) => (input: A) => operation(deps, input);

  const subgraph: SubgraphDefinition<CatalogLoaders> = {
    name: 'catalog',
    typeDefs: loadSubgraphSdl('catalog'),
    resolvers: catalogResolvers(deps, events),
    createLoaders: (principal) => createCatalogLoaders(principal, deps),
  };

  return {
    subgraph,
    upsertProducts: bind(upsertProducts),
    importCsv: bind(importCsv),
    importMappings: bind(importMappings),
    exportMappings: (of: ExportMappings) => exportMappings(deps, of),
    saveMapping: bind(saveMapping),
    explainQuantity: bind(explainQuantity),
    explainPrice: bind(explainPrice),
    setPrices: bind(setPrices),
    setStock: bind(setStock),
    adjustStock: bind(adjustStock),
    reserveStock: bind(reserveStock),
    releaseStock: bind(releaseStock),
    consumeStock: bind(consumeStock),
    goodsByRemoteKey: bind(goodsByRemoteKey),
    reserveForOrders: bind(reserveForOrders),
    consumeForOrders: bind(consumeForOrders),
    releaseForOrders: bind(releaseForOrders),
    publishListings: bind(publishListings),
    withdrawListings: bind(withdrawListings),
    /** Remote keys of a store's goods on sale after this one, in order: for reading back bit by bit. */
    keysOnSale: ({ storeId, after, limit }: { readonly storeId: StoreId; readonly after: string | null; readonly limit: number }) => deps.listings.keysOnSale(storeId, after, limit),
    findListings: bind(findListings),
    listingsByIds: (ids: readonly ListingId[]) => deps.listings.byIds(ids),
    listingsOfAttempt: bind(listingsOfAttempt),
    foreseePublishing: bind(foreseePublishing),
    loadForPublish: bind(loadForPublish),
    takeDueListings: bind(takeDueListings),
    stockOfSkus: bind(stockOfSkus),
    stockPage: bind(stockPage),
    /** What leaving the store alone now costs: the least of `Listing.priority` of what may be sent; null when nothing may. */
    firstPriority: (storeId: StoreId) => deps.listings.firstPriority(storeId, rest.clock.now()),
    /** How many of a store's listings wait to be sent, now or later, as far as `limit`. */
    countDue: (storeId: StoreId, limit: number) => deps.listings.countDue(storeId, limit),
    nextDueAt: (storeId: StoreId) => nextDueAt(deps, storeId),
    /** Since when a store has waited for a price or quantity to be on its marketplace, whatever was tried meanwhile; null when for none. */
    oldestUnsettled: (storeId: StoreId) => deps.listings.oldestUnsettled(storeId),
    /** Why values of a store's listings are refused now, and of how many. One found refused before the hub kept it is not among them. */
    refusedListings: (storeId: StoreId) => deps.listings.refusals(storeId),
    storesDue: (before: Date) => storesDue(deps, before),
    findBySkus: bind(findBySkus),
    retryRejected: bind(retryRejected),
    retryListings: bind(retryListings),
    troublesOfOperation: bind(troublesOfOperation),
    withdrawQueued: bind(withdrawQueued),
    countByOperation: bind(countByOperation),
    countWaiting: bind(countWaiting),
    markSent: bind(markSent),
    markAccepted: bind(markAccepted),
    markUnknown: bind(markUnknown),
    markSettled: bind(markSettled),
    requeue: bind(requeue),
    recall: bind(recall),
    markVerified: bind(markVerified),
    recordDrift: bind(recordDrift),
    compareListings: bind(compareListings),
    countOnSale: (storeId: StoreId) => deps.listings.countOnSale(storeId),
    settleArrived: bind(settleArrived),
    settleByReading: bind(settleByReading),
    resolveConflicts: bind(resolveConflicts),
    noteRivals: bind(noteRivals),
    countOpenConflicts: (storeId: StoreId, limit: number) => deps.conflicts.countOpen(storeId, limit),
    openConflicts: (which: Parameters<typeof openConflicts>[1]) => openConflicts(deps, which),
    /** Listings whose quantity is to be looked at once more, and when the next one is. */
    doubtedListings: (storeId: StoreId, before: Date, limit: number) => deps.listings.doubted(storeId, before, limit),
    postponeDoubts: (ids: readonly ListingId[], when: { readonly now: Date; readonly lookAt: Date }) => deps.listings.postponeDoubts(ids, when),
    nextDoubtAt: (storeId: StoreId) => deps.listings.nextDoubtAt(storeId),
    propagatePending: () => propagatePending(deps),
    followRates: () => followRates(deps),
    conversionPairs: (sellerId: SellerId) => findConversionPairs(deps, sellerId),
    /** What a listing would show of a base price now: as it is in the store's currency, else by the listing's present rate; null without one. */
    shownPrice: (listing: Listing, base: VariantPrice) => shownPrice(listing, base, rest.clock.now()),
    indexes: [productIndexes, variantIndexes, listingIndexes, callIndexesOf('catalog_calls'), mappingIndexes, ...conflictIndexes] as readonly CollectionIndexes[],
    outboxed: [deps.variants.collection, deps.listings.collection, deps.conflicts.collection],
  };
}

/** Each part brings whole types, and its part of the types that several have. */
function catalogResolvers(deps: CatalogDeps, events: Pick<EventLog, 'subscribe'>): ResolverMap<CatalogLoaders> {
  const parts: readonly ResolverMap<CatalogLoaders>[] = [
    { Query: queryResolvers(deps) }, { Query: mappingQueries(deps) }, { Query: conflictQueries(deps) }, mutationResolvers(deps), { Mutation: conflictMutations(deps) }, mappingTypes(deps),
    goodsResolvers, listingResolvers, conflictTypes(deps), subscriptionResolvers(events), conflictSubscription(events),
  ];
  const types = [...new Set(parts.flatMap((part) => Object.keys(part)))];
  return Object.fromEntries(types.map((type) => [type, Object.assign({}, ...parts.map((part) => part[type]))]));
}

const NO_RATES: RateSource = { currentRate: () => Promise.resolve(null) };

const NO_EVENTS: Pick<EventLog, 'subscribe'> = {
  subscribe() {
    throw new Error('this process was started without an event log');
  },
};

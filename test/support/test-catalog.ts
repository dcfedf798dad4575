import { connectMongo } from '../../platform/mongo/client.js';
import type { EventLog } from '../../platform/events/event-log.js';
import { ensureIndexes } from '../../platform/mongo/indexes.js';
import { newId, type OperationId, type SellerId, type Sku, type StoreId } from '../../platform/ids.js';
import { type Currency, money } from '../../platform/money.js';
import { createLogger } from '../../platform/telemetry/logger.js';
import { OPEN_POLICY } from '../../subgraphs/stores/domain/stock-policy.js';
import type { StockPolicy, Store } from '../../subgraphs/stores/domain/store.js';
import { createCatalog } from '../../subgraphs/catalog/index.js';
import type { ListingField } from '../../subgraphs/catalog/domain/listing.js';
import { dueItems } from '../../subgraphs/catalog/operations/attempt-items.js';
import type { RateSource, StoreDirectory } from '../../subgraphs/catalog/operations/catalog-deps.js';
import { newVariant } from '../../subgraphs/catalog/domain/new-variant.js';
import type { Product } from '../../subgraphs/catalog/domain/product.js';
import type { Variant } from '../../subgraphs/catalog/domain/variant.js';

export const START = new Date('2026-11-22T12:00:00Z');

export interface TestCatalogOptions {
  readonly stores?: number;
  readonly variants?: number;
  readonly events?: EventLog;
  /** Of the stores, in their order; lira where absent. */
  readonly currencies?: readonly Currency[];
  readonly rates?: RateSource;
}

/** A catalog on a database of its own with one seller, some stores and variants `SKU-0 …` of 10 units at 100 TRY, for the catalog's tests. */
export async function startTestCatalog({ stores: storeCount = 2, variants: variantCount = 3, events, currencies = [], rates }: TestCatalogOptions = {}) {
  const url = process.env['TEST_MONGODB_URL'];
  if (url === undefined) throw new Error('TEST_MONGODB_URL is not set: run through jest');
  const mongo = await connectMongo({ url, database: `catalog_${newId('event')}` });
  const sellerId = newId('seller');
  let now = START;
  const clock = { now: () => now };
  const stores = Array.from({ length: storeCount }, (_, index) => testStore(sellerId, index, currencies[index] ?? 'TRY'));
  const catalog = createCatalog({ db: mongo.db, clock, logger: createLogger({ level: 'silent', name: 'test' }), announce: () => undefined, stores: directoryOf(stores), ...(events && { events }), ...(rates && { rates }) });
  await ensureIndexes(mongo.db, catalog.indexes);

  const product = testProduct(sellerId);
  await mongo.db.collection<Product>('products').insertOne(product);
  const skus = Array.from({ length: variantCount }, (_, index) => `SKU-${index}` as Sku);
  const variants = mongo.db.collection<Variant>('variants');
  for (let from = 0; from < skus.length; from += 1000) await variants.insertMany(skus.slice(from, from + 1000).map((sku) => testVariant(sellerId, product, sku)));
  const storeIds = stores.map(({ _id }) => _id);

  return {
    catalog,
    mongo,
    sellerId,
    skus,
    stores,
    storeIds,
    product,
    sku: skus[0] as Sku,
    storeId: storeIds[0] as StoreId,
    otherStoreId: storeIds[1] as StoreId,
    now: () => now,
    passMs: (ms: number) => void (now = new Date(now.getTime() + ms)),
    setPolicy: (index: number, stockPolicy: StockPolicy) => {
      const store = stores[index]!;
      stores[index] = { ...store, stockPolicy, policyVersion: store.policyVersion + 1, policyPending: true };
    },
    /** Everything on sale on every store, applied by the marketplaces as it is wanted. */
    async publishAll() {
      for (const storeId of storeIds) await this.publishOn(storeId);
    },
    async publishOn(storeId: StoreId) {
      for (let from = 0; from < skus.length; from += 5000) {
        await catalog.publishListings({ sellerId, operationId: newId('operation'), storeId, items: skus.slice(from, from + 5000).map((sku) => ({ sku })), remoteKeyOf: (variant) => variant.sku, isOnSale: true });
      }
      await this.settleAll(storeId);
    },
    /** Sends whatever is due on a store and has all of it applied. Gives back what was sent. */
    async settleAll(storeId: StoreId) {
      const sent: { sku: Sku; field: ListingField; value: unknown }[] = [];
      for (;;) {
        const { items, attemptId, values } = await this.sendDue(storeId);
        if (items.length === 0) return sent;
        sent.push(...values);
        await catalog.markSettled({ attemptId, at: now, evidence: 'RECEIPT', results: items.map((item) => ({ ...item, ok: true as const })) });
      }
    },
    /** Takes what is due on a store for one attempt. */
    async sendDue(storeId: StoreId, { limit = 1000, fence = 1, attemptId = newId('attempt') } = {}) {
      const due = await catalog.takeDueListings({ storeId, limit, now });
      const wanted = due.flatMap((listing) => dueItems(listing, now));
      const { items } = await catalog.markSent({ storeId, attemptId, fence, at: now, items: wanted });
      const listings = new Map(due.map((listing) => [listing._id, listing]));
      const values = items.map(({ listingId, field }) => ({ sku: listings.get(listingId)!.sku, field, value: listings.get(listingId)![field].desired.value }));
      return { attemptId, items, values };
    },
    variant: async (sku: Sku) => (await variants.findOne({ sellerId, sku }))!,
    listing: async (storeId: StoreId, sku: Sku) => (await catalog.findListings({ sellerId, storeId, skus: [sku] }))[0]!,
    newOperation: (): OperationId => newId('operation'),
    async stop() {
      await mongo.db.dropDatabase();
      await mongo.close();
    },
  };
}

export const lira = (amountMinor: number) => money(amountMinor, 'TRY');

function directoryOf(stores: Store[]): StoreDirectory {
  return {
    findStores: async (ids) => stores.filter(({ _id }) => ids.includes(_id)),
    storesWithPendingPolicy: async () => stores.filter(({ policyPending }) => policyPending === true),
    clearPendingPolicy: async ({ storeId }) => {
      for (const [index, store] of stores.entries()) if (store._id === storeId) stores[index] = { ...store, policyPending: false };
    },
  };
}

function testStore(sellerId: SellerId, index: number, currency: Currency): Store {
  return {
    _id: newId('store'),
    sellerId,
    marketplace: index % 2 === 0 ? 'TRENDYOL' : 'N11',
    name: `Store ${index}`,
    baseUrl: 'http://127.0.0.1:1',
    currency,
    remoteSellerId: newId('event'),
    credentialsSealed: '',
    stockPolicy: OPEN_POLICY,
    policyVersion: 1,
    state: { kind: 'ACTIVE' },
    webhook: { kind: 'NONE' },
    createdAt: START,
  };
}

function testProduct(sellerId: SellerId): Product {
  return { _id: newId('product'), sellerId, handle: 'kazak', title: 'Kazak', descriptionHtml: '', brand: null, categoryHint: null, images: [], contentRevision: 1, version: 1, createdAt: START, updatedAt: START };
}

function testVariant(sellerId: SellerId, product: Product, sku: Sku): Variant {
  return newVariant({ sellerId, productId: product._id, sku, barcode: null, options: [], price: { saleMinor: 10_000, listMinor: 10_000, currency: 'TRY' }, onHand: 10, at: START });
}

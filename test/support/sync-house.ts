import type { Collection } from 'mongodb';
import { systemClock } from '../../platform/clock.js';
import type { DomainEvent } from '../../platform/events/event.js';
import { createEventLog } from '../../platform/events/event-log.js';
import { createOutboxRelay, type OutboxedDocument, type OutboxRelay } from '../../platform/events/outbox.js';
import { createCallPaces } from '../../platform/http/call-paces.js';
import { createCircuitBoard } from '../../platform/http/circuit-board.js';
import { createMarketplaceHttpFactory } from '../../platform/http/marketplace-http.js';
import { newId, type SellerId, type Sku, type StoreId } from '../../platform/ids.js';
import { connectMongo } from '../../platform/mongo/client.js';
import { ensureIndexes } from '../../platform/mongo/indexes.js';
import { createPayloadArchive, payloadIndexes } from '../../platform/payloads/archive.js';
import { SCOPES, type Principal } from '../../platform/principal.js';
import { createWakeQueue } from '../../platform/queue/wake-queue.js';
import { createQuotaKeeper } from '../../platform/quota/quota-keeper.js';
import { connectRedis } from '../../platform/redis/client.js';
import { createSecretBox } from '../../platform/secrets/secret-box.js';
import { createLogger, type Logger } from '../../platform/telemetry/logger.js';
import { createMetrics } from '../../platform/telemetry/metrics.js';
import { newVariant } from '../../subgraphs/catalog/domain/new-variant.js';
import type { Product } from '../../subgraphs/catalog/domain/product.js';
import type { Variant } from '../../subgraphs/catalog/domain/variant.js';
import type { RateSource } from '../../subgraphs/catalog/operations/catalog-deps.js';
import { createCatalog } from '../../subgraphs/catalog/index.js';
import { createOrders } from '../../subgraphs/orders/index.js';
import type { Marketplace } from '../../subgraphs/stores/domain/marketplace.js';
import { createStores } from '../../subgraphs/stores/index.js';
import { reasonsTold } from '../../subgraphs/sync/connector/cancel-reasons.js';
import { createAccountCheck } from '../../subgraphs/sync/connector/check-account.js';
import type { ConnectorRegistry } from '../../subgraphs/sync/connector/store-access.js';
import { createPayloadDrifts } from '../../subgraphs/sync/drift/index.js';
import { createStoreFigureBook } from '../../subgraphs/sync/figures/index.js';
import { createSync } from '../../subgraphs/sync/index.js';
import type { SchedulePort } from '../../subgraphs/sync/schedule-port.js';

export type SyncHouse = Awaited<ReturnType<typeof openSyncHouse>>;

export interface SyncHouseOptions {
  readonly mongoUrl: string;
  readonly database: string;
  readonly redisUrl: string;
  readonly connectors: ConnectorRegistry;
  readonly logger?: Logger;
  /** The seller of a house opened before on the same database: a second process. */
  readonly sellerId?: SellerId;
  /** Where marketplaces reach the house with webhooks. */
  readonly publicUrl?: string;
  /** Where exchange rates come from; none are known without it. */
  readonly rates?: RateSource;
  /** Who decides how often stores are looked at; the connectors' limits without it. */
  readonly schedules?: SchedulePort;
  /** Stores worked at the same time. */
  readonly concurrency?: number;
  /** Hears of what the relay has published. */
  readonly onPublished?: (events: readonly DomainEvent[]) => void;
  /** Between two pages of a sweep. */
  readonly sweepPagePauseMs?: number;
  readonly sweepEveryMs?: number;
}

export interface StoreAccountInTest {
  readonly marketplace: Marketplace;
  readonly baseUrl: string;
  readonly remoteSellerId: string;
  readonly credentials: unknown;
  readonly currency?: string;
}

/** Every real part of the push side in one process, without a gateway: one seller, stores and goods as asked for. */
export async function openSyncHouse({ mongoUrl, database, redisUrl, connectors, logger = createLogger({ level: 'silent', name: 'test' }), sellerId = newId('seller'), publicUrl, rates, schedules, onPublished, sweepPagePauseMs, sweepEveryMs, concurrency }: SyncHouseOptions) {
  const clock = systemClock;
  const metrics = createMetrics();
  const mongo = await connectMongo({ url: mongoUrl, database });
  const redis = await connectRedis(redisUrl, { logger });
  const { db } = mongo;
  const secretBox = createSecretBox({ keys: [{ id: 'test', key: Buffer.alloc(32, 7) }] });
  const drifts = createPayloadDrifts({ db, clock, logger, sampleEveryMs: { atFirst: 0, later: 0 } });
  const archive = drifts.watch(createPayloadArchive({ db, clock }));
  const quotas = createQuotaKeeper({ redis });
  const circuits = createCircuitBoard({ redis, clock });
  const paces = createCallPaces({ redis, metrics });
  const figures = createStoreFigureBook({ db, clock, logger });
  const http = createMarketplaceHttpFactory({ archive, quotas, quotaWatcher: figures.quotas, metrics, logger, clock, circuits, paces });
  const events = createEventLog({ redis });
  const relay: { current?: OutboxRelay } = {};
  const announce = (): void => relay.current?.poke();
  const stores = createStores({ db, secretBox, clock, logger, events, announce, accountCheck: createAccountCheck({ connectors, http, redis, clock, mayCall: () => true }), ...(publicUrl === undefined ? {} : { publicUrl }) });
  const catalog = createCatalog({ db, clock, logger, stores, announce, ...(rates && { rates }) });
  const orders = createOrders({ db, clock, logger, announce, secretBox, catalog, events, reasonTold: reasonsTold(connectors) });
  const queues = { lanes: createWakeQueue({ redis, name: 'lanes', logger, metrics, patienceMs: (storeId) => sync.lanePatience(storeId as StoreId) }), intake: createWakeQueue({ redis, name: 'intake', logger, metrics }) };
  const sync = createSync({ db, redis, secretBox, clock, logger, metrics, announce, stores, catalog, orders, connectors, http, archive, drifts, quotas, circuits, paces, figures, queues, events, ...(publicUrl === undefined ? {} : { publicUrl }), ...(schedules && { schedules }), ...(sweepPagePauseMs === undefined ? {} : { sweepPagePauseMs }), ...(sweepEveryMs === undefined ? {} : { sweepEveryMs }), ...(concurrency === undefined ? {} : { concurrency }) });
  await ensureIndexes(db, [...stores.indexes, ...catalog.indexes, ...orders.indexes, ...sync.indexes, payloadIndexes]);
  const collections = [stores.outboxed, ...catalog.outboxed, orders.outboxed, sync.outboxed] as unknown as Collection<OutboxedDocument>[];
  relay.current = createOutboxRelay({ collections, log: events, logger, metrics, ...(onPublished && { onPublished }) });
  const principal: Principal = { sellerId, keyId: 'key_test', scopes: SCOPES };

  return {
    db, redis, mongo, logger, secretBox, metrics, http, stores, catalog, orders, sync, figures, events, archive, queues, quotas, sellerId, principal,
    async connectStore(account: StoreAccountInTest): Promise<StoreId> {
      const { store, userErrors } = await stores.connectStore({ sellerId, name: `${account.marketplace} ${account.remoteSellerId}`, ...account });
      if (!store) throw new Error(`the store was not connected: ${JSON.stringify(userErrors)}`);
      return store._id;
    },
    /** Variants of one product at 100 TRY with 10 units, each with a barcode equal to its SKU. */
    async addVariants(skus: readonly string[]): Promise<void> {
      const now = clock.now();
      const product: Product = { _id: newId('product'), sellerId, handle: newId('event'), title: 'Kazak', descriptionHtml: '<p>Kazak</p>', brand: null, categoryHint: null, images: [], contentRevision: 1, version: 1, createdAt: now, updatedAt: now };
      await db.collection<Product>('products').insertOne(product);
      const variants = skus.map((sku) => newVariant({ sellerId, productId: product._id, sku: sku as Sku, barcode: sku, options: [], price: { saleMinor: 10_000, listMinor: 10_000, currency: 'TRY' }, onHand: 10, at: now }));
      for (let from = 0; from < variants.length; from += 1_000) await db.collection<Variant>('variants').insertMany(variants.slice(from, from + 1_000));
    },
    /** The goods are on sale there under their barcodes already. */
    async adoptListings(storeId: StoreId, skus: readonly string[]): Promise<void> {
      const { userErrors } = await sync.publishListings(principal, { storeId, items: skus.map((sku) => ({ sku })), isOnSale: true });
      if (userErrors.length > 0) throw new Error(`not everything was adopted: ${JSON.stringify(userErrors.slice(0, 3))}`);
    },
    async close() {
      await relay.current?.stop();
      await Promise.all([queues.lanes.close(), queues.intake.close(), http.close()]);
      events.close();
      await figures.flush();
      redis.destroy();
      await mongo.close();
    },
  };
}

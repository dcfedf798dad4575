import { createWriteStream } from 'node:fs';
import type { Collection } from 'mongodb';
import { createEventLog } from '../platform/events/event-log.js';
import { createOutboxRelay, type OutboxedDocument, type OutboxRelay } from '../platform/events/outbox.js';
import { createCallPaces } from '../platform/http/call-paces.js';
import { createCircuitBoard } from '../platform/http/circuit-board.js';
import { createMarketplaceHttpFactory } from '../platform/http/marketplace-http.js';
import type { StoreId } from '../platform/ids.js';
import { connectMongo } from '../platform/mongo/client.js';
import { askDatabaseTime, startSharedClock } from '../platform/mongo/shared-clock.js';
import { ensureIndexes } from '../platform/mongo/indexes.js';
import { createPayloadArchive, payloadIndexes } from '../platform/payloads/archive.js';
import { measureBacklogs } from '../platform/queue/measure-backlogs.js';
import { createWakeQueue } from '../platform/queue/wake-queue.js';
import { createQuotaKeeper } from '../platform/quota/quota-keeper.js';
import { connectRedis } from '../platform/redis/client.js';
import { createSecretBox } from '../platform/secrets/secret-box.js';
import { createSubgraph, type Subgraph } from '../platform/subgraph/subgraph.js';
import { createLogger } from '../platform/telemetry/logger.js';
import { createMetrics } from '../platform/telemetry/metrics.js';
import { startSpanExport } from '../platform/telemetry/span-export.js';
import { createAnalytics } from '../subgraphs/analytics/index.js';
import { createAutomation } from '../subgraphs/automation/index.js';
import { createCatalog } from '../subgraphs/catalog/index.js';
import { createOrders } from '../subgraphs/orders/index.js';
import { createStores } from '../subgraphs/stores/index.js';
import { reasonsTold } from '../subgraphs/sync/connector/cancel-reasons.js';
import { createAccountCheck } from '../subgraphs/sync/connector/check-account.js';
import { createPayloadDrifts } from '../subgraphs/sync/drift/index.js';
import { createStoreFigureBook } from '../subgraphs/sync/figures/index.js';
import { createSync } from '../subgraphs/sync/index.js';
import type { Config } from './config.js';
import { createConnectors, marketplaceSubgraphs } from './marketplaces.js';
import type { HubSecrets } from './secrets.js';

export type House = Awaited<ReturnType<typeof openHouse>>;

export interface HouseOptions {
  /** The process kind, as logs and spans name it. */
  readonly name: string;
  readonly config: Config;
  readonly secrets: HubSecrets;
  readonly mongodbUrl: string;
  readonly redisUrl: string;
  /** Standard output by default. */
  readonly logFile?: string;
}

/**
 * Builds every part once and passes it down: the only place that opens connections and chooses connectors. Serving and
 * working processes open the same house and use what they need of it.
 */
export async function openHouse({ name, config, secrets, mongodbUrl, redisUrl, logFile }: HouseOptions) {
  const logger = createLogger({ level: config.LOG_LEVEL, name, ...(logFile === undefined ? {} : { destination: createWriteStream(logFile, { flags: 'a' }) }) });
  const metrics = createMetrics();
  const endpoint = config.OTEL_EXPORTER_OTLP_ENDPOINT;
  const spans = endpoint === undefined ? null : await startSpanExport({ endpoint, serviceName: `marketplace-hub-${name}` });
  const [mongo, redis] = await Promise.all([connectMongo({ url: mongodbUrl, database: config.MONGODB_DATABASE }), connectRedis(redisUrl, { logger })]);
  const { db } = mongo;
  const clock = await startSharedClock({ askTime: () => askDatabaseTime(db), logger });
  const secretBox = createSecretBox({ keys: secrets.sealingKeys });
  const drifts = createPayloadDrifts({ db, clock, logger });
  const archive = drifts.watch(createPayloadArchive({ db, clock }));
  const quotas = createQuotaKeeper({ redis });
  const circuits = createCircuitBoard({ redis, clock });
  const paces = createCallPaces({ redis, metrics, clock });
  const figures = createStoreFigureBook({ db, clock, logger });
  const http = createMarketplaceHttpFactory({ archive, quotas, quotaWatcher: figures.quotas, metrics, logger, clock, circuits, paces });
  const events = createEventLog({ redis });
  const connectors = createConnectors();
  // The relay watches collections that the parts below own, and they announce through it.
  const relay: { current?: OutboxRelay } = {};
  const announce = (): void => relay.current?.poke();

  const lanes = createWakeQueue({ redis, name: 'lanes', logger, metrics, patienceMs: (storeId) => sync.lanePatience(storeId as StoreId) });
  const intake = createWakeQueue({ redis, name: 'intake', logger, metrics });
  const schedules = createWakeQueue({ redis, name: 'schedules', logger, metrics });
  const reports = createWakeQueue({ redis, name: 'reports', logger, metrics });
  const wake = (storeIds: readonly StoreId[]): void => {
    for (const storeId of storeIds) void lanes.wake(storeId);
  };

  const accountCheck = createAccountCheck({ connectors, http, redis, clock, mayCall: (baseUrl) => isSandbox(baseUrl, config) });
  const stores = createStores({ db, secretBox, clock, logger, accountCheck, events, announce, publicUrl: config.publicUrl });
  const catalog = createCatalog({ db, clock, logger, stores, events, announce, wake, rates: { currentRate: (pair) => automation.currentRate(pair) }, rateStepBasisPoints: Math.round(config.HUB_RATE_STEP_PERCENT * 100) });
  const orders = createOrders({ db, clock, logger, announce, secretBox, catalog, events, reasonTold: reasonsTold(connectors) });
  const sync = createSync({ db, redis, secretBox, clock, logger, metrics, announce, stores, catalog, orders, connectors, http, archive, drifts, quotas, circuits, paces, figures, queues: { lanes, intake }, events, publicUrl: config.publicUrl, concurrency: config.HUB_WORKER_CONCURRENCY, operationsKeptForMs: config.HUB_OPERATION_DAYS * 86_400_000,
    schedules: { orderPlan: async (storeId) => automation.schedulePort?.orderPlan(storeId) ?? null, readBackFinished: async (report) => automation.schedulePort?.readBackFinished(report), ordersPolled: async (report) => automation.schedulePort?.ordersPolled(report) } });
  const automation = createAutomation({ db, http, clock, logger, ...ratesOf(config), followRates: async () => wake((await catalog.followRates()).storeIds), schedules: { stores, connectors, orders, sync, queue: schedules }, deliveries: { secretBox, isLocalAllowed: config.HUB_WEBHOOK_LOCAL === 'on' }, alerts: { stores, catalog, sync, events, announce } });
  const { deliverPort } = automation;
  const analytics = createAnalytics({ db, clock, logger, stores, orders, sync: sync.reportSources, queue: reports, ...(deliverPort && { deliver: (report) => deliverPort.deliver(report) }) });

  await ensureIndexes(db, [...stores.indexes, ...catalog.indexes, ...orders.indexes, ...sync.indexes, ...automation.indexes, ...analytics.indexes, payloadIndexes]);
  const collections = [stores.outboxed, ...catalog.outboxed, orders.outboxed, sync.outboxed, ...automation.outboxed] as unknown as Collection<OutboxedDocument>[];
  relay.current = createOutboxRelay({ collections, log: events, logger, metrics, onPublished: (published) => automation.hear(published) });

  const subgraphs: readonly Subgraph[] = [
    createSubgraph(stores.subgraph), createSubgraph(catalog.subgraph), createSubgraph(orders.subgraph),
    createSubgraph(sync.subgraph), createSubgraph(automation.subgraph), createSubgraph(analytics.subgraph), ...marketplaceSubgraphs(sync.access, sync.intents).map((subgraph) => createSubgraph(subgraph)),
  ];
  return {
    logger, metrics, clock, stores, catalog, orders, sync, automation, analytics, connectors, subgraphs,
    /** Brings the metrics of what waits for workers up to date. */
    measureBacklogs: () => measureBacklogs({ lanes, intake, schedules, reports }, metrics),
    async close() {
      await relay.current?.stop();
      await automation.close();
      events.close();
      await Promise.all([lanes.close(), intake.close(), schedules.close(), reports.close(), http.close()]);
      await Promise.all([drifts.settled(), figures.flush()]);
      clock.stop();
      redis.destroy();
      await mongo.close();
      await spans?.stop();
    },
  };
}

function ratesOf({ HUB_TCMB_URL, HUB_CBR_URL, HUB_RATE_MAX_AGE_HOURS }: Config) {
  const bankUrls = { ...(HUB_TCMB_URL === undefined ? {} : { TCMB: HUB_TCMB_URL }), ...(HUB_CBR_URL === undefined ? {} : { CBR: HUB_CBR_URL }) };
  return { bankUrls, maxRateAgeMs: HUB_RATE_MAX_AGE_HOURS * 3_600_000 };
}

/** Besides the marketplaces' own addresses, the hub calls only sandboxes on this machine, and never in production. */
function isSandbox(baseUrl: string, { NODE_ENV }: Config): boolean {
  return NODE_ENV !== 'production' && ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(baseUrl).hostname);
}

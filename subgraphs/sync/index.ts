import { randomUUID } from 'node:crypto';
import type { Collection, Db } from 'mongodb';
import type { Clock } from '../../platform/clock.js';
import type { CallPaces } from '../../platform/http/call-paces.js';
import type { EventLog } from '../../platform/events/event-log.js';
import type { OutboxedDocument } from '../../platform/events/outbox.js';
import type { CircuitBoard } from '../../platform/http/circuit-board.js';
import type { MarketplaceHttpFactory } from '../../platform/http/marketplace-http.js';
import { callIndexesOf, createCallStore } from '../../platform/idempotency/call-store.js';
import type { OperationId, StoreId } from '../../platform/ids.js';
import type { CollectionIndexes } from '../../platform/mongo/indexes.js';
import type { Principal } from '../../platform/principal.js';
import type { PayloadArchive } from '../../platform/payloads/archive.js';
import type { WakeQueue } from '../../platform/queue/wake-queue.js';
import type { QuotaKeeper } from '../../platform/quota/quota-keeper.js';
import type { SecretBox } from '../../platform/secrets/secret-box.js';
import type { RedisClient } from '../../platform/redis/client.js';
import { loadSubgraphSdl } from '../../platform/subgraph/schema-files.js';
import type { SubgraphDefinition } from '../../platform/subgraph/subgraph.js';
import type { Logger } from '../../platform/telemetry/logger.js';
import type { Metrics } from '../../platform/telemetry/metrics.js';
import type { Catalog } from '../catalog/index.js';
import type { Orders } from '../orders/index.js';
import type { Store } from '../stores/domain/store.js';
import type { Stores } from '../stores/index.js';
import { createStoreAccess } from './connector/open-store.js';
import type { ConnectorRegistry } from './connector/store-access.js';
import { driftIndexes, type PayloadDrifts } from './drift/index.js';
import { isAskedOfOrders, type OperationKind } from './domain/operation.js';
import { lanePatienceMs } from './domain/lane-patience.js';
import type { Lane } from './domain/lane.js';
import { figureIndexes, type StoreFigureBook } from './figures/index.js';
import { createIntake } from './intake/index.js';
import { createRecounter } from './lanes/recounter.js';
import type { SendDeps } from './lanes/send-attempt.js';
import { createLookUp } from './lanes/steps/look-up.js';
import { createPollReceipts } from './lanes/steps/poll-receipts.js';
import { createPushDue } from './lanes/steps/push-due.js';
import { createRecoverAttempts } from './lanes/steps/recover-attempts.js';
import { createReadBack } from './lanes/steps/read-back.js';
import { createSettleDoubts } from './lanes/steps/settle-doubts.js';
import { createSweepOffers } from './lanes/steps/sweep-offers.js';
import { createSweepOrders } from './lanes/steps/sweep-orders.js';
import { createVerifySample } from './lanes/steps/verify-sample.js';
import type { LaneDeps } from './lanes/work-lane.js';
import { adjustStock, type AdjustStockInput } from './operations/adjust-stock.js';
import { createCountsOf } from './operations/counts-of.js';
import { createPolicySource } from './operations/find-policies.js';
import { finishRun } from './operations/finish-run.js';
import { lookAtContent } from './operations/look-at-content.js';
import { readQuotas } from './operations/read-quotas.js';
import { requestReadBack } from './operations/request-read-back.js';
import { createJoinedFlights } from './operations/joined-flights.js';
import type { RecordDeps } from './operations/record-request.js';
import { createRecorders } from './operations/recorders.js';
import { publishListings, type PublishListingsInput } from './operations/publish-listings.js';
import { setPrices, type SetPricesInput } from './operations/set-prices.js';
import { setStock, type SetStockInput } from './operations/set-stock.js';
import type { SyncDeps } from './operations/sync-deps.js';
import { resolveConflicts, type ResolveConflictsInput } from './operations/resolve-conflicts.js';
import { readConsistencyWithin } from './operations/read-consistency-within.js';
import { runSync, type RunSyncInput } from './operations/run-sync.js';
import { tallyOperations } from './operations/tally-operations.js';
import { withdrawListings, type WithdrawListingsInput } from './operations/withdraw-listings.js';
import { recountOperation } from './operations/recount-operation.js';
import { createSyncLoaders, type SyncLoaders } from './resolvers/loaders.js';
import { syncResolvers } from './resolvers/sync-resolvers.js';
import type { SchedulePort } from './schedule-port.js';
import { attemptIndexes, createAttemptStore } from './store/attempt-store.js';
import { certificateIndexes, createCertificateStore } from './store/certificate-store.js';
import { createIntentStore, intentIndexes } from './store/intent-store.js';
import { createLaneStore, laneIndexes } from './store/lane-store.js';
import { createOrderCertificateStore, orderCertificateIndexes } from './store/order-certificate-store.js';
import { createOperationStore, operationIndexes } from './store/operation-store.js';
import { createPolicyStore, policyIndexes } from './store/policy-store.js';
import { createSweeps } from './worker/sweeps.js';
import { createWorker } from './worker/worker.js';

export interface SyncOptions {
  readonly db: Db;
  readonly redis: RedisClient;
  readonly secretBox: SecretBox;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** The outbox relay's `poke`. */
  readonly announce: () => void;
  readonly stores: Stores;
  readonly catalog: Catalog;
  readonly orders: Orders;
  readonly connectors: ConnectorRegistry;
  readonly http: MarketplaceHttpFactory;
  readonly archive: PayloadArchive;
  readonly drifts: PayloadDrifts;
  readonly quotas: QuotaKeeper;
  readonly circuits: CircuitBoard;
  readonly paces: CallPaces;
  /** What the stores' work comes to, for reports. */
  readonly figures: StoreFigureBook;
  readonly queues: { readonly lanes: WakeQueue; readonly intake: WakeQueue };
  readonly events: EventLog;
  /** Where marketplaces reach this hub, without a trailing slash; `http://127.0.0.1:4000` by default. */
  readonly publicUrl?: string;
  /** Between two slow readings of all offers of a store; six hours by default. */
  readonly sweepEveryMs?: number;
  /** Between two pages of such a reading; 1,000 by default. */
  readonly sweepPagePauseMs?: number;
  /** How long finished operations and their idempotency keys are remembered; 90 days by default. */
  readonly operationsKeptForMs?: number;
  /** Stores worked at the same time by this process; 8 by default. */
  readonly concurrency?: number;
  /** Who decides how often stores are looked at; without it the connectors' limits do. */
  readonly schedules?: SchedulePort;
}

export type Sync = ReturnType<typeof createSync>;

/** Operations, the lanes that carry them out, and the worker that works the lanes. */
export function createSync(options: SyncOptions) {
  const { db, clock, logger, announce, catalog, orders, queues, schedules = NO_SCHEDULES } = options;
  const operations = createOperationStore(db, options.operationsKeptForMs === undefined ? {} : { keptForMs: options.operationsKeptForMs });
  const attempts = createAttemptStore(db);
  const policies = createPolicyStore(db);
  const policiesOf = createPolicySource(policies);
  const lanes = createLaneStore(db);
  const certificates = createCertificateStore(db);
  const orderCertificates = createOrderCertificateStore(db);
  const access = createStoreAccess({ ...options, rivalsSeen: (seen) => catalog.noteRivals(seen).catch((err: unknown) => logger.warn({ err, storeId: seen.storeId }, 'what was seen of rivals was not noted')) });
  const now = () => clock.now();
  const wakeLanes = async (storeIds: readonly StoreId[]) => {
    await Promise.all(storeIds.map((storeId) => queues.lanes.wake(storeId)));
  };
  const wake = async (kind: OperationKind, storeIds: readonly StoreId[]) => {
    if (isAskedOfOrders(kind)) await Promise.all(storeIds.map((storeId) => intake.wakeCalls(storeId)));
    else await wakeLanes(storeIds);
  };
  const remoteKeysOf = async (storeId: StoreId) => {
    const { connector } = await access.open(storeId);
    return (variant: Parameters<typeof connector.remoteKeyOf>[0]) => connector.remoteKeyOf(variant);
  };
  const countsOf = createCountsOf({ catalog, orders, operations });
  const recounter = createRecounter({ recount: (id) => recountOperation({ operations, countsOf, announce, clock }, id), logger });
  const recorders = createRecorders({ catalog, orders, lanes, remoteKeysOf, pollOrders: (store) => intake.pollNow(store), now });
  const recording: RecordDeps = { operations, recorders, recounter, flights: createJoinedFlights(), wake, announce, clock };
  const correlationOf: SendDeps['correlationOf'] = async ([id, ...others]) => (id && others.length === 0 ? ((await operations.find(id))?.correlationId ?? null) : null);
  const sending: SendDeps = { catalog, attempts, recounter, metrics: options.metrics, figures: options.figures, announce, policiesOf, random: Math.random, correlationOf };
  const finishRunOf = (storeId: StoreId, run: Lane['runs'][number]) => finishRun({ operations, lanes, announce, clock }, storeId, run);
  const intake = createIntake({
    ...options, access, policiesOf, queue: queues.intake, publicUrl: options.publicUrl ?? 'http://127.0.0.1:4000',
    wakeLane: (storeId) => queues.lanes.wake(storeId),
    actionSettled: (id) => recounter.touch([id]),
    orderPlan: (storeId) => schedules.orderPlan(storeId),
    pollEnded: (report) => schedules.ordersPolled(report),
    async polled(storeId) {
      for (const run of (await lanes.find(storeId))?.runs ?? []) if (run.kind === 'ORDERS') await finishRunOf(storeId, run);
    },
  });
  const ordersCoveredUntil = async (storeId: StoreId) => (await intake.pollMarks([storeId]))[0]?.coveredUntil ?? null;
  const pace = { ...(options.sweepEveryMs === undefined ? {} : { sweepEveryMs: options.sweepEveryMs }), ...(options.sweepPagePauseMs === undefined ? {} : { pagePauseMs: options.sweepPagePauseMs }) };
  const lane: LaneDeps = {
    access, stores: options.stores, lanes, paces: options.paces, queue: queues.lanes, clock, logger, owner: `${process.pid}-${randomUUID()}`,
    finishRun: finishRunOf,
    cameToRest: () => recounter.hurry(),
    steps: [
      createRecoverAttempts(sending),
      createPollReceipts(sending),
      // Before what is to be sent: while there is always something, what is unknown would never be known.
      createLookUp(sending),
      createPushDue({ ...sending, content: catalog, recordings: ({ store: { _id: storeId, sellerId } }) => operations.recordingsFor({ storeId, sellerId }, now()) }),
      createVerifySample(sending),
      createReadBack({ catalog, lanes, access, announce, finished: (report) => schedules.readBackFinished(report) }),
      createSettleDoubts({ catalog, announce, pollOrders: (store) => intake.askPoll(store), ordersCoveredUntil }),
      createSweepOffers({ catalog, certificates, announce, random: Math.random, ...pace }),
      createSweepOrders({ orders, intake, ordersCoveredUntil, certificates: orderCertificates, random: Math.random, ...pace }),
    ],
  };
  const sweeps = createSweeps({ catalog, attempts, lanes, operations, recording, recounter, wakeLanes, clock, logger });
  const indexes: readonly CollectionIndexes[] = [...operationIndexes, attemptIndexes, laneIndexes, certificateIndexes, ...orderCertificateIndexes, policyIndexes, intentIndexes, callIndexesOf('sync_calls'), figureIndexes, ...driftIndexes, ...intake.indexes];

  const deps: SyncDeps = { ...options, certificates, orderCertificates, operations, attempts, policies, calls: createCallStore(db, 'sync_calls'), lanes, recording, recounter, access, intake, wakeLanes };
  const subgraph: SubgraphDefinition<SyncLoaders> = { name: 'sync', typeDefs: loadSubgraphSdl('sync'), resolvers: syncResolvers(deps), createLoaders: (principal) => createSyncLoaders(principal, deps) };

  return {
    access,
    intents: createIntentStore(db, clock),
    wakeLanes,
    /** How long a store may wait for its turn: for the lanes' queue. */
    lanePatience: async (storeId: StoreId) => lanePatienceMs(await catalog.firstPriority(storeId)),
    subgraph,
    /** The operations behind the mutations, for callers inside the hub. */
    setPrices: (principal: Principal, input: SetPricesInput) => setPrices(deps, principal, input),
    setStock: (principal: Principal, input: SetStockInput) => setStock(deps, principal, input),
    adjustStock: (principal: Principal, input: AdjustStockInput) => adjustStock(deps, principal, input),
    publishListings: (principal: Principal, input: PublishListingsInput) => publishListings(deps, principal, input),
    withdrawListings: (principal: Principal, input: WithdrawListingsInput) => withdrawListings(deps, principal, input),
    runSync: (principal: Principal, input: RunSyncInput) => runSync(deps, principal, input),
    /** What schedules ask for; `SchedulePort.readBackFinished` tells how reading back ended. */
    requestReadBack: (input: Parameters<typeof requestReadBack>[1]) => requestReadBack({ lanes, wakeLanes }, input),
    lookAtContent: (input: Parameters<typeof lookAtContent>[1]) => lookAtContent({ attempts, wakeLanes, clock }, input),
    resolveConflicts: (principal: Principal, input: ResolveConflictsInput) => resolveConflicts(deps, principal, input),
    readQuotas: async (store: Store) => readQuotas(deps, store, await lanes.find(store._id)),
    findOperation: (id: OperationId) => operations.find(id),
    /** What reports are made of. */
    reportSources: {
      tallyOperations: (of: Parameters<typeof tallyOperations>[1]) => tallyOperations({ operations }, of),
      figuresOf: (of: Parameters<StoreFigureBook['sum']>[0]) => options.figures.sum(of),
      consistencyWithin: (of: Parameters<typeof readConsistencyWithin>[1]) => readConsistencyWithin({ certificates }, of),
    },
    worker: createWorker({ queue: queues.lanes, lane, recounter, figures: options.figures, sweeps, intake, ...(options.concurrency === undefined ? {} : { concurrency: options.concurrency }) }),
    /** Fastify plugin with the addresses below `/webhooks/:marketplace/:storeId`. */
    webhookRoutes: intake.webhookRoutes,
    intake,
    indexes,
    /** For the outbox relay. */
    outboxed: operations.collection as unknown as Collection<OutboxedDocument>,
  };
}

const NO_SCHEDULES: SchedulePort = { orderPlan: () => Promise.resolve(null), readBackFinished: () => Promise.resolve(), ordersPolled: () => Promise.resolve() };

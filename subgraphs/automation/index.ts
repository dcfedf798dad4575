import type { Collection, Db } from 'mongodb';
import type { Clock } from '../../platform/clock.js';
import type { DomainEvent } from '../../platform/events/event.js';
import type { OutboxedDocument } from '../../platform/events/outbox.js';
import type { MarketplaceHttpFactory } from '../../platform/http/marketplace-http.js';
import type { SellerId, StoreId } from '../../platform/ids.js';
import type { Currency } from '../../platform/money.js';
import type { CollectionIndexes } from '../../platform/mongo/indexes.js';
import type { WakeConsumer } from '../../platform/queue/wake-queue.js';
import { loadSubgraphSdl } from '../../platform/subgraph/schema-files.js';
import type { SubgraphDefinition } from '../../platform/subgraph/subgraph.js';
import type { Logger } from '../../platform/telemetry/logger.js';
import { createSweeper, type Sweep, type Sweeper } from '../sync/worker/sweep.js';
import { createAlerts, type Alerts, type AlertParts } from './alerts/index.js';
import { alertResolvers } from './alerts/resolvers/alert-resolvers.js';
import { createDeliveries, type Deliveries, type DeliveryParts } from './deliveries/index.js';
import { webhookResolvers } from './deliveries/resolvers/webhook-resolvers.js';
import type { Bank } from './domain/bulletin.js';
import type { RateFeed } from './feeds/contract.js';
import { createCbrFeed } from './feeds/cbr/index.js';
import { createTcmbFeed } from './feeds/tcmb/index.js';
import type { AutomationDeps, OpenFeed } from './operations/automation-deps.js';
import { fetchRates } from './operations/fetch-rates.js';
import { findExchangeRate } from './operations/find-exchange-rate.js';
import { findConversionRate } from './operations/find-conversion-rate.js';
import { automationResolvers } from './resolvers/automation-resolvers.js';
import { createAutomationLoaders, type AutomationLoaders } from './resolvers/schedule-resolvers.js';
import { createSchedules, type ScheduleParts } from './schedules.js';
import { bulletinIndexes, createBulletinStore } from './store/bulletin-store.js';
import { createFeedStore } from './store/feed-store.js';
import { createOwnRateStore, ownRateIndexes } from './store/own-rate-store.js';
import { scheduleIndexes } from './store/schedule-store.js';
import { createSettingsStore } from './store/settings-store.js';

export interface AutomationOptions {
  readonly db: Db;
  readonly http: Pick<MarketplaceHttpFactory, 'forStore'>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Where the banks are; their own addresses by default. */
  readonly bankUrls?: Readonly<Partial<Record<Bank, string>>>;
  /** A bank's rate older than this is stale; four days by default, which a weekend does not reach. */
  readonly maxRateAgeMs?: number;
  /** Takes listings along with the rates, a bounded number at a time; the catalog's `followRates`. */
  readonly followRates?: () => Promise<void>;
  /** What schedules look at stores with; a process without it serves and runs none. */
  readonly schedules?: ScheduleParts;
  /** What tells sellers' own programs; a process without it tells them nothing. */
  readonly deliveries?: DeliveryParts;
  /** What alerts look at; they need `deliveries` to tell of them. A process without it raises none. */
  readonly alerts?: AlertParts;
}

export type Automation = ReturnType<typeof createAutomation>;

const FOUR_DAYS_MS = 4 * 86_400_000;
const LOOK_EVERY_MS = 5_000;
const FOLLOW_EVERY_MS = 15_000;

/** What the hub does by itself for a seller: it looks at stores again and again, and reads exchange rates. */
export function createAutomation({ db, http, clock, logger, bankUrls = {}, maxRateAgeMs = FOUR_DAYS_MS, followRates = () => Promise.resolve(), schedules: parts, deliveries: deliveryParts, alerts: alertParts }: AutomationOptions) {
  const openFeeds = [createTcmbFeed(), createCbrFeed()].map((feed) => openFeed(feed, http, bankUrls[feed.bank]));
  const deps: AutomationDeps = { bulletins: createBulletinStore(db), feeds: createFeedStore(db), ownRates: createOwnRateStore(db), settings: createSettingsStore(db), openFeeds, maxAgeMs: maxRateAgeMs, clock, logger };
  const schedules = parts && createSchedules({ db, clock, logger, ...parts });
  const deliveries: Deliveries | undefined = deliveryParts && createDeliveries({ db, clock, logger, endpointsChanged: async () => alerts?.endpointsChanged(), ...deliveryParts });
  const alerts: Alerts | undefined = alertParts && deliveries && createAlerts({ db, clock, logger, rate: (pair) => findExchangeRate(deps, pair), endpointsOff: () => deliveries.deps.endpoints.switchedOff(), deliver: (message) => deliveries.port.deliver(message), ...alertParts });
  const subgraph: SubgraphDefinition<AutomationLoaders | null> = {
    name: 'automation',
    typeDefs: loadSubgraphSdl('automation'),
    resolvers: automationResolvers(deps, schedules?.deps, [...(deliveries ? [webhookResolvers(deliveries.deps)] : []), ...(alerts ? [alertResolvers(alerts.deps, alerts.events)] : [])]),
    createLoaders: (principal) => (schedules ? createAutomationLoaders(principal, schedules.deps) : null),
  };
  const sweeps: readonly Sweep[] = [
    { name: 'fetch-exchange-rates', everyMs: LOOK_EVERY_MS, run: () => fetchRates(deps) },
    { name: 'follow-exchange-rates', everyMs: FOLLOW_EVERY_MS, run: followRates },
    ...(schedules?.sweeps ?? []),
    ...(deliveries?.sweeps ?? []),
    ...(alerts?.sweeps ?? []),
  ];

  return {
    subgraph,
    /** Reads the banks whose time it is; what the worker does every five seconds. */
    fetchRates: () => fetchRates(deps),
    /** The catalog's `RateSource`. */
    currentRate: (pair: { readonly sellerId: SellerId; readonly from: Currency; readonly to: Currency }) => findConversionRate(deps, pair),
    /** For the process that works; any number may run side by side. */
    worker: createAutomationWorker(createSweeper({ sweeps, logger }), { consume: schedules?.consume, deliveries }),
    /** Sync's `SchedulePort`; absent without schedules. */
    schedulePort: schedules?.port,
    /** `deliver` tells a seller's own programs of something; absent without deliveries. */
    deliverPort: deliveries?.port,
    /** News from the outbox relay, of which alerts may follow soon; a sweep finds what is not told. */
    hear: (events: readonly DomainEvent[]) => alerts?.hear(events),
    alerts,
    deliveries,
    /** For the outbox relay. */
    outboxed: (alerts ? [alerts.outboxed] : []) as unknown as readonly Collection<OutboxedDocument>[],
    close: async () => deliveries?.close(),
    indexes: [bulletinIndexes, ownRateIndexes, scheduleIndexes, ...(deliveries?.indexes ?? []), ...(alerts?.indexes ?? [])] as readonly CollectionIndexes[],
  };
}

interface WorkingParts {
  readonly consume: (() => WakeConsumer) | undefined;
  readonly deliveries: Pick<Deliveries, 'startWorking' | 'stopWorking'> | undefined;
}

function createAutomationWorker(sweeper: Sweeper, { consume, deliveries }: WorkingParts): Sweeper {
  let consumer: WakeConsumer | undefined;
  return {
    start() {
      consumer = consume?.();
      deliveries?.startWorking();
      sweeper.start();
    },
    async stop() {
      await Promise.all([sweeper.stop(), consumer?.stop(), deliveries?.stopWorking()]);
    },
  };
}

/** A bank is called as a marketplace is, so that its pages are archived and its trouble bounded; they belong to no seller. */
function openFeed(feed: RateFeed, http: AutomationOptions['http'], baseUrl = feed.defaultBaseUrl): OpenFeed {
  const name = feed.bank.toLowerCase();
  const quota = { name: 'daily', limit: 30, windowMs: 60_000, source: 'our own: a bank states none' };
  return { feed, http: http.forStore({ marketplace: feed.bank, sellerId: 'sel_hub' as SellerId, storeId: `sto_${name}` as StoreId, baseUrl, quotaAccount: name, quotaGroups: { daily: [quota] } }) };
}

import type { Db } from 'mongodb';
import type { Clock } from '../../../platform/clock.js';
import { coalesced } from '../../../platform/coalesced.js';
import type { DomainEvent } from '../../../platform/events/event.js';
import type { EventLog } from '../../../platform/events/event-log.js';
import type { SellerId, Sku, StoreId } from '../../../platform/ids.js';
import type { CollectionIndexes } from '../../../platform/mongo/indexes.js';
import type { Logger } from '../../../platform/telemetry/logger.js';
import { rareWarning } from '../../../platform/telemetry/rare-warning.js';
import type { Sweep } from '../../sync/worker/sweep.js';
import { STOCK_CHANGED } from '../../catalog/events.js';
import { STORE_CHANGED } from '../../stores/events.js';
import type { AlertsDeps, AlertSources } from './operations/alerts-deps.js';
import { lookAtOpenStock, lookAtSkus, scanStock } from './operations/look-at-stock.js';
import { lookAtEndpoints, lookAtSomeStores, lookAtStores, STORES_TURN } from './operations/look-at-stores.js';
import { tellAlerts } from './operations/tell-alerts.js';
import { alertIndexes, createAlertStore } from './store/alert-store.js';
import { createRuleStore, ruleIndexes } from './store/rule-store.js';
import { createTurnStore } from './store/turn-store.js';

/** What alerts are built from. */
export interface AlertParts extends AlertSources {
  readonly events: Pick<EventLog, 'subscribe'>;
  /** The outbox relay's `poke`. */
  readonly announce: () => void;
}

export interface AlertsOptions extends AlertParts, Pick<AlertsDeps, 'rate' | 'endpointsOff' | 'deliver'> {
  readonly db: Db;
  readonly clock: Clock;
  readonly logger: Logger;
}

export type Alerts = ReturnType<typeof createAlerts>;

const LOOK_EVERY_MS = 30_000;
/** Whose turn it is, is asked so often: what a seller changes is seen within that time. */
const TURN_EVERY_MS = 5_000;
const TELL_EVERY_MS = 5_000;

/** What a seller should see to, raised once while it is so and resolved by itself. */
export function createAlerts({ db, logger, events, ...rest }: AlertsOptions) {
  const warn = rareWarning(logger, 'alerts wait for the next look');
  const deps: AlertsDeps = {
    ...rest, logger, alerts: createAlertStore(db), rules: createRuleStore(db), turns: createTurnStore(db),
    changed: () => void tell().catch(warn),
  };
  const tell = coalesced(() => tellAlerts(deps));
  const scan = coalesced(() => scanStock(deps));
  const look = coalesced(async () => {
    await lookAtOpenStock(deps);
    await lookAtStores(deps);
    await lookAtEndpoints(deps);
  });
  const ears = createEars(deps, warn);
  const lookInTurn = async (): Promise<void> => {
    const now = deps.clock.now();
    if (await deps.turns.take(STORES_TURN, { now, nextAt: new Date(now.getTime() + LOOK_EVERY_MS) })) await look();
  };
  const sweeps: readonly Sweep[] = [
    { name: 'look-for-alerts', everyMs: TURN_EVERY_MS, run: lookInTurn },
    { name: 'scan-stock-for-alerts', everyMs: TURN_EVERY_MS, run: scan },
    { name: 'tell-alerts', everyMs: TELL_EVERY_MS, run: tell },
  ];

  return {
    deps,
    events,
    sweeps,
    /** News of what happened; what it means for alerts is looked at soon. Of what nobody heard, a sweep hears. */
    hear: ears.hear,
    /** Resolves when everything heard so far was looked at. */
    heard: ears.idle,
    look,
    scan,
    tell,
    /** An endpoint was switched on or off: look soon. */
    endpointsChanged: () => deps.turns.ask(STORES_TURN),
    indexes: [alertIndexes, ruleIndexes] as readonly CollectionIndexes[],
    outboxed: deps.alerts.collection,
  };
}

/** Collects what is heard of while a look is under way, and looks at each thing once. */
function createEars(deps: AlertsDeps, warn: (error: unknown) => void) {
  let skus = new Map<SellerId, Set<Sku>>();
  let stores = new Set<StoreId>();
  const attend = coalesced(async () => {
    const nextSkus = skus;
    const nextStores = stores;
    skus = new Map();
    stores = new Set();
    for (const [sellerId, some] of nextSkus) await lookAtSkus(deps, sellerId, [...some]);
    if (nextStores.size > 0) await lookAtSomeStores(deps, [...nextStores]);
  });
  return {
    hear: (events: readonly DomainEvent[]): void => {
      for (const { type, sellerId, data } of events) {
        if (type === STOCK_CHANGED) skus.set(sellerId, (skus.get(sellerId) ?? new Set()).add(data['sku'] as Sku));
        if (type === STORE_CHANGED) stores.add(data['storeId'] as StoreId);
      }
      if (skus.size > 0 || stores.size > 0) void attend().catch(warn);
    },
    idle: () => attend().catch(warn),
  };
}

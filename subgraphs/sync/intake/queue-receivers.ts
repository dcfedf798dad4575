import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { StoreId } from '../../../platform/ids.js';
import { keepLease, type Lease } from '../lanes/lease.js';
import type { IntakeDeps } from './intake-deps.js';
import { receiveNotifications } from './receive-notifications.js';
import type { ReceiverStore } from './store/receiver-store.js';

/** How long a silent worker keeps a queue to itself. */
const LEASE_MS = 8_000;
/** A queue that answers at once that it is empty is asked again only after this. */
const EMPTY_PAUSE_MS = 1_000;

/** Empties the queues of stores whose marketplaces put notifications into one: each queue by one worker at a time. */
export interface QueueReceivers {
  /** Begins with every queue that nobody empties; returns at once. Called again and again, so that one left behind is taken over. */
  tend(): Promise<void>;
  /** Ends at once what waits, and what stores what it has got when it has. */
  stop(): Promise<void>;
}

/**
 * Each runs beside the woken runs, not as one of them: it waits nearly all of its time, and would hold up other stores.
 * A lease shares the queues among workers; two holders for a moment would do no harm, as equal notifications are one entry.
 */
export function createQueueReceivers(deps: IntakeDeps, receivers: ReceiverStore): QueueReceivers {
  const owner = randomUUID();
  const stopping = new AbortController();
  const running = new Map<StoreId, Promise<void>>();

  async function begin(storeId: StoreId): Promise<void> {
    const taken = await receivers.acquire({ storeId, owner, now: deps.clock.now(), leaseMs: LEASE_MS });
    if (taken === null) return;
    const lease = keepLease({ lanes: receivers, storeId, fence: taken.fence, until: taken.until, leaseMs: LEASE_MS, clock: deps.clock });
    running.set(storeId, empty(storeId, lease).finally(() => running.delete(storeId)));
  }

  async function empty(storeId: StoreId, lease: Lease): Promise<void> {
    const signal = AbortSignal.any([stopping.signal, lease.signal]);
    try {
      await emptyUntil(deps, storeId, signal);
    } catch (error) {
      if (!signal.aborted) deps.logger.error({ err: error, storeId }, 'the queue of a store could not be emptied; it is tried again soon');
    } finally {
      await lease.release().catch((error: unknown) => deps.logger.warn({ err: error, storeId }, 'a queue could not be given back; its lease runs out'));
    }
  }

  return {
    async tend() {
      if (stopping.signal.aborted) return;
      const stores = await deps.stores.listAllStores();
      const queued = stores.filter(({ _id, state, marketplace }) => state.kind === 'ACTIVE' && deps.connectors[marketplace]?.notifications && !running.has(_id));
      await Promise.all(queued.map(({ _id }) => begin(_id)));
    },
    async stop() {
      stopping.abort();
      await Promise.all(running.values());
    },
  };
}

async function emptyUntil(deps: IntakeDeps, storeId: StoreId, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const startedAt = performance.now();
    const received = await receiveNotifications(deps, storeId, signal);
    if (received.kind === 'NOT_NOW') return;
    const pauseMs = received.kind === 'TROUBLE' ? received.retryAt.getTime() - deps.clock.now().getTime() : received.count > 0 ? 0 : startedAt + EMPTY_PAUSE_MS - performance.now();
    if (pauseMs > 0) await pause(pauseMs, undefined, { signal, ref: false });
  }
}

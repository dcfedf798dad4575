import type { Db } from 'mongodb';
import type { FastifyInstance } from 'fastify';
import type { SellerId, StoreId } from '../../../platform/ids.js';
import type { Page, PageRequest } from '../../../platform/mongo/keyset-page.js';
import type { CollectionIndexes } from '../../../platform/mongo/indexes.js';
import type { WakeConsumer, WakeQueue } from '../../../platform/queue/wake-queue.js';
import type { SecretBox } from '../../../platform/secrets/secret-box.js';
import type { OrderNews } from '../../orders/operations/record-orders.js';
import type { Store } from '../../stores/domain/store.js';
import type { UnreadableRow } from '../connector/contract.js';
import type { InboxEntry } from './domain/inbox-entry.js';
import type { PollMark } from './domain/poll-mark.js';
import { sweepErased } from './erase-buyers.js';
import { followPlan } from './follow-plan.js';
import type { IntakeDeps } from './intake-deps.js';
import { keepUnreadable } from './keep-unreadable.js';
import { createQueueReceivers, type QueueReceivers } from './queue-receivers.js';
import { recordNews } from './record-news.js';
import { retryQuarantined } from './retry-quarantined.js';
import { createInboxStore, inboxIndexes } from './store/inbox-store.js';
import { createPollMarkStore, pollMarkIndexes } from './store/poll-mark-store.js';
import { createScrubStore, scrubIndexes } from './store/scrub-store.js';
import { createReceiverStore } from './store/receiver-store.js';
import { sweepBuyers } from './sweep-buyers.js';
import { sweepIntake, sweepUnmappedLines } from './sweep-intake.js';
import { takeInNews } from './take-in-news.js';
import { callsKey, readKey } from './wake-keys.js';
import { webhookRoutes } from './webhook-routes.js';
import { workCalls } from './work-calls.js';

export type { InboxEntry, InboxState } from './domain/inbox-entry.js';

export interface IntakeOptions extends Omit<IntakeDeps, 'inbox' | 'marks' | 'scrubs' | 'queue'> {
  readonly secretBox: SecretBox;
  readonly db: Db;
  /** The intake's own queue; its keys are read by nobody else. */
  readonly queue: Pick<WakeQueue, 'wake' | 'consume'>;
}

/** How orders come in and how what sellers ask about them goes out. */
export interface Intake {
  readonly indexes: readonly CollectionIndexes[];
  /** Fastify plugin with the addresses below `/webhooks/:marketplace/:storeId`. */
  readonly webhookRoutes: (app: FastifyInstance) => Promise<void>;
  /** Does the store's due actions, webhook check and poll soon; for a store just connected or an action just asked for. */
  wakeCalls(storeId: StoreId): Promise<void>;
  /** Reads the store's changed orders now, whatever the schedule says. */
  pollNow(store: { readonly storeId: StoreId; readonly sellerId: SellerId }): Promise<void>;
  /** Has the store's changed orders read soon; not before its time while the marketplace has trouble. */
  askPoll(store: { readonly storeId: StoreId; readonly sellerId: SellerId }): Promise<void>;
  /** The plan of reading the store's orders has changed: its next poll follows. */
  followPlan(store: { readonly storeId: StoreId; readonly sellerId: SellerId }): Promise<void>;
  /** Marks of these stores: when orders were last read, and what was in the way. */
  pollMarks(storeIds: readonly StoreId[]): Promise<readonly PollMark[]>;
  /** Records orders that were read beside the polls, as polls do. */
  recordFound(o: { readonly store: Store; readonly orders: readonly OrderNews[]; readonly isReplay: boolean }): Promise<void>;
  /** Sets rows aside that could not be read, each once. */
  keepUnreadable(o: { readonly store: Store; readonly rows: readonly UnreadableRow[]; readonly since: Date }): Promise<void>;
  /** News that could not be taken in, newest first, without their bodies. Throws PageError. */
  quarantined(o: { sellerId: SellerId; storeId?: StoreId; page: PageRequest }): Promise<Page<InboxEntry>>;
  /** Tries set-aside calls again, after the cause is gone, or only looks for them; answers how many there were. */
  retryQuarantined(o: { sellerId: SellerId; ids: readonly string[]; isDry?: boolean }): Promise<number>;
  /** Starts working and sweeping in this process. */
  start(o?: { readonly concurrency?: number; readonly sweepEveryMs?: number }): { stop(): Promise<void> };
}

const SWEEP_EVERY_MS = 5_000;
/** What may wait a minute is looked for only now and then. */
const SLOW_EVERY_SWEEPS = 12;

export function createIntake({ db, queue, secretBox, ...rest }: IntakeOptions): Intake {
  const deps: IntakeDeps = { ...rest, queue, inbox: createInboxStore(db), marks: createPollMarkStore(db), scrubs: createScrubStore(db, secretBox) };
  const receivers = createReceiverStore(db);
  const run = (key: string, signal: AbortSignal): Promise<void> => {
    const { kind, storeId } = readKey(key);
    return kind === 'inbox' ? takeInNews(deps, storeId, signal) : workCalls(deps, storeId, signal);
  };
  return {
    indexes: [inboxIndexes, pollMarkIndexes, scrubIndexes],
    webhookRoutes: webhookRoutes(deps),
    wakeCalls: (storeId) => queue.wake(callsKey(storeId)),
    async pollNow({ storeId, sellerId }) {
      const now = deps.clock.now();
      await deps.marks.open({ storeId, sellerId, now });
      await deps.marks.note(storeId, { pollAt: now });
      await queue.wake(callsKey(storeId));
    },
    async askPoll(store) {
      await deps.marks.askPoll({ ...store, now: deps.clock.now() });
      await queue.wake(callsKey(store.storeId));
    },
    followPlan: (store) => followPlan(deps, store),
    pollMarks: (storeIds) => deps.marks.find(storeIds),
    async recordFound({ store, orders, isReplay }) {
      await recordNews(deps, store, orders, isReplay);
    },
    keepUnreadable: ({ store, rows, since }) => keepUnreadable(deps, store, rows, since),
    quarantined: (o) => deps.inbox.quarantinedPage(o),
    retryQuarantined: (o) => retryQuarantined(deps, o),
    start({ concurrency = 8, sweepEveryMs = SWEEP_EVERY_MS } = {}) {
      return startWorking(deps, { consumer: queue.consume(run, { concurrency }), queues: createQueueReceivers(deps, receivers), sweepEveryMs });
    },
  };
}

function startWorking(deps: IntakeDeps, { consumer, queues, sweepEveryMs }: { consumer: WakeConsumer; queues: QueueReceivers; sweepEveryMs: number }): { stop(): Promise<void> } {
  let sweeps = 0;
  let sweeping: Promise<void> | null = null;

  async function sweep(): Promise<void> {
    try {
      await queues.tend();
      await sweepIntake(deps);
      if (sweeps++ % SLOW_EVERY_SWEEPS !== 0) return;
      await sweepUnmappedLines(deps);
      await sweepBuyers(deps);
      await sweepErased(deps);
    } catch (error) {
      deps.logger.warn({ err: error }, 'a sweep of the intake failed and will be repeated');
    }
  }

  function begin(): void {
    sweeping ??= sweep().finally(() => (sweeping = null));
  }

  begin();
  const timer = setInterval(begin, sweepEveryMs);
  return {
    async stop() {
      clearInterval(timer);
      await Promise.all([consumer.stop(), sweeping, queues.stop()]);
    },
  };
}

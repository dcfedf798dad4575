import { setTimeout as pause } from 'node:timers/promises';
import { createNodeRedisClient, Queue, Worker } from 'bullmq';
import type { RedisClient } from '../redis/client.js';
import type { Logger } from '../telemetry/logger.js';
import type { Metrics } from '../telemetry/metrics.js';
import { rareWarning } from '../telemetry/rare-warning.js';
import { within } from '../within.js';
import { answered } from './answered.js';
import { createTimetable, type Timetable } from './timetable.js';
import { createPatientWake } from './wake-by-patience.js';

/** Wake-ups by key. A wake carries nothing: whoever is woken looks in the ledger for what to do. */
export interface WakeQueue {
  /**
   * Makes the key's run happen soon, or after `delayMs`. Wakes of one key coalesce; one that arrives while the key runs
   * causes one more run after it. A delay is rounded up by at most an eighth, so that equal wishes coalesce too. Never
   * rejects and takes 2 s at most: what is to be done stands in the ledger, and a sweep finds what no wake stood for.
   */
  wake(key: string, options?: { readonly delayMs?: number }): Promise<void>;
  /**
   * Runs woken keys, `concurrency` at a time in this process and one at a time per key. A run that throws is logged and
   * repeated later with growing pauses. A key whose process died runs again elsewhere within seconds, so a run may happen
   * twice; what must not happen twice is protected by the ledger.
   */
  consume(run: (key: string, signal: AbortSignal) => Promise<void>, options: { readonly concurrency: number }): WakeConsumer;
  /** How many keys wait for a worker, and for how long the longest waiting of the next hundred has. Rejects when Redis cannot be asked. */
  backlog(): Promise<{ readonly keys: number; readonly oldestMs: number }>;
  /** Keys that are woken by themselves. */
  readonly timetable: Timetable;
  close(): Promise<void>;
}

export interface WakeConsumer {
  /** Starts nothing more, aborts the signal of what runs and waits for it, at most 8 s. */
  stop(): Promise<void>;
}

export interface WakeQueueOptions {
  readonly redis: RedisClient;
  /** Letters, digits and `-`. */
  readonly name: string;
  readonly logger: Logger;
  readonly metrics?: Metrics;
  /**
   * How long a key may wait for its turn as things are, asked at each wake: of those that wait, the one with the least patience left has the
   * next turn, whichever process woke it or is free. Time waited counts whenever a key is woken again. Where it rejects, the key has none.
   * Absent: turns go in the order of the wakes.
   */
  readonly patienceMs?: (key: string) => Promise<number>;
  /** How long a silent process keeps its keys; 6,000 by default. */
  readonly lockMs?: number;
}

interface Wake {
  readonly key: string;
}

const PREFIX = 'wake';
const DRAIN_MS = 8_000;
const LONGEST_WAKE_MS = 2_000;
const LOOKED_AT = 100;
const ANEW_AFTER_MS = 250;

/** BullMQ carries the wakes: its deduplication coalesces them, its locks notice a worker that died. */
export function createWakeQueue({ redis, name, logger, metrics, patienceMs, lockMs = 6_000 }: WakeQueueOptions): WakeQueue {
  const warn = rareWarning(logger.child({ queue: name }), 'wakes are held up');
  const connection = createNodeRedisClient(redis);
  // Errors of a connection that nobody listens to would end the process, and what is closed listens no more.
  connection.on('error', warn);
  let opening: Promise<Queue<Wake>> | undefined;

  async function open(): Promise<Queue<Wake>> {
    const queue = new Queue<Wake>(name, {
      connection,
      prefix: PREFIX,
      streams: { events: { maxLen: 100 } },
      defaultJobOptions: { removeOnComplete: true, removeOnFail: true },
    });
    queue.on('error', warn);
    try {
      return await answered(queue);
    } catch (error) {
      opening = undefined;
      throw error;
    }
  }

  const opened = (): Promise<Queue<Wake>> => (opening ??= open());

  async function wakeInOrder(key: string): Promise<void> {
    const queue = await opened();
    await queue.add('run', { key }, { deduplication: { id: key, keepLastIfActive: true } });
  }

  const wakeNow = patienceMs ? createPatientWake({ opened, redis, patienceMs, warn, timeoutMs: LONGEST_WAKE_MS }) : wakeInOrder;

  /** An alarm is a job of its own that wakes the key when it is due. */
  async function wakeLater(key: string, delayMs: number): Promise<void> {
    const now = Date.now();
    const dueAt = coalescedDueTime(now, delayMs);
    const queue = await opened();
    await queue.add('alarm', { key }, { delay: dueAt - now, deduplication: { id: `${key}@${dueAt}` } });
  }

  const underWay = new Set<Promise<void>>();
  const wake: WakeQueue['wake'] = (key, { delayMs = 0 } = {}) => {
    const waking = within(LONGEST_WAKE_MS, delayMs > 0 ? wakeLater(key, delayMs) : wakeNow(key)).catch(warn).finally(() => underWay.delete(waking));
    underWay.add(waking);
    return waking;
  };

  return {
    wake,
    timetable: createTimetable(opened, warn),
    async backlog() {
      const queue = await opened();
      const [inOrder, byPatience, next] = await Promise.all([queue.getWaitingCount(), queue.getPrioritizedCount(), queue.getJobs(['waiting', 'prioritized'], 0, LOOKED_AT - 1, true)]);
      const oldest = Math.min(...next.map(({ timestamp }) => timestamp));
      return { keys: inOrder + byPatience, oldestMs: Math.max(0, Date.now() - oldest) };
    },
    consume(run, { concurrency }) {
      const stopping = new AbortController();
      const failures = new Map<string, number>();

      async function runOnce(key: string): Promise<void> {
        const end = metrics?.wakeRunDuration.startTimer({ queue: name });
        try {
          await run(key, stopping.signal);
          failures.delete(key);
          end?.({ outcome: 'done' });
        } catch (error) {
          end?.({ outcome: 'failed' });
          const times = (failures.get(key) ?? 0) + 1;
          failures.set(key, times);
          const delayMs = pauseAfter(times);
          logger.error({ err: error, queue: name, key, times, delayMs }, 'a woken run failed and will be repeated');
          await wake(key, { delayMs });
        }
      }

      function hire(): Worker<Wake> {
        const hired = new Worker<Wake>(name, ({ name: kind, data: { key } }) => (kind === 'alarm' ? wakeNow(key) : runOnce(key)), {
          connection,
          prefix: PREFIX,
          concurrency,
          lockDuration: lockMs,
          stalledInterval: lockMs / 2,
          maxStalledCount: Number.MAX_SAFE_INTEGER,
          autorun: false,
        });
        hired.on('error', warn);
        hired.on('stalled', (job) => logger.warn({ queue: name, job }, 'a run was taken over from a silent process'));
        return hired;
      }

      let worker = hire();
      async function work(): Promise<void> {
        for (;;) {
          try {
            await answered(worker);
            await worker.run();
            return;
          } catch (error) {
            warn(error);
          }
          await pause(ANEW_AFTER_MS, undefined, { ref: false });
          if (stopping.signal.aborted) return;
          worker = hire();
        }
      }
      void work();

      return {
        async stop() {
          stopping.abort();
          const isDrained = await Promise.race([worker.close().then(() => true), pause(DRAIN_MS, false, { ref: false })]);
          if (!isDrained) logger.warn({ queue: name }, 'runs were left behind; their keys run again elsewhere');
        },
      };
    },
    async close() {
      await Promise.all(underWay);
      const queue = await opening?.catch(() => undefined);
      await queue?.close();
    },
  };
}

/** Due times lie on a grid as fine as an eighth of the delay, so that wishes close to each other become one. */
function coalescedDueTime(now: number, delayMs: number): number {
  const step = 2 ** Math.floor(Math.log2(Math.max(8, delayMs)) - 3);
  return Math.ceil((now + delayMs) / step) * step;
}

/** One second, doubling to a minute, half of it random. */
function pauseAfter(failures: number): number {
  const ceiling = Math.min(60_000, 1_000 * 2 ** Math.min(failures - 1, 10));
  return ceiling / 2 + Math.random() * (ceiling / 2);
}

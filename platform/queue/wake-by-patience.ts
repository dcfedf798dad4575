import { randomUUID } from 'node:crypto';
import type { Queue } from 'bullmq';
import type { RedisClient } from '../redis/client.js';
import { within } from '../within.js';
import { createSharedRuns } from './shared-runs.js';
import { rankOf } from './wake-order.js';

export interface PatienceOptions {
  /** The queue, once it can be asked. */
  readonly opened: () => Promise<Queue<{ readonly key: string }>>;
  readonly redis: RedisClient;
  readonly patienceMs: (key: string) => Promise<number>;
  readonly warn: (error: unknown) => void;
  /** After that, a wake rejects and the next of its key begins. */
  readonly timeoutMs: number;
}

/** Puts a key among those that wait, or moves it up there; wakes of one key that come while one is under way share the next. */
export function createPatientWake({ opened, redis, patienceMs, warn, timeoutMs }: PatienceOptions): (key: string) => Promise<void> {
  return createSharedRuns((key) => within(timeoutMs, wake(key)));

  async function wake(key: string): Promise<void> {
    const patience = await patienceMs(key).catch((error: unknown) => (warn(error), 0));
    const queue = await opened();
    const jobId = randomUUID();
    const job = await queue.add('run', { key }, { jobId, priority: rankOf({ patienceMs: patience, waitedMs: 0 }), deduplication: { id: key, keepLastIfActive: true } });
    if (job.id === undefined || job.id === jobId) return;
    const [priority, timestamp] = await redis.hmGet(queue.toKey(job.id), ['priority', 'timestamp']);
    const rank = rankOf({ patienceMs: patience, waitedMs: Date.now() - Number(timestamp ?? Infinity) });
    if (rank < Number(priority ?? 0)) await job.changePriority({ priority: rank });
  }
}

import { EventEmitter, once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { connectTestRedis, testRedisUrl } from '../../test/support/test-redis.js';
import { connectRedis, type RedisClient } from '../redis/client.js';
import { createLogger } from '../telemetry/logger.js';
import { createSharedRuns } from './shared-runs.js';
import { rankOf } from './wake-order.js';
import { createWakeQueue, type WakeConsumer, type WakeQueue } from './wake-queue.js';

const logger = createLogger({ level: 'silent', name: 'test' });

describe('turns by patience', () => {
  let clients: RedisClient[];
  let queues: WakeQueue[];
  let consumer: WakeConsumer | undefined;
  let patience: Map<string, number>;
  /** Two processes' parts on one Redis. */
  beforeEach(async () => {
    clients = [await connectTestRedis(), await connectRedis(testRedisUrl())];
    patience = new Map();
    queues = clients.map((redis) => createWakeQueue({ redis, name: 'lanes', logger, patienceMs: async (key) => patience.get(key) ?? 0 }));
  });
  afterEach(async () => {
    await consumer?.stop();
    consumer = undefined;
    await Promise.all(queues.map((queue) => queue.close()));
    await Promise.all(clients.map((redis) => redis.close()));
  });

  const wake = (key: string, process: 0 | 1 = 0) => queues[process]!.wake(key);
  /** What runs, in order, one at a time, when all of these are due at once. */
  async function turns(count: number): Promise<string[]> {
    while ((await queues[0]!.backlog()).keys < count) await new Promise((resolve) => setImmediate(resolve));
    const told = new EventEmitter();
    const runs: string[] = [];
    consumer = queues[1]!.consume(async (key) => {
      runs.push(key);
      told.emit('run');
    }, { concurrency: 1 });
    while (runs.length < count) await once(told, 'run');
    return runs;
  }

  it('go to the key with the least patience, whoever was woken first and by whom', async () => {
    for (const [key, ms] of [['content', 60_000], ['price', 10_000], ['sold out', 0], ['other content', 60_000]] as const) patience.set(key, ms);
    await wake('content');
    await wake('price', 1);
    await wake('other content');
    await wake('sold out');
    expect(await queues[0]!.backlog()).toMatchObject({ keys: 4 });
    expect(await turns(4)).toEqual(['sold out', 'price', 'content', 'other content']);
  });

  it('go sooner to a key that became more urgent while it waited, and no later to one that became less', async () => {
    for (const [key, ms] of [['a', 60_000], ['b', 60_000], ['c', 10_000]] as const) patience.set(key, ms);
    for (const key of ['a', 'b', 'c']) await wake(key);
    patience.set('b', 0);
    patience.set('c', 60_000);
    await wake('b', 1);
    await wake('c');
    expect(await turns(3)).toEqual(['b', 'c', 'a']);
  });

  it('go to a key that has waited for as long as it may, before what is urgent and was woken later', async () => {
    patience.set('patient', 200);
    await wake('patient');
    const wokenBy = Date.now();
    while (Date.now() <= wokenBy + 200) await wake('patient', 1);
    await wake('patient');
    await wake('urgent');
    expect(await turns(2)).toEqual(['patient', 'urgent']);
  });

  it('are given although nobody can say how patient a key is', async () => {
    const queue = createWakeQueue({ redis: clients[0]!, name: 'lanes', logger, patienceMs: () => Promise.reject(new Error('no ledger')) });
    await queue.wake('unknown');
    await queue.close();
    expect(await turns(1)).toEqual(['unknown']);
  });
});

describe('the rank of a key', () => {
  it('falls with the time it has waited, to the first and no further', () => {
    expect([0, 5_000, 9_999, 10_000, 60_000].map((waitedMs) => rankOf({ patienceMs: 10_000, waitedMs }))).toEqual([101, 51, 2, 1, 1]);
  });

  it('is within what the queue can hold, whatever the clocks say', () => {
    expect([rankOf({ patienceMs: Infinity, waitedMs: 0 }), rankOf({ patienceMs: 0, waitedMs: -600_000 }), rankOf({ patienceMs: 1_000, waitedMs: -600_000 })]).toEqual([2_097_151, 1, 11]);
  });
});

describe('runs that are shared', () => {
  it('serve all who ask meanwhile with one more run, begun after they asked', async () => {
    const ends: (() => void)[] = [];
    const shared = createSharedRuns(() => new Promise<void>((resolve) => void ends.push(resolve)));
    const first = shared('a');
    const later = [shared('a'), shared('a'), shared('a')];
    expect(ends).toHaveLength(1);
    ends[0]!();
    await first;
    while (ends.length < 2) await new Promise((resolve) => setImmediate(resolve));
    ends[1]!();
    await Promise.all(later);
    expect(ends).toHaveLength(2);
  });

  it('begin anew after one that failed', async () => {
    let runs = 0;
    const shared = createSharedRuns(async () => {
      runs += 1;
      if (runs === 1) throw new Error('trouble');
    });
    const first = shared('a');
    const second = shared('a');
    await expect(first).rejects.toThrow('trouble');
    await second;
    expect(runs).toBe(2);
  });
});

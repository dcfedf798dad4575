import { EventEmitter, once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { connectTestRedis } from '../../test/support/test-redis.js';
import type { RedisClient } from '../redis/client.js';
import { createLogger } from '../telemetry/logger.js';
import { createMetrics } from '../telemetry/metrics.js';
import { measureBacklogs } from './measure-backlogs.js';
import { createWakeQueue, type WakeConsumer, type WakeQueue } from './wake-queue.js';

const logger = createLogger({ level: 'silent', name: 'test' });

describe('wake queue', () => {
  let redis: RedisClient;
  let queue: WakeQueue;
  let consumers: WakeConsumer[];

  beforeEach(async () => {
    redis = await connectTestRedis();
    queue = createWakeQueue({ redis, name: 'lanes', logger, lockMs: 2_000 });
    consumers = [];
  });

  afterEach(async () => {
    await Promise.all(consumers.map((consumer) => consumer.stop()));
    await queue.close();
    await redis.close();
  });

  /** Consumes with runs that last until they are told to end. */
  function consumeGated(concurrency = 5) {
    const starts = new EventEmitter();
    const runs: { key: string; end: (error?: Error) => void; signal: AbortSignal }[] = [];
    const consumer = queue.consume(
      (key, signal) =>
        new Promise((resolve, reject) => {
          runs.push({ key, signal, end: (error) => (error ? reject(error) : resolve()) });
          starts.emit('start');
        }),
      { concurrency },
    );
    consumers.push(consumer);
    const nth = async (count: number): Promise<(typeof runs)[number]> => {
      while (runs.length < count) await once(starts, 'start');
      return runs[count - 1]!;
    };
    return { runs, nth, consumer };
  }

  it('makes one run of many wakes of a key that waits', async () => {
    for (let wake = 0; wake < 10; wake += 1) await queue.wake('store-a');
    await queue.wake('store-b');
    const { runs, nth } = consumeGated();
    await nth(2);
    for (const run of runs) run.end();
    await queue.wake('store-c');
    (await nth(3)).end();
    expect(runs.map(({ key }) => key)).toEqual(['store-a', 'store-b', 'store-c']);
  });

  it('runs a key once more when it was woken while it ran, never twice at once', async () => {
    const { runs, nth } = consumeGated();
    await queue.wake('store-a');
    const first = await nth(1);
    for (let wake = 0; wake < 5; wake += 1) await queue.wake('store-a');
    expect(runs).toHaveLength(1);
    first.end();
    (await nth(2)).end();
    await queue.wake('marker');
    (await nth(3)).end();
    expect(runs.map(({ key }) => key)).toEqual(['store-a', 'store-a', 'marker']);
  });

  it('holds a delayed wake back, and lets an immediate one overtake it', async () => {
    const { nth } = consumeGated();
    await queue.wake('much later', { delayMs: 3_600_000 });
    await queue.wake('much later');
    (await nth(1)).end();
    const startedAt = Date.now();
    await queue.wake('later', { delayMs: 600 });
    (await nth(2)).end();
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(600);
  });

  it('tells how many keys wait for a worker, and for how long the first has', async () => {
    expect(await queue.backlog()).toEqual({ keys: 0, oldestMs: 0 });
    await queue.wake('store-a');
    const wokenBy = Date.now();
    await queue.wake('store-b');
    await queue.wake('store-c', { delayMs: 3_600_000 });
    while (Date.now() < wokenBy + 5) await queue.wake('store-b');
    const metrics = createMetrics();
    await measureBacklogs({ lanes: queue }, metrics);
    const { keys, oldestMs } = await queue.backlog();
    expect(keys).toBe(2);
    expect(oldestMs).toBeGreaterThanOrEqual(5);
    expect(await metrics.text()).toContain('hub_queue_keys{queue="lanes"} 2');
    const { nth } = consumeGated();
    (await nth(2)).end();
    (await nth(1)).end();
    expect(await queue.backlog()).toMatchObject({ keys: 0 });
  });

  it('makes one alarm of equal delayed wishes', async () => {
    for (let wake = 0; wake < 20; wake += 1) await queue.wake('later', { delayMs: 60_000 });
    expect(await redis.zCard('wake:lanes:delayed')).toBeLessThanOrEqual(2);
  });

  it('goes on consuming after Redis was flushed under it', async () => {
    const { nth } = consumeGated(1);
    await queue.wake('store-a');
    const running = await nth(1);
    await redis.flushDb();
    running.end();
    await queue.wake('store-a');
    (await nth(2)).end();
    await queue.wake('store-b');
    expect((await nth(3)).key).toBe('store-b');
    (await nth(3)).end();
  });

  it('repeats a run that failed, without a further wake', async () => {
    const { nth } = consumeGated();
    await queue.wake('store-a');
    (await nth(1)).end(new Error('trouble'));
    const second = await nth(2);
    expect(second.key).toBe('store-a');
    second.end();
  });

  it('stops by telling what runs, waiting for it, and starting nothing more', async () => {
    const { runs, nth, consumer } = consumeGated(1);
    await queue.wake('store-a');
    const running = await nth(1);
    await queue.wake('store-b');
    const stopped = consumer.stop();
    expect(running.signal.aborted).toBe(true);
    running.end();
    await stopped;
    expect(runs).toHaveLength(1);
    const taker = consumeGated();
    expect((await taker.nth(1)).key).toBe('store-b');
    taker.runs[0]!.end();
  });
});

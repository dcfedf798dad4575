import { EventEmitter, once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { connectTestRedis } from '../../test/support/test-redis.js';
import type { RedisClient } from '../redis/client.js';
import { createLogger } from '../telemetry/logger.js';
import { createWakeQueue, type WakeConsumer, type WakeQueue } from './wake-queue.js';

const HOUR_MS = 3_600_000;

describe('the timetable of a wake queue', () => {
  let redis: RedisClient;
  let queue: WakeQueue;
  let consumers: WakeConsumer[];

  beforeEach(async () => {
    redis = await connectTestRedis();
    queue = createWakeQueue({ redis, name: 'schedules', logger: createLogger({ level: 'silent', name: 'test' }), lockMs: 2_000 });
    consumers = [];
  });
  afterEach(async () => {
    await Promise.all(consumers.map((consumer) => consumer.stop()));
    await queue.close();
    await redis.close();
  });

  function consume() {
    const bell = new EventEmitter();
    const woken: string[] = [];
    consumers.push(queue.consume(async (key) => void (woken.push(key), bell.emit('woken')), { concurrency: 5 }));
    const times = async (count: number): Promise<void> => {
      while (woken.length < count) await once(bell, 'woken');
    };
    return { woken, times };
  }

  it('wakes a key again and again', async () => {
    const { woken, times } = consume();
    await queue.timetable.set({ key: 'sto_1:ORDERS', everyMs: 60, startAt: new Date() });
    await times(3);
    expect(new Set(woken)).toEqual(new Set(['sto_1:ORDERS']));
  });

  it('takes the newest pace and start of a key, and forgets one that is removed', async () => {
    const startAt = new Date(Date.now() + HOUR_MS);
    await queue.timetable.set({ key: 'a', everyMs: 60_000, startAt });
    await queue.timetable.set({ key: 'a', everyMs: 60_000, startAt: new Date(startAt.getTime() + 5_000) });
    await queue.timetable.set({ key: 'b', everyMs: 30_000, startAt });
    expect(await queue.timetable.entries()).toEqual(expect.arrayContaining([{ key: 'a', everyMs: 60_000, nextAt: new Date(startAt.getTime() + 5_000) }, { key: 'b', everyMs: 30_000, nextAt: startAt }]));
    await queue.timetable.remove('b');
    expect((await queue.timetable.entries()).map(({ key }) => key)).toEqual(['a']);
  });

  it('makes up once for any number of times missed', async () => {
    await queue.timetable.set({ key: 'late', everyMs: HOUR_MS, startAt: new Date(Date.now() - 100 * HOUR_MS) });
    const { woken, times } = consume();
    await times(1);
    await queue.wake('marker');
    await times(2);
    expect(woken).toEqual(['late', 'marker']);
  });

  it('has forgotten everything once Redis was emptied', async () => {
    await queue.timetable.set({ key: 'a', everyMs: 60_000, startAt: new Date() });
    await redis.flushDb();
    expect(await queue.timetable.entries()).toEqual([]);
  });
});

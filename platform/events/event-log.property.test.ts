import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { connectTestRedis } from '../../test/support/test-redis.js';
import { newId } from '../ids.js';
import type { RedisClient } from '../redis/client.js';
import { createEventLog, type OpenEventLog } from './event-log.js';
import { isEventGap } from './event.js';

const KEPT = 200;

describe('event log under random use', () => {
  let redis: RedisClient;
  let log: OpenEventLog;

  beforeAll(async () => {
    redis = await connectTestRedis();
    log = createEventLog({ redis, maxLength: KEPT });
  });

  afterAll(async () => {
    log.close();
    await redis.close();
  });

  /** Sizes of appends; how many events a reader takes before it drops its connection and resumes; how long it dawdles. */
  const use = fc.record({
    appends: fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 5, maxLength: 40 }),
    readers: fc.array(fc.record({ takes: fc.integer({ min: 3, max: 80 }), dawdlesMs: fc.integer({ min: 0, max: 3 }) }), { minLength: 1, maxLength: 6 }),
    twice: fc.boolean(),
  });

  it('gives every reader each event once and in order, however it reads and resumes, or tells of a gap', async () => {
    const seed = Date.now();
    console.info(`event log under random use: seed ${seed}`);
    await fc.assert(
      fc.asyncProperty(use, async ({ appends, readers, twice }) => {
        const sellerId = newId('seller');
        const total = appends.reduce((sum, size) => sum + size, 0);
        const origin = `${await epochOf(sellerId)}.0`;
        const reading = readers.map((reader) => readAll({ sellerId, total, origin, ...reader }));
        let next = 1;
        for (const size of appends) {
          const events = Array.from({ length: size }, () => ({ id: String(next++), type: 'stockChanged', sellerId, at: new Date(), data: {} }));
          await log.append(events);
          if (twice) await log.append(events);
        }
        await Promise.all(reading);
      }),
      { seed, numRuns: 10 },
    );
  }, 60_000);

  async function epochOf(sellerId: ReturnType<typeof newId<'seller'>>): Promise<string> {
    const end = new AbortController();
    const waiting = log.subscribe({ sellerId, types: [], signal: end.signal })[Symbol.asyncIterator]().next();
    let epoch: string | null = null;
    while (epoch === null) epoch = await redis.hGet(`events:{${sellerId}}:head`, 'epoch');
    end.abort();
    await waiting;
    return epoch;
  }

  /** Reads to the end in stretches, each resumed from the last cursor, and checks that nothing is missing but where a gap says so. */
  async function readAll(o: { sellerId: ReturnType<typeof newId<'seller'>>; total: number; origin: string; takes: number; dawdlesMs: number }): Promise<void> {
    let cursor = o.origin;
    let last = 0;
    let afterGap = false;
    while (last < o.total) {
      const end = new AbortController();
      let taken = 0;
      for await (const item of log.subscribe({ sellerId: o.sellerId, types: [], after: cursor, signal: end.signal })) {
        cursor = item.cursor;
        if (isEventGap(item)) {
          expect(item.gap.reason).toBe('TRIMMED');
          afterGap = true;
          continue;
        }
        const number = Number(item.id);
        if (afterGap) expect(number).toBeGreaterThan(last + 1);
        else expect(number).toBe(last + 1);
        afterGap = false;
        last = number;
        taken += 1;
        if (o.dawdlesMs > 0 && taken % 10 === 0) await pause(o.dawdlesMs);
        if (taken === o.takes || last === o.total) break;
      }
      end.abort();
    }
  }
});

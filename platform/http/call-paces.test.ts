import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { connectTestRedis } from '../../test/support/test-redis.js';
import { newId, type StoreId } from '../ids.js';
import type { RedisClient } from '../redis/client.js';
import { createMetrics, type Metrics } from '../telemetry/metrics.js';
import { createCallPaces, type CallPaces, type CallTurn } from './call-paces.js';

const MOST = 8;
const READING = { forMs: 60_000 };

describe('calls of a store', () => {
  let redis: RedisClient;
  let metrics: Metrics;
  let paces: CallPaces;
  let storeId: StoreId;
  let at: number;
  beforeEach(async () => {
    redis = await connectTestRedis();
    metrics = createMetrics();
    at = Date.UTC(2026, 0, 1);
    paces = createCallPaces({ redis, metrics, clock: { now: () => new Date(at) } });
    storeId = newId('store');
  });
  afterEach(() => redis.close());

  const begin = (wait: typeof READING | null = null) => paces.begin({ marketplace: 'EBAY', storeId, operation: 'offers.push', most: MOST }, wait);
  const beginAll = (count: number) => Promise.all(Array.from({ length: count }, () => begin()));
  function end(turn: CallTurn, trouble: Parameters<CallTurn['judge']>[0] = null): void {
    at += 10;
    turn.judge(trouble, 1_000);
    turn.over();
  }
  /** How many of them have their turn, once everything that could happen has. */
  async function inTurn(turns: readonly Promise<CallTurn>[]): Promise<number> {
    let count = 0;
    for (const turn of turns) void turn.then(() => (count += 1));
    await new Promise(setImmediate);
    return count;
  }

  it('are as many at once as wished until the marketplace bears no more, then half as many', async () => {
    expect(paces.atOnce(storeId, 6)).toBe(6);
    const [first, ...others] = await beginAll(MOST);
    end(first!);
    end(others.pop()!, 'RATE_LIMITED');
    expect([paces.atOnce(storeId, 6), paces.atOnce(storeId, 3), paces.atOnce(newId('store'), 6)]).toEqual([4, 3, 6]);
    for (const turn of others) end(turn, 'RATE_LIMITED');
    expect(paces.atOnce(storeId, 6)).toBe(4);
  });

  it('that only read wait for their turn, in order; what does something is not held up', async () => {
    const acting = await beginAll(MOST);
    const reading = [begin(READING), begin(READING), begin(READING)];
    expect(await inTurn(reading)).toBe(0);
    const another = await begin();
    end(another);
    expect(await inTurn(reading)).toBe(0);
    for (const turn of acting.slice(0, 2)) end(turn);
    expect(await inTurn(reading)).toBe(2);
    end(await reading[0]!);
    expect(await inTurn(reading)).toBe(3);
  });

  it('that wait go all the same after as long as their answer might have taken', async () => {
    await beginAll(MOST);
    const turn = await begin({ forMs: 10 });
    end(turn);
    expect(paces.atOnce(storeId, MOST)).toBe(MOST);
  });

  it('are shown while they are fewer, by the process that is held back most, and counted', async () => {
    expect(await paces.ofStore(storeId)).toBeNull();
    const other = createCallPaces({ redis, metrics: createMetrics(), clock: { now: () => new Date(at) } });
    for (const turn of await beginAll(MOST)) end(turn, 'UNAVAILABLE');
    const fromOther = await other.begin({ marketplace: 'EBAY', storeId, operation: 'offers.push', most: MOST }, null);
    end(fromOther, 'TIMEOUT');
    await redis.ping();
    expect(await paces.ofStore(storeId)).toEqual({ callsAtOnce: 1, most: MOST, slowedAt: new Date(at), cause: 'TIMEOUT' });
    const text = await metrics.text();
    expect(text).toContain('hub_call_slowdowns_total{marketplace="EBAY",cause="UNAVAILABLE"} 1');
    expect(text).toContain('hub_stores_slowed{marketplace="EBAY"} 1');
  });

  it('are as many as before once the marketplace bears them again', async () => {
    for (const turn of await beginAll(2)) end(turn, 'UNAVAILABLE');
    expect(paces.atOnce(storeId, MOST)).toBe(1);
    for (let round = 0; round < 40; round += 1) for (const turn of await beginAll(paces.atOnce(storeId, MOST))) end(turn);
    expect(paces.atOnce(storeId, MOST)).toBe(MOST);
    await redis.ping();
    expect(await paces.ofStore(storeId)).toBeNull();
    expect(await metrics.text()).toContain('hub_stores_slowed{marketplace="EBAY"} 0');
  });
});

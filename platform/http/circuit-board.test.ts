import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { connectTestRedis } from '../../test/support/test-redis.js';
import type { StoreId } from '../ids.js';
import type { RedisClient } from '../redis/client.js';
import { createCircuitBoard } from './circuit-board.js';

const STORE = 'sto_1' as StoreId;
const START = new Date('2026-11-22T10:00:00Z');

describe('the board of circuits', () => {
  let redis: RedisClient;
  let now: Date;
  beforeEach(async () => {
    redis = await connectTestRedis();
    now = START;
  });
  afterEach(() => redis.destroy());
  const process = (name: string) => createCircuitBoard({ redis, process: name, clock: { now: () => now } });
  const inMs = (ms: number) => new Date(START.getTime() + ms);

  it('shows to all processes what one has told, until that one takes it back', async () => {
    const [worker, serving] = [process('worker'), process('serving')];
    await worker.opened(STORE, { group: 'offers', openedAt: START, triesAgainAt: inMs(5_000) });
    expect([...(await serving.ofStore(STORE)).values()]).toEqual([{ group: 'offers', state: 'OPEN', openedAt: START, triesAgainAt: inMs(5_000) }]);
    expect((await serving.ofStore('sto_2' as StoreId)).size).toBe(0);
    now = inMs(5_000);
    expect((await serving.ofStore(STORE)).get('offers')?.state).toBe('HALF_OPEN');
    await worker.closed(STORE, 'offers');
    expect((await serving.ofStore(STORE)).size).toBe(0);
  });

  it('shows the longest refusal where processes differ, and forgets a process that ended', async () => {
    await process('one').opened(STORE, { group: 'offers', openedAt: START, triesAgainAt: inMs(40_000) });
    await process('two').opened(STORE, { group: 'offers', openedAt: START, triesAgainAt: inMs(5_000) });
    expect((await process('two').ofStore(STORE)).get('offers')?.triesAgainAt).toEqual(inMs(40_000));
    now = inMs(40_000 + 600_000);
    expect((await process('two').ofStore(STORE)).size).toBe(0);
  });
});

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { connectTestRedis, testRedisUrl } from '../../test/support/test-redis.js';
import { connectRedis, type RedisClient } from '../redis/client.js';
import { drawsFrom } from '../seeded-draws.js';
import { OFFER_SHARES, QUOTA_CLASSES, reservedUnits, type QuotaClass } from './quota-class.js';
import { createQuotaKeeper, type QuotaAsk, type QuotaGroup, type QuotaKeeper } from './quota-keeper.js';

const seed = Number(process.env['TEST_SEED'] ?? Date.now() % 1_000_000_000);
const WINDOW_MS = 10_000;
/** A take is counted this much longer than the window, at most. */
const COUNTED_LONGER_MS = WINDOW_MS / 20 + WINDOW_MS / 50;
const ACCOUNT = 'trendyol:1';

/** Time stands still but for `passes`, so that thousands of calls over many windows take no time and always the same course. */
describe('shares of a quota', () => {
  let clients: RedisClient[];
  let keepers: [QuotaKeeper, QuotaKeeper];
  let at: number;
  const passes = (ms: number): void => {
    at += ms;
  };
  const take = (worth: QuotaClass, worker: 0 | 1 = 0, ask: QuotaAsk = {}) => keepers[worker].take(ACCOUNT, [offers], { ...ask, worth });
  const isGranted = async (worth: QuotaClass, worker: 0 | 1 = 0) => (await take(worth, worker)).granted;
  /** Asks until it is refused. */
  async function takeAll(worth: QuotaClass, worker: 0 | 1 = 0): Promise<number> {
    let granted = 0;
    while (await isGranted(worth, worker)) granted += 1;
    return granted;
  }

  beforeEach(async () => {
    clients = [await connectTestRedis(), await connectRedis(testRedisUrl())];
    at = Date.UTC(2026, 0, 1);
    const clock = { now: () => new Date(at) };
    keepers = clients.map((redis) => createQuotaKeeper({ redis, clock })) as typeof keepers;
  });
  afterEach(() => Promise.all(clients.map((redis) => redis.close())));

  it('leave what is kept for live work when bulk work has taken all it may', async () => {
    expect(await takeAll('BULK')).toBe(100 - 40);
    expect(await takeAll('CONTENT', 1)).toBe(5);
    expect(await takeAll('PRICE')).toBe(10);
    expect(await takeAll('BUYBOX_PRICE', 1)).toBe(5);
    expect(await takeAll('LIVE')).toBe(5);
    expect(await takeAll('BACK_IN_STOCK', 1)).toBe(5);
    expect(await takeAll('SOLD_OUT')).toBe(10);
  });

  it('are nobody\'s loss while nobody asks: what is worth most may take the whole limit', async () => {
    expect(await takeAll('SOLD_OUT')).toBe(100);
  });

  it('are kept for those worth less from the moment they ask', async () => {
    expect(await takeAll('PRICE')).toBe(100 - 25);
    expect(await isGranted('BULK')).toBe(false);
    expect(await takeAll('LIVE')).toBe(5);
    expect(await takeAll('SOLD_OUT')).toBe(10);
    passes(WINDOW_MS + COUNTED_LONGER_MS);
    expect(await takeAll('SOLD_OUT')).toBe(100 - 35);
    expect(await takeAll('BULK', 1)).toBe(5);
  });

  it('give bulk work its part in every window while live work wants everything, and live work the rest', async () => {
    const STEP_MS = 100;
    const WINDOWS = 6;
    const beganAt = at;
    const granted: { readonly at: number; readonly worth: QuotaClass }[] = [];
    while (at < beganAt + WINDOWS * WINDOW_MS) {
      for (const worth of ['SOLD_OUT', 'LIVE', 'PRICE', 'BULK'] as const) {
        for (const worker of [0, 1] as const) if (await isGranted(worth, worker)) granted.push({ at, worth });
      }
      passes(STEP_MS);
    }
    const countedMs = WINDOW_MS + COUNTED_LONGER_MS + STEP_MS;
    for (let from = beganAt + countedMs; from < at - countedMs; from += 500) {
      const of = (worth: QuotaClass) => granted.filter((one) => one.worth === worth && one.at >= from && one.at < from + countedMs).length;
      expect([of('SOLD_OUT') >= 10, of('LIVE') >= 5, of('PRICE') >= 10, of('BULK') >= 5]).toEqual([true, true, true, true]);
    }
    expect(granted.length).toBeGreaterThanOrEqual((WINDOWS - 1) * 70);
  });

  it('go to what is worth most first: while it waits, others get no more than their parts', async () => {
    expect(await takeAll('SOLD_OUT')).toBe(100);
    passes(WINDOW_MS / 2);
    const refused = await take('SOLD_OUT', 1);
    if (refused.granted) throw new Error('granted too much');
    passes(refused.waitMs);
    expect(await takeAll('CONTENT')).toBe(5);
    expect(await isGranted('SOLD_OUT')).toBe(true);
    expect(await isGranted('CONTENT')).toBe(false);
    passes(WINDOW_MS / 10 + WINDOW_MS / 50);
    expect(await isGranted('CONTENT')).toBe(true);
  });

  it('say how long to wait: until then the same is refused, then it is granted', async () => {
    await takeAll('BULK');
    passes(3_000);
    await takeAll('PRICE');
    for (const worth of ['CONTENT', 'BULK', 'PRICE'] as const) {
      const refused = await take(worth);
      if (refused.granted) continue;
      passes(refused.waitMs - 1);
      expect(await isGranted(worth)).toBe(false);
      passes(1);
      expect(await isGranted(worth)).toBe(true);
    }
  });

  it('let those who give way go on within their part, and beyond it only while much is free', async () => {
    const give = async () => (await take('BULK', 0, { upTo: 0.2 })).granted;
    expect(await takeAll('LIVE')).toBe(85);
    passes(WINDOW_MS + COUNTED_LONGER_MS);
    for (let call = 0; call < 40; call += 1) await take('LIVE');
    passes(WINDOW_MS / 2);
    let granted = 0;
    while (await give()) granted += 1;
    expect(granted).toBe(5);
    passes(WINDOW_MS + COUNTED_LONGER_MS);
    while (await give()) granted += 1;
    expect(granted).toBe(5 + 20);
  });

  it(`are never granted beyond the limit in any window, whoever asks for what (seed ${seed})`, async () => {
    const draw = drawsFrom(seed);
    const granted: { readonly at: number; readonly cost: number }[] = [];
    for (let asked = 0; asked < 3_000; asked += 1) {
      passes(Math.floor(draw() * draw() * 150));
      const worth = QUOTA_CLASSES[Math.floor(draw() * QUOTA_CLASSES.length)] ?? 'LIVE';
      const cost = draw() < 0.9 ? 1 : Math.ceil(draw() * 20);
      const grant = await take(worth, draw() < 0.5 ? 0 : 1, { cost, upTo: draw() < 0.1 ? 0.5 : 1 });
      if (grant.granted) granted.push({ at, cost });
      // Each class waits for those worth more, each of which is expected a tenth of the window later than it was told.
      else expect(grant.waitMs).toBeLessThanOrEqual(WINDOW_MS + COUNTED_LONGER_MS + (QUOTA_CLASSES.length * WINDOW_MS) / 10);
    }
    for (const { at: from } of granted) {
      const inWindow = granted.filter((one) => one.at >= from && one.at < from + WINDOW_MS).reduce((sum, { cost }) => sum + cost, 0);
      expect(inWindow).toBeLessThanOrEqual(100);
    }
    expect(granted.length).toBeGreaterThan(300);
  });

  it('are shown, each with what was kept and what is spent', async () => {
    await takeAll('BULK');
    await take('SOLD_OUT', 1);
    const [use] = await keepers[1].usage(ACCOUNT, [offers]);
    expect(use?.used).toBe(61);
    expect(use?.classes.map(({ worth, reserved, used }) => [worth, reserved, used])).toEqual([
      ['SOLD_OUT', 10, 1], ['BACK_IN_STOCK', 5, 0], ['LIVE', 5, 0], ['BUYBOX_PRICE', 5, 0], ['PRICE', 10, 0], ['CONTENT', 5, 0], ['BULK', 5, 60],
    ]);
  });
});

describe('what is kept of a limit', () => {
  it('is at least one call for each class where there is room, and never more than the limit', () => {
    for (let limit = 1; limit <= 200; limit += 1) {
      const units = reservedUnits({ limit, shares: OFFER_SHARES });
      expect(units.reduce((sum, one) => sum + one, 0)).toBeLessThan(Math.max(2, limit));
      if (limit >= 14) expect(Math.min(...units)).toBeGreaterThanOrEqual(1);
    }
  });

  it('is all for whoever asks where the limit is a single call', () => {
    expect(reservedUnits({ limit: 1, shares: OFFER_SHARES })).toEqual([0, 0, 0, 0, 0, 0, 0]);
  });
});

const offers: QuotaGroup = { name: 'offers', limit: 100, windowMs: WINDOW_MS, source: 'test', shares: OFFER_SHARES };

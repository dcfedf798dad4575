import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { connectTestRedis, testRedisUrl } from '../../test/support/test-redis.js';
import { connectRedis, type RedisClient } from '../redis/client.js';
import { createQuotaKeeper, type QuotaGroup, type QuotaKeeper } from './quota-keeper.js';

const group = (name: string, limit: number, windowMs: number): QuotaGroup => ({ name, limit, windowMs, source: 'test' });

describe('quota keeper', () => {
  let redis: RedisClient;
  let other: RedisClient;
  let keeper: QuotaKeeper;
  let neighbour: QuotaKeeper;

  beforeEach(async () => {
    redis = await connectTestRedis();
    other = await connectRedis(testRedisUrl());
    keeper = createQuotaKeeper({ redis });
    neighbour = createQuotaKeeper({ redis: other });
  });

  afterEach(async () => {
    await Promise.all([redis.close(), other.close()]);
  });

  it('grants the limit to all processes together, and not one more', async () => {
    const read = group('read', 50, 10_000);
    const takes = await Promise.all(Array.from({ length: 120 }, (_, index) => (index % 2 ? keeper : neighbour).take('trendyol:1', [read])));
    expect(takes.filter(({ granted }) => granted)).toHaveLength(50);
  });

  it('never lets more than the limit through in any window, and makes nobody wait for much more than one', async () => {
    const fast = group('fast', 20, 400);
    const grants: { askedAt: number; repliedAt: number }[] = [];
    const waitsMs: number[] = [];
    const worker = async (quota: QuotaKeeper): Promise<void> => {
      while (grants.length < 100) {
        const askedAt = Date.now();
        const grant = await quota.take('trendyol:1', [fast]);
        if (grant.granted) grants.push({ askedAt, repliedAt: Date.now() });
        else await pause(waitsMs[waitsMs.push(grant.waitMs) - 1]);
      }
    };
    await Promise.all([worker(keeper), worker(neighbour), worker(keeper)]);
    const grantedInWindowFrom = (at: number) => grants.filter(({ askedAt, repliedAt }) => askedAt >= at && repliedAt < at + 400).length;
    expect(Math.max(...grants.map(({ askedAt }) => grantedInWindowFrom(askedAt)))).toBeLessThanOrEqual(20);
    expect(Math.max(...waitsMs)).toBeLessThanOrEqual(430);
  });

  it('says how long to wait: until then nothing is granted, then it is', async () => {
    const small = group('small', 2, 1_000);
    const takenAt = Date.now();
    await keeper.take('n11:1', [small], { cost: 2 });
    const askedAt = Date.now();
    const refused = await keeper.take('n11:1', [small]);
    const repliedAt = Date.now();
    if (refused.granted) throw new Error('granted too much');
    expect(refused.group).toBe('small');
    expect(repliedAt + refused.waitMs).toBeGreaterThanOrEqual(takenAt + 1_000);
    expect(refused.waitMs).toBeLessThan(1_200);

    let lastRefusedAt = askedAt;
    for (let at = Date.now(); !(await neighbour.take('n11:1', [small])).granted; at = Date.now()) {
      lastRefusedAt = at;
      await pause(50);
    }
    expect(Date.now()).toBeGreaterThanOrEqual(askedAt + refused.waitMs);
    expect(lastRefusedAt).toBeLessThanOrEqual(repliedAt + refused.waitMs);
  });

  it('takes from all groups of a request or from none', async () => {
    const minute = group('minute', 100, 60_000);
    const ceiling = group('ceiling', 3, 10_000);
    for (let call = 0; call < 5; call += 1) await keeper.take('trendyol:1', [minute, ceiling]);
    expect((await keeper.usage('trendyol:1', [minute, ceiling])).map(({ used }) => used)).toEqual([3, 3]);
  });

  it('keeps accounts apart', async () => {
    const one = group('one', 1, 10_000);
    await keeper.take('trendyol:1', [one]);
    expect(await keeper.take('trendyol:2', [one])).toEqual({ granted: true });
    expect(await keeper.take('trendyol:1', [one])).toMatchObject({ granted: false });
  });

  it('grants nothing after a drain until it is over, whatever was used', async () => {
    const read = group('read', 50, 10_000);
    await keeper.drain('trendyol:1', [read], 1_000);
    const refused = await neighbour.take('trendyol:1', [read]);
    if (refused.granted) throw new Error('granted during a drain');
    expect(refused.waitMs).toBeGreaterThan(0);
    expect(refused.waitMs).toBeLessThanOrEqual(1_000);
    await pause(refused.waitMs + 5);
    expect(await neighbour.take('trendyol:1', [read])).toEqual({ granted: true });
  });

  it('pauses longer with each refusal that says nothing of its end, a window at most, and anew after a quiet one', async () => {
    let nowMs = Date.parse('2026-11-22T12:00:00Z');
    const told = createQuotaKeeper({ redis, clock: { now: () => new Date(nowMs) } });
    const groups = [group('read', 50, 60_000), group('day', 10_000, 86_400_000)];
    const pauseMs = async (): Promise<number> => {
      const grant = await told.take('n11:1', groups);
      return grant.granted ? 0 : grant.waitMs;
    };
    const pauses: number[] = [];
    for (let refusal = 0; refusal < 7; refusal += 1) {
      await told.backOff('n11:1', groups);
      await told.backOff('n11:1', groups);
      pauses.push(await pauseMs());
      nowMs += pauses.at(-1) ?? 0;
      expect(await pauseMs()).toBe(0);
    }
    expect(pauses).toEqual([2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
    nowMs += 60_001;
    await told.backOff('n11:1', groups);
    expect(await pauseMs()).toBe(2_000);
  });

  it('shows what is used and when it comes back', async () => {
    const read = group('read', 50, 10_000);
    const idle = group('idle', 7, 10_000);
    const takenAt = Date.now();
    await keeper.take('trendyol:1', [read], { cost: 12 });
    const [used, unused] = await keeper.usage('trendyol:1', [read, idle]);
    expect(used).toMatchObject({ group: 'read', limit: 50, used: 12 });
    const resetsAt = used!.resetsAt!.getTime();
    expect(resetsAt).toBeGreaterThanOrEqual(takenAt + 10_000);
    expect(resetsAt).toBeLessThan(Date.now() + 11_000);
    expect(unused).toMatchObject({ group: 'idle', limit: 7, used: 0, resetsAt: null });
    await keeper.drain('trendyol:1', [idle], 5_000);
    expect((await keeper.usage('trendyol:1', [idle]))[0]).toMatchObject({ used: 7, resetsAt: expect.any(Date) });
  });

  it('refuses a cost that never fits', async () => {
    await expect(keeper.take('trendyol:1', [group('tiny', 2, 1_000)], { cost: 3 })).rejects.toThrow(RangeError);
  });
});

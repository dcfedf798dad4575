import { describe, expect, it } from '@jest/globals';
import { newId } from '../../../platform/ids.js';
import type { MarketplaceHttp, MarketplaceRequest } from './contract.js';
import { aheadAfter, createMarketplaceClock } from './marketplace-clock.js';

const NOON_MS = Date.parse('2026-11-22T12:00:00Z');
const answered = (dateMs: number, o: { askedAtMs?: number; answeredAtMs?: number; headers?: Record<string, string> } = {}) => ({ askedAtMs: NOON_MS, answeredAtMs: NOON_MS, headers: { date: new Date(dateMs).toUTCString() }, ...o });

describe("a marketplace's clock, by its answers", () => {
  it('is ours while they agree with it, however slow they are', () => {
    expect(aheadAfter(0, answered(NOON_MS))).toBe(0);
    expect(aheadAfter(0, answered(NOON_MS + 5_000, { answeredAtMs: NOON_MS + 14_000 }))).toBe(0);
  });

  it.each([-600_000, 600_000])('is known to a second when it is ahead by %i ms', (byMs) => {
    for (let partMs = 0; partMs < 1_000; partMs += 250) {
      const at = { askedAtMs: NOON_MS + partMs, answeredAtMs: NOON_MS + partMs + 20 };
      expect(Math.abs(aheadAfter(0, answered(NOON_MS + partMs + byMs, at)) - byMs)).toBeLessThanOrEqual(1_020);
    }
  });

  it('stays as it is known while answers agree, and is right again once it was put right', () => {
    const byMs = aheadAfter(0, answered(NOON_MS + 600_000));
    expect(aheadAfter(byMs, answered(NOON_MS + 607_000, { answeredAtMs: NOON_MS + 10_000 }))).toBe(byMs);
    expect(Math.abs(aheadAfter(byMs, answered(NOON_MS)))).toBeLessThanOrEqual(1_000);
  });

  it.each([
    ['has no date', {}],
    ['has a date that is none', { date: 'yesterday' }],
    ['was kept on its way', { date: new Date(NOON_MS - 600_000).toUTCString(), age: '600' }],
    ['is further off than any clock', { date: new Date(NOON_MS - 2 * 3_600_000).toUTCString() }],
  ])('is not told by an answer that %s', (_, headers) => {
    expect(aheadAfter(1_500, { askedAtMs: NOON_MS, answeredAtMs: NOON_MS, headers })).toBe(1_500);
  });

  it.each(['orders.list', 'returns.list', 'claims.list'])('is told by answers to %s, and by none of other hosts, which have clocks of their own', async (telling) => {
    const clock = createMarketplaceClock({ now: () => new Date(NOON_MS) });
    const http: MarketplaceHttp = { send: async () => ({ status: 200, headers: { date: new Date(NOON_MS + 600_000).toUTCString() }, body: Buffer.alloc(0), payloadId: newId('payload') }) };
    const ask = (operation: string) => clock.listening(http).send({ operation, method: 'GET', path: '/', quotaGroup: 'any', safe: true } satisfies MarketplaceRequest);
    await ask('token.refresh');
    await ask('claims.download');
    expect(clock.now()).toEqual(new Date(NOON_MS));
    await ask(telling);
    expect(clock.now()).toEqual(new Date(NOON_MS + 600_000));
  });
});

import { describe, expect, it } from '@jest/globals';
import { createBreaker, FAILURES_TO_OPEN, retryAfterMs, retryPolicy } from './resilience.js';

const TIMES = { retryPauseMs: 1, breakerOpenMs: 60_000 };
/** A day that no machine's clock shows. */
const at = new Date('2001-02-03T04:05:06.000Z');
const clock = { now: () => at };

describe('the circuit breaker', () => {
  it('tells when it opened and when it tries again by the clock it was given', async () => {
    const told: unknown[] = [];
    const breaker = createBreaker(TIMES, { opened: (what) => void told.push(what), closed: () => undefined }, clock);
    for (let call = 0; call < FAILURES_TO_OPEN; call += 1) await breaker.policy.execute(() => ({ status: 500, headers: {} }));
    expect(told).toEqual([{ isNew: true, openedAt: at, triesAgainAt: new Date(at.getTime() + TIMES.breakerOpenMs) }]);
    expect(breaker.refusesForMs()).toBeGreaterThan(0);
    expect(breaker.refusesForMs()).toBeLessThanOrEqual(TIMES.breakerOpenMs);
  });
});

describe('a Retry-After', () => {
  it.each<[string, number | null]>([
    ['7', 7_000],
    [new Date(at.getTime() + 60_000).toUTCString(), 60_000],
    [new Date(at.getTime() - 60_000).toUTCString(), 0],
    ['999999999999', 86_400_000],
    ['Fri, 31 Dec 9999 23:59:59 GMT', 86_400_000],
    ['soon', null],
    ['', null],
  ])('of %j is believed for a day at most', (value, ms) => {
    expect(retryAfterMs({ 'retry-after': value }, at)).toBe(ms);
  });
});

describe('repeating a safe request', () => {
  it('reads the date of a Retry-After by the clock it was given', async () => {
    const answersTo = async (retryAfter: Date): Promise<number> => {
      let calls = 0;
      await retryPolicy(TIMES, clock).execute(() => {
        calls += 1;
        return { status: calls === 1 ? 503 : 200, headers: { 'retry-after': retryAfter.toUTCString() } };
      });
      return calls;
    };
    expect(await answersTo(at)).toBe(2);
    expect(await answersTo(new Date(at.getTime() + 3_600_000))).toBe(1);
  });
});

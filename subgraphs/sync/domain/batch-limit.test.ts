import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import { limitAfterRefusal, limitAfterSuccess } from './batch-limit.js';

/** Sends `goods` in order, one of them bad, as the lane does. */
function sendAll(goods: number, bad: number, marketplaceLimit: number): { calls: number; refusedAlone: number[]; sent: number[] } {
  let waiting = Array.from({ length: goods }, (_, i) => i);
  let limit: number | null = null;
  const refusedAlone: number[] = [];
  const sent: number[] = [];
  let calls = 0;
  while (waiting.length > 0) {
    const batch = waiting.slice(0, limit ?? marketplaceLimit);
    calls += 1;
    if (batch.includes(bad) && batch.length > 1) limit = limitAfterRefusal(batch.length);
    else {
      (batch.includes(bad) ? refusedAlone : sent).push(...batch);
      waiting = waiting.slice(batch.length);
      limit = limitAfterSuccess(limit, marketplaceLimit);
    }
  }
  return { calls, refusedAlone, sent };
}

describe('closing in on a bad item', () => {
  it('refuses it alone, sends all others, and needs few calls, wherever it stands', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000 }), fc.nat(999), (goods, place) => {
        const bad = place % goods;
        const { calls, refusedAlone, sent } = sendAll(goods, bad, 1_000);
        expect(refusedAlone).toEqual([bad]);
        expect(sent).toHaveLength(goods - 1);
        expect(calls).toBeLessThanOrEqual(60);
      }),
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import { newId } from '../../../platform/ids.js';
import type { RemoteOffer } from '../connector/contract.js';
import { arrivedFields, nextLookAt, planLookUp } from './look-up.js';

const lostAt = new Date('2026-11-22T12:00:00Z');
const secondsAfter = (at: Date): number => (at.getTime() - lostAt.getTime()) / 1_000;

/** When it is looked at if no look finds everything and each takes `lookTakesMs`. */
function looks(settleMs: number, lookTakesMs = 0): number[] {
  const { dueAt, provesFrom } = planLookUp(lostAt, settleMs);
  const seconds: number[] = [];
  for (let at = dueAt; ; at = nextLookAt({ provesFrom, settleMs, now: new Date(at.getTime() + lookTakesMs) })) {
    seconds.push(secondsAfter(at));
    if (at >= provesFrom) return seconds;
  }
}

describe('a call whose answer was lost', () => {
  it('is looked at soon, ever more seldom, and last when it can no longer be applied', () => {
    expect(looks(30_000)).toEqual([1, 3, 9, 30]);
    expect(looks(60_000)).toEqual([2, 6, 18, 60]);
    expect(looks(15_000)).toEqual([0.5, 1.5, 4.5, 15]);
  });

  it('is looked at once where that is soon', () => {
    expect(looks(500)).toEqual([0.5]);
    expect(looks(0)).toEqual([0]);
  });

  it('is looked at least once more after any look that proves nothing, however long it takes', () => {
    expect(looks(30_000, 10_000)).toEqual([1, 30]);
  });
});

describe('a publishing whose answer was lost', () => {
  const item = { listingId: newId('listing'), remoteKey: 'KUPA-1', content: { value: { presence: 'LISTED' as const, contentRevision: 1 }, revision: 1, operationId: null, setAt: lostAt, isNew: true } };
  const shown: RemoteOffer = { remoteKey: 'KUPA-1', price: null, quantity: null, onSale: false, remoteIds: {} };
  const arrived = (remote: RemoteOffer | undefined): number => arrivedFields('PUBLISH', item, remote).length;

  it('has arrived where the marketplace lists what it did not have before, on sale or not', () => {
    expect([arrived(shown), arrived(undefined)]).toEqual([1, 0]);
  });

  it('has not arrived where the marketplace has the goods and no listing of them', () => {
    expect(arrived({ ...shown, isListed: false })).toBe(0);
  });
});

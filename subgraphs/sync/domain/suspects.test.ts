import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import type { ListingId } from '../../../platform/ids.js';
import { cleared, countSuspects, haveWaited, setAside, suspicionIn, type SuspectGroup } from './suspects.js';

const at = new Date('2026-11-23T00:00:00Z');
const idsOf = (places: readonly number[]) => places.map((place) => `listing_${place}` as ListingId);

/** Sends goods as the lane does, in one call first, then those set aside, until nothing waits. */
function sendAll(goods: number, bad: ReadonlySet<ListingId>) {
  const ids = idsOf(Array.from({ length: goods }, (_, place) => place));
  const refusedAlone: ListingId[] = [];
  const sent: ListingId[] = [];
  let calls = 0;
  const call = (groups: readonly SuspectGroup[], listingIds: readonly ListingId[]): readonly SuspectGroup[] => {
    calls += 1;
    const isRefused = listingIds.some((id) => bad.has(id));
    if (!isRefused) sent.push(...listingIds);
    else if (listingIds.length === 1) refusedAlone.push(...listingIds);
    return isRefused ? setAside(groups, { kind: 'OFFERS', listingIds }, at) : cleared(groups, { kind: 'OFFERS', listingIds });
  };
  let groups = call([], ids);
  for (let [first] = groups; first; [first] = groups) groups = call(groups, first.listingIds);
  return { calls, refusedAlone, sent };
}

const delivery = fc.integer({ min: 1, max: 1_000 }).chain((goods) => fc.record({ goods: fc.constant(goods), bad: fc.uniqueArray(fc.nat({ max: goods - 1 }), { maxLength: Math.min(goods, 20) }) }));

describe('closing in on what a call is refused for', () => {
  it('refuses each bad item alone and sends every other once, wherever and however many they are', () => {
    fc.assert(
      fc.property(delivery, ({ goods, bad }) => {
        const expected = idsOf(bad).toSorted();
        const { refusedAlone, sent, calls } = sendAll(goods, new Set(expected));
        expect(refusedAlone.toSorted()).toEqual(expected);
        expect(new Set(sent).size).toBe(sent.length);
        expect(sent).toHaveLength(goods - bad.length);
        expect(calls).toBeLessThanOrEqual(1 + 4 * bad.length * Math.ceil(Math.log2(goods) / 2));
      }),
    );
  });

  it('takes less than two calls for each item where every one is refused', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), (goods) => {
        const all = idsOf(Array.from({ length: goods }, (_, place) => place));
        const { calls, sent } = sendAll(goods, new Set(all));
        expect(sent).toEqual([]);
        expect(calls).toBeLessThan(2 * goods);
      }),
    );
  });

  it('suspects nothing in calls of another kind', () => {
    const groups = setAside([], { kind: 'PUBLISH', listingIds: idsOf([1, 2]) }, at);
    const isSuspect = suspicionIn(groups);
    expect([isSuspect('PUBLISH', idsOf([1])[0]!), isSuspect('OFFERS', idsOf([1])[0]!)]).toEqual([true, false]);
    expect(cleared(groups, { kind: 'OFFERS', listingIds: idsOf([1, 2]) })).toBe(groups);
  });

  it('keeps under suspicion what was not in the call that went through', () => {
    const groups = setAside([], { kind: 'OFFERS', listingIds: idsOf([1, 2, 3, 4]) }, at);
    expect(cleared(groups, { kind: 'OFFERS', listingIds: idsOf([1]) }).map(({ listingIds }) => listingIds)).toEqual([idsOf([2]), idsOf([3]), idsOf([4])]);
    expect(countSuspects(groups)).toBe(4);
  });

  it('lets others go first for five seconds at most', () => {
    const groups = setAside([], { kind: 'OFFERS', listingIds: idsOf([1, 2]) }, at);
    const after = (ms: number) => new Date(at.getTime() + ms);
    expect([haveWaited([], after(60_000)), haveWaited(groups, after(4_999)), haveWaited(groups, after(5_000))]).toEqual([false, false, true]);
  });
});

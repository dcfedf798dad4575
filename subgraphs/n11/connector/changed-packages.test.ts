import { describe, expect, it } from '@jest/globals';
import { firstWalk, nextWalk, type Walk } from './changed-packages.js';
import { PACKAGE_STATUSES } from './order-status.js';
import { PAGE_SIZE, WINDOW_MS } from './packages.js';

const DAY = 86_400_000;
const now = Date.parse('2026-11-22T10:00:00Z');
const rows = (count: number, at: (index: number) => number): { lastModifiedDate: number }[] => Array.from({ length: count }, (_, index) => ({ lastModifiedDate: at(index) }));

describe('the walk through changed packages', () => {
  it('asks one status after the other, in the order packages go through them', () => {
    const seen: string[] = [];
    for (let walk: Walk | null = firstWalk(now - DAY, now); walk !== null; walk = nextWalk(walk, [], now)) seen.push(PACKAGE_STATUSES[walk.statusIndex] ?? '');
    expect(seen).toEqual([...PACKAGE_STATUSES]);
  });

  it('covers 40 days in windows N11 does not cut, without a hole, the last one open', () => {
    const windows = new Map<number, number | null>();
    for (let walk: Walk | null = firstWalk(now - 40 * DAY, now); walk !== null; walk = nextWalk(walk, [], now)) windows.set(walk.fromMs, walk.toMs);
    const list = [...windows];
    expect(list[0]?.[0]).toBe(now - 40 * DAY);
    expect(list.at(-1)?.[1]).toBeNull();
    for (const [index, [fromMs, toMs]] of list.entries()) {
      expect((toMs ?? now) - fromMs).toBeLessThanOrEqual(WINDOW_MS);
      const following = list[index + 1];
      if (following) expect(following[0]).toBeLessThan(toMs ?? 0);
    }
  });

  it('goes on from the last movement seen, so that a row leaving the list hides none', () => {
    const walk = firstWalk(now - DAY, now);
    expect(nextWalk(walk, rows(PAGE_SIZE, (index) => now - DAY + index), now)).toMatchObject({ statusIndex: 0, page: 0, resumeMs: now - DAY + PAGE_SIZE - 1, fromMs: walk.fromMs });
  });

  it('counts pages only where a whole page shares one moment or is not sorted', () => {
    const walk = { ...firstWalk(now - DAY, now), resumeMs: now - DAY };
    expect(nextWalk(walk, rows(PAGE_SIZE, () => now - DAY), now)).toMatchObject({ page: 1, resumeMs: now - DAY });
    expect(nextWalk(walk, rows(PAGE_SIZE, (index) => now - index), now)).toMatchObject({ page: 1, resumeMs: now - DAY });
  });

  it('starts anew from the beginning of the window with each status', () => {
    const walk = { ...firstWalk(now - DAY, now), resumeMs: now - 5, page: 3 };
    expect(nextWalk(walk, rows(7, () => now), now)).toEqual({ ...walk, statusIndex: 1, resumeMs: walk.fromMs, page: 0 });
  });
});

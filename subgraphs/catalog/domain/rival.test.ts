import { describe, expect, it } from '@jest/globals';
import { decidesBuybox, latestRival, RIVAL_COUNTS_MS, type Rival } from './rival.js';

const at = new Date('2026-11-22T09:30:00.000Z');
const before = (ms: number): Date => new Date(at.getTime() - ms);
const lira = (saleMinor: number) => ({ saleMinor, listMinor: saleMinor, currency: 'TRY' as const });
const rival = (changes: Partial<Rival> = {}): Rival => ({ priceMinor: 10_000, currency: 'TRY', ownRank: 2, seenAt: at, ...changes });
const decides = (from: number | null, to: number, of: Rival | null = rival()) => decidesBuybox(of, { from: from === null ? null : lira(from), to: lira(to), at });

describe('a price beside that of a rival', () => {
  it('decides who is shown first where it passes, meets or leaves it', () => {
    expect([decides(11_000, 9_999), decides(9_000, 10_001), decides(11_000, 10_000), decides(10_000, 9_999), decides(null, 9_999)]).toEqual([true, true, true, true, true]);
  });

  it('decides nothing where it stays on its side, or where nothing is known', () => {
    expect([decides(11_000, 10_001), decides(9_000, 8_000), decides(null, 12_000), decides(11_000, 1, null)]).toEqual([false, false, false, false]);
  });

  it('decides nothing by a sighting of more than a day before it was wanted, or in another currency', () => {
    expect(decides(11_000, 9_000, rival({ seenAt: before(RIVAL_COUNTS_MS) }))).toBe(true);
    expect(decides(11_000, 9_000, rival({ seenAt: before(RIVAL_COUNTS_MS + 1) }))).toBe(false);
    expect(decides(11_000, 9_000, rival({ currency: 'USD' }))).toBe(false);
  });

  it('may lose the first place by a raise where the prices behind it are not told', () => {
    const first = rival({ priceMinor: null, ownRank: 1 });
    expect([decides(9_000, 9_500, first), decides(9_000, 8_500, first), decides(9_000, 9_500, rival({ priceMinor: null }))]).toEqual([true, false, false]);
  });
});

describe('a sighting of rivals', () => {
  const seen = { priceMinor: 10_000, currency: 'TRY' as const, ownRank: 2 };

  it('takes the place of an older one, and is gone with the rivals', () => {
    expect(latestRival(null, seen, at)).toEqual(rival());
    expect(latestRival(rival({ seenAt: before(1) }), { ...seen, priceMinor: 9_000 }, at)).toEqual(rival({ priceMinor: 9_000 }));
    expect(latestRival(rival({ seenAt: before(1) }), null, at)).toBeNull();
  });

  it('changes nothing when it is older, or the same again soon', () => {
    const known = rival();
    expect(latestRival(known, { ...seen, priceMinor: 1 }, before(1))).toBe(known);
    const recent = rival({ seenAt: before(60_000) });
    expect(latestRival(recent, seen, at)).toBe(recent);
    expect(latestRival(rival({ seenAt: before(300_000) }), seen, at)).toEqual(known);
  });
});

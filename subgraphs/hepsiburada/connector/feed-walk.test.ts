import { describe, expect, it } from '@jest/globals';
import { firstWalk, nextWalk, ordersToRead, readPageAgainst, type Walk } from './feed-walk.js';
import type { FeedRow } from './order-feeds.js';

const since = new Date('2026-11-22T10:00:00Z');
const row = (id: number, at: Date | null = null): FeedRow => ({ id: `R${id}`, orderNumbers: [`N${id}`], packageNumber: null, at });

/** Reads a feed to its end while it changes; answers the rows it saw and the pages it took. */
function readFeed(feed: FeedRow[], limit: number, change: (page: number) => void): { seen: Set<string>; pages: number } {
  const seen = new Set<string>();
  let walk: Walk | null = firstWalk(since.getTime());
  let pages = 0;
  while (walk !== null && pages < 10_000) {
    const reading = readPageAgainst(walk, feed.slice(walk.offset, walk.offset + limit), { limit, since });
    for (const { id } of reading.fresh) seen.add(id);
    walk = nextWalk(walk, reading, { read: [], feeds: 1 });
    pages += 1;
    change(pages);
  }
  return { seen, pages };
}

describe('a walk through a feed', () => {
  const SEED = 20_261_122;

  it.each(Array.from({ length: 40 }, (_, run) => [run]))('skips no row that stays, however others leave and come (seed ' + String(SEED) + ', run %i)', (run) => {
    let state = SEED + run;
    const draw = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
    const feed = Array.from({ length: 95 }, (_, id) => row(id));
    let next = 1_000;
    const { seen } = readFeed(feed, 10, () => {
      for (let i = 0; i < 4; i += 1) if (draw() < 0.5 && feed.length > 0) feed.splice(Math.floor(draw() * feed.length), 1);
      if (draw() < 0.5) feed.unshift(row((next += 1)));
    });
    // Newcomers in front of the reader are for the next poll.
    const stayed = feed.filter(({ id }) => Number(id.slice(1)) < 1_000).map(({ id }) => id);
    expect(stayed.filter((id) => !seen.has(id))).toEqual([]);
  });

  it('ends at once when a page shows, newest first, that all behind it is older', () => {
    const feed = Array.from({ length: 1_000 }, (_, id) => row(id, new Date(since.getTime() + (15 - id) * 60_000)));
    expect(readFeed(feed, 10, () => undefined).pages).toBe(3);
  });

  it('does not trust a page of old rows in a feed that is not sorted so', () => {
    const oldestFirst = Array.from({ length: 50 }, (_, id) => row(id, new Date(since.getTime() + (id - 40) * 60_000)));
    expect(readFeed(oldestFirst, 10, () => undefined).seen.size).toBe(50);
  });

  it('ends when the feed empties itself faster than it is read', () => {
    const feed = Array.from({ length: 500 }, (_, id) => row(id));
    expect(readFeed(feed, 10, () => void feed.splice(0, 9)).pages).toBeLessThan(200);
  });

  it('reads an order again only for a change that came after it was read', () => {
    const walk: Walk = { ...firstWalk(since.getTime()), seen: ['N1', 'N2'] };
    const after = new Date(since.getTime() + 1);
    const before = new Date(since.getTime() - 60_000);
    expect(ordersToRead(walk, [row(1, after), row(2, null), row(3, null), row(4, before)], since)).toEqual(['N1', 'N3']);
  });
});

import type { FeedRow } from './order-feeds.js';

/** Where a walk through the feeds stands; travels as the cursor. */
export interface Walk {
  readonly feed: number;
  readonly offset: number;
  /** The last row read of this feed: the next page begins with it, or rows have moved up meanwhile. */
  readonly lastId: string | null;
  /** Steps back taken in this feed. */
  readonly stepsBack: number;
  readonly startedAtMs: number;
  /** Orders read in this walk. */
  readonly seen: readonly string[];
}

/** So that a feed which changes faster than it is read still ends; what is missed then is found by the next poll. */
const MAX_STEPS_BACK = 20;
const MAX_SEEN = 500;

export function firstWalk(startedAtMs: number): Walk {
  return { feed: 0, offset: 0, lastId: null, stepsBack: 0, startedAtMs, seen: [] };
}

export interface PageReading {
  /** Rows of the page that were not on the page before. */
  readonly fresh: readonly FeedRow[];
  /** The next step within the same feed; null when the feed has been read. */
  readonly next: Pick<Walk, 'offset' | 'lastId' | 'stepsBack'> | null;
}

/**
 * Reads a page against the one before. Pages overlap by one row. Where that row is gone, rows have left the feed and all
 * behind them moved up, so the walk takes a page's length back instead of skipping some for good. A page that brings no
 * row it has not just brought ends the feed, so that a feed which always answers the same page ends too.
 */
export function readPageAgainst(walk: Walk, rows: readonly (FeedRow | null)[], o: { limit: number; since: Date }): PageReading {
  const readable = rows.filter((row) => row !== null);
  const at = walk.lastId === null ? -1 : readable.findIndex(({ id }) => id === walk.lastId);
  if (walk.lastId !== null && at === -1 && walk.offset > 0 && walk.stepsBack < MAX_STEPS_BACK) {
    return { fresh: readable, next: { offset: Math.max(0, walk.offset - o.limit), lastId: null, stepsBack: walk.stepsBack + 1 } };
  }
  const fresh = readable.slice(at + 1);
  const last = readable.at(-1);
  const isOver = rows.length < o.limit || last === undefined || (walk.lastId !== null && fresh.length === 0) || isOlderPage(readable, o.since);
  return { fresh, next: isOver ? null : { offset: walk.offset + rows.length - 1, lastId: last.id, stepsBack: walk.stepsBack } };
}

/** Whether all behind this page is older still: only where the feed is seen to be sorted, newest first. */
function isOlderPage(rows: readonly FeedRow[], since: Date): boolean {
  const moments = rows.map(({ at }) => at?.getTime() ?? null);
  if (moments.length < 2 || moments.some((moment) => moment === null || moment >= since.getTime())) return false;
  return moments.every((moment, index) => index === 0 || (moment ?? 0) <= (moments[index - 1] ?? 0)) && (moments[0] ?? 0) > (moments.at(-1) ?? 0);
}

/** Orders these rows ask to be read: changed since, and not read in this walk after the change. */
export function ordersToRead(walk: Walk, rows: readonly FeedRow[], since: Date): string[] {
  const seen = new Set(walk.seen);
  const wanted = rows.filter(({ at }) => at === null || at >= since).flatMap(({ orderNumbers, at }) => orderNumbers.filter((number) => !seen.has(number) || (at !== null && at.getTime() >= walk.startedAtMs)));
  return [...new Set(wanted)];
}

export function nextWalk(walk: Walk, reading: PageReading, o: { read: readonly string[]; feeds: number }): Walk | null {
  const seen = [...new Set([...walk.seen, ...o.read])].slice(-MAX_SEEN);
  if (reading.next !== null) return { ...walk, ...reading.next, seen };
  return walk.feed + 1 < o.feeds ? { ...walk, feed: walk.feed + 1, offset: 0, lastId: null, stepsBack: 0, seen } : null;
}

import type { OrderPage } from '../../sync/connector/contract.js';
import type { HepsiburadaContext } from './client.js';
import { firstWalk, nextWalk, ordersToRead, readPageAgainst, type Walk } from './feed-walk.js';
import { feedsSince, readFeedPage, unreadableRow, type Feed, type FeedRow } from './order-feeds.js';
import { readOrderRow, rememberNumbers, type ReadOrder } from './whole-orders.js';

const READS_AT_ONCE = 8;
/** How long a box is known to be taken apart: the feed tells of it for about a month, without a date. */
const UNPACKED_TTL_MS = 45 * 86_400_000;
const MAX_UNPACKED = 2_000;
/** More than the pages show that a poll reads of one feed. */
const MAX_MOVED = 2_000;

/**
 * Orders changed since a moment. Each feed shows one state of lines or boxes; a row in it is taken as news that its order
 * changed, and the order is read whole, once per change. So no feed has to be complete, and none says a thing twice.
 */
export async function changedSince(context: HepsiburadaContext, since: Date, cursor: string | null): Promise<OrderPage> {
  const walk = cursor === null ? firstWalk(context.marketplaceNow().getTime()) : (JSON.parse(cursor) as Walk);
  const feeds = feedsSince(context, since, new Date(walk.startedAtMs));
  const feed = feeds[walk.feed];
  if (!feed) return { items: [], next: null };
  const page = await readFeedPage(context, feed, walk.offset);
  const reading = readPageAgainst(walk, page.rows, { limit: feed.limit, since });
  const news = await newsIn(context, feed, reading.fresh, since);
  const numbers = ordersToRead(walk, news.rows, since);
  const orders = await readAll(context, numbers);
  await news.keep();
  // Boxes taken apart before are known by their numbers alone; a page of them ends the feed, which is asked newest first.
  const isAllKnown = feed.name === 'unpacked' && news.rows.length === 0;
  const next = nextWalk(walk, isAllKnown ? { ...reading, next: null } : reading, { read: numbers, feeds: feeds.length });
  return {
    items: orders.flatMap((read) => ('order' in read ? [read.order] : [])),
    unreadable: [...page.unreadable.map((raw) => unreadableRow(feed, raw)), ...orders.flatMap((read) => ('unreadable' in read ? [read.unreadable] : []))],
    next: next === null ? null : JSON.stringify(next),
  };
}

async function readAll(context: HepsiburadaContext, numbers: readonly string[]): Promise<ReadOrder[]> {
  const read: ReadOrder[] = [];
  for (let start = 0; start < numbers.length; start += READS_AT_ONCE) {
    const some = await Promise.all(numbers.slice(start, start + READS_AT_ONCE).map((number) => readOrderRow(context, number)));
    read.push(...some.filter((one) => one !== null));
  }
  return read;
}

interface News {
  readonly rows: readonly FeedRow[];
  /** For after the orders were read. */
  readonly keep: () => Promise<void>;
}

async function newsIn(context: HepsiburadaContext, feed: Feed, rows: readonly FeedRow[], since: Date): Promise<News> {
  if (feed.name === 'unpacked') return newlyUnpacked(context, rows);
  return feed.isReported ? reportedLate(context, feed, { rows, since }) : { rows, keep: async () => undefined };
}

/**
 * Rows with those among them that are dated before the last poll and were not there then: somebody reported them late. They stand in the
 * place where they came into the feed. Where nobody knows what was there, the dates are believed.
 */
async function reportedLate(context: HepsiburadaContext, { name }: Feed, { rows, since }: { readonly rows: readonly FeedRow[]; readonly since: Date }): Promise<News> {
  const key = `hepsiburada:moved:${name}:${context.store.storeId}`;
  const kept = await context.cache.get(key);
  const known = kept === null ? null : (JSON.parse(kept) as string[]);
  const heardOf = new Set(known);
  const fresh = rows.filter(({ id }) => !heardOf.has(id)).map(({ id }) => id);
  const isLate = ({ id, at }: FeedRow): boolean => known !== null && at !== null && at < since && !heardOf.has(id);
  return {
    rows: rows.map((row) => (isLate(row) ? { ...row, at: null } : row)),
    keep: async () => (fresh.length === 0 && known !== null ? undefined : context.cache.set(key, JSON.stringify([...(known ?? []), ...fresh].slice(-MAX_MOVED)), UNPACKED_TTL_MS)),
  };
}

/** Rows not heard of before. Each box is noted with its order, so that the order shows it as gone. */
async function newlyUnpacked(context: HepsiburadaContext, rows: readonly FeedRow[]): Promise<News> {
  const key = `hepsiburada:unpacked:${context.store.storeId}`;
  const known = JSON.parse((await context.cache.get(key)) ?? '[]') as string[];
  const fresh = rows.filter(({ id }) => !known.includes(id));
  for (const { id, orderNumbers } of fresh) for (const orderNumber of orderNumbers) await rememberNumbers(context, orderNumber, [id]);
  return { rows: fresh, keep: async () => (fresh.length === 0 ? undefined : context.cache.set(key, JSON.stringify([...known, ...fresh.map(({ id }) => id)].slice(-MAX_UNPACKED)), UNPACKED_TTL_MS)) };
}


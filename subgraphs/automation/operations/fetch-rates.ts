import type { Bulletin } from '../domain/bulletin.js';
import { dayAt, nextFetchAt, retryFetchAt } from '../domain/feed-plan.js';
import { faultOfBulletin } from '../domain/plausible-bulletin.js';
import { FeedError } from '../feeds/contract.js';
import type { FeedState } from '../store/feed-store.js';
import type { AutomationDeps, OpenFeed } from './automation-deps.js';

type FetchDeps = Pick<AutomationDeps, 'bulletins' | 'feeds' | 'openFeeds' | 'maxAgeMs' | 'clock' | 'logger'>;

/** Nobody else asks the bank meanwhile; longer than a call with its repeats takes. */
const TURN_MS = 2 * 60_000;

/**
 * Reads every bank whose time it is, and notes which banks' rates have become too old. Any number of workers may run it: each bank is
 * read by one of them. A day read twice is kept once.
 */
export async function fetchRates(deps: FetchDeps): Promise<void> {
  await Promise.all(deps.openFeeds.map((open) => fetchFeed(deps, open)));
}

async function fetchFeed(deps: FetchDeps, open: OpenFeed): Promise<void> {
  const now = deps.clock.now();
  const { bank } = open.feed;
  const turn = await deps.feeds.takeTurn(bank, { now, until: new Date(now.getTime() + TURN_MS) });
  if (turn) await readBank(deps, open, turn);
  await noteAge(deps, open);
}

async function readBank(deps: FetchDeps, { feed, http }: OpenFeed, { failures }: FeedState): Promise<void> {
  const { bulletins, feeds, clock, logger } = deps;
  try {
    await keep(deps, await feed.fetchNewest(http));
    const at = clock.now();
    if (feed.fetchDay && !(await bulletins.inForce(feed.bank, at))) await keep(deps, await feed.fetchDay(http, dayAt(feed.calendar, at)));
    const newest = await bulletins.newest(feed.bank);
    await feeds.succeeded(feed.bank, { at, nextTryAt: nextFetchAt(feed.calendar, { newestDate: newest?.date ?? null, now: at }) });
  } catch (error) {
    if (!(error instanceof FeedError)) throw error;
    const at = clock.now();
    logger.warn({ bank: feed.bank, kind: error.kind, reason: error.message }, 'exchange rates could not be read');
    await feeds.failed(feed.bank, { error: { kind: error.kind, message: error.message, at }, nextTryAt: retryFetchAt(failures + 1, at) });
  }
}

async function keep({ bulletins, clock, logger }: FetchDeps, bulletin: Bulletin): Promise<void> {
  const { bank, date } = bulletin;
  const at = clock.now();
  const fault = faultOfBulletin(bulletin, { before: await bulletins.newest(bank), now: at });
  if (fault !== null) throw new FeedError('UNREADABLE', `the bulletin of ${date} is not used: ${fault}`);
  const saved = await bulletins.save(bulletin, at);
  if (saved !== 'KNOWN') logger.info({ bank, date, saved }, 'exchange rates were read');
}

/** Told once when it begins and once when it ends. */
async function noteAge({ bulletins, feeds, maxAgeMs, clock, logger }: FetchDeps, { feed: { bank } }: OpenFeed): Promise<void> {
  const now = clock.now();
  const newest = await bulletins.inForce(bank, now);
  const isStale = !newest || now.getTime() - newest.inForceFrom.getTime() > maxAgeMs;
  if (isStale && (await feeds.becameStale(bank, now))) logger.warn({ bank, date: newest?.date ?? null }, 'exchange rates are older than allowed');
  if (!isStale && (await feeds.becameFresh(bank))) logger.info({ bank, date: newest.date }, 'exchange rates are fresh again');
}

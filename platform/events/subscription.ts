import { setTimeout as pause } from 'node:timers/promises';
import type { EventSubscription } from './event-log.js';
import { isEventGap, type EventGap, type LoggedEvent } from './event.js';
import type { FeedLease, Feeds } from './feeds.js';
import type { LogStore } from './log-store.js';
import { positionOf, stepFrom, type Position, type Step } from './position.js';

type Item = LoggedEvent | EventGap;

export interface SubscriptionParts {
  readonly store: LogStore;
  readonly feeds: Feeds;
  /** The whole log is being closed. */
  readonly isClosed: () => boolean;
}

/** One reader: it holds nothing but its position. Throws BadEventCursorError. */
export function openSubscription({ store, feeds, isClosed }: SubscriptionParts, subscription: EventSubscription): AsyncIterable<Item> {
  const ending = new AbortController();
  const end = (): void => ending.abort();
  const { signal } = ending;
  const isOver = (): boolean => signal.aborted || isClosed();
  const start = startOf(store, subscription, { signal, isOver });
  start.catch(() => undefined);
  if (subscription.signal.aborted) end();
  else subscription.signal.addEventListener('abort', end);
  const items = follow({ store, feeds, start }, subscription, { signal, isOver });
  const iterator = {
    next: () => items.next(),
    /** A generator alone would finish its wait before it heard of this. */
    async return() {
      subscription.signal.removeEventListener('abort', end);
      end();
      return items.return();
    },
    [Symbol.asyncIterator]: () => iterator,
  };
  return iterator;
}

interface Ending {
  readonly signal: AbortSignal;
  readonly isOver: () => boolean;
}

const READ_AT_ONCE = 500;

/** Asked for when `subscribe` is called, not when reading begins: what is appended in between belongs to the subscription. */
function startOf(store: LogStore, { sellerId, after }: EventSubscription, ending: Ending): Promise<Position> {
  if (after != null) return Promise.resolve(positionOf(after));
  return persist(ending, async () => {
    const { epoch, head } = await store.read(sellerId, { after: null, limit: 0 });
    return { epoch, seq: head };
  });
}

async function* follow(parts: Pick<SubscriptionParts, 'store' | 'feeds'> & { start: Promise<Position> }, { sellerId, types }: EventSubscription, ending: Ending): AsyncGenerator<Item, void, undefined> {
  const { store, feeds, start } = parts;
  const { signal, isOver } = ending;
  // Released on abort too: a reader that never comes back for its next item must not keep the feed.
  let release = (): void => undefined;
  try {
    const lease = await persist(ending, () => feeds.acquire(sellerId));
    release = () => lease.release();
    signal.addEventListener('abort', release);
    let position = await start;
    while (!isOver()) {
      const { version } = lease.feed;
      const step = await persist(ending, () => stepOf({ store, sellerId, lease, position }));
      position = step.next;
      for (const item of step.items) {
        if (isOver()) return;
        if (isEventGap(item) || types.length === 0 || types.includes(item.type)) yield item;
      }
      if (step.items.length === 0) await lease.feed.changed(version, signal);
    }
  } catch (error) {
    if (!isOver()) throw error;
  } finally {
    signal.removeEventListener('abort', release);
    release();
  }
}

async function stepOf({ store, sellerId, lease, position }: { store: LogStore; sellerId: EventSubscription['sellerId']; lease: FeedLease; position: Position }): Promise<Step> {
  const slice = lease.feed.peek(position) ?? (await store.read(sellerId, { after: position, limit: READ_AT_ONCE }));
  return stepFrom(position, slice, new Date());
}

/** Tries until it works: Redis comes back, and until then a subscriber simply hears nothing. Rejects once it is over. */
async function persist<T>({ signal, isOver }: Ending, attempt: () => Promise<T>): Promise<T> {
  for (let pauseMs = 50; ; pauseMs = Math.min(pauseMs * 2, 2_000)) {
    try {
      return await attempt();
    } catch (error) {
      if (isOver()) throw error;
      await pause(pauseMs, undefined, { signal, ref: false });
    }
  }
}

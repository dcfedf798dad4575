import { setTimeout as pause } from 'node:timers/promises';
import type { SellerId } from '../ids.js';
import type { RedisClient } from '../redis/client.js';
import { createFeeds, type FeedLease, type Feeds } from './feeds.js';
import { isEventGap, type DomainEvent, type EventGap, type LoggedEvent } from './event.js';
import { createLogStore, type LogStore } from './log-store.js';
import { positionOf, stepFrom, type Position, type Step } from './position.js';

export interface EventSubscription {
  readonly sellerId: SellerId;
  /** Which events to hear of; empty: all. Gaps are always told. */
  readonly types: readonly string[];
  /** The cursor of the last event had; without it the subscription starts now. */
  readonly after?: string | null;
  readonly signal: AbortSignal;
}

/** Per seller an ordered log of events, kept in Redis and cut at its old end. */
export interface EventLog {
  /** Once per seller and event id, in the order given. When it rejects, some may have been appended: append again. */
  append(events: readonly DomainEvent[]): Promise<void>;
  /**
   * Replays what came after `after`, then goes on live, each event once and in order, until the signal aborts; losing
   * Redis in between is bridged. A reader that does not read costs no memory: it is served from the log again when it
   * comes back, with a gap if that took too long. Throws BadEventCursorError at once.
   */
  subscribe(subscription: EventSubscription): AsyncIterable<LoggedEvent | EventGap>;
}

export interface EventLogOptions {
  readonly redis: RedisClient;
  /** Events kept per seller, at least; 50,000 by default (about 12 MB). */
  readonly maxLength?: number;
}

export type OpenEventLog = EventLog & { close(): void };

const APPENDED_AT_ONCE = 200;
const READ_AT_ONCE = 500;

export function createEventLog({ redis, maxLength = 50_000 }: EventLogOptions): OpenEventLog {
  const store = createLogStore({ redis, maxLength });
  const feeds = createFeeds({ redis, store });
  let isClosed = false;
  return {
    async append(events) {
      await Promise.all(bySeller(events).map(([sellerId, own]) => appendInOrder(store, sellerId, own)));
    },
    subscribe(subscription) {
      const isOver = (): boolean => isClosed || subscription.signal.aborted;
      const start = startOf(store, subscription, isOver);
      start.catch(() => undefined);
      return follow({ store, feeds, start, isOver }, subscription);
    },
    close() {
      isClosed = true;
      feeds.close();
    },
  };
}

function bySeller(events: readonly DomainEvent[]): [SellerId, DomainEvent[]][] {
  const groups = new Map<SellerId, DomainEvent[]>();
  for (const event of events) {
    const group = groups.get(event.sellerId);
    if (group) group.push(event);
    else groups.set(event.sellerId, [event]);
  }
  return [...groups];
}

async function appendInOrder(store: LogStore, sellerId: SellerId, events: readonly DomainEvent[]): Promise<void> {
  for (let from = 0; from < events.length; from += APPENDED_AT_ONCE) await store.append(sellerId, events.slice(from, from + APPENDED_AT_ONCE));
}

/** Asked for when `subscribe` is called, not when reading begins: what is appended in between belongs to the subscription. */
function startOf(store: LogStore, { sellerId, after, signal }: EventSubscription, isOver: () => boolean): Promise<Position> {
  if (after != null) return Promise.resolve(positionOf(after));
  return persist({ signal, isOver }, async () => {
    const { epoch, head } = await store.read(sellerId, { after: null, limit: 0 });
    return { epoch, seq: head };
  });
}

interface Following {
  readonly store: LogStore;
  readonly feeds: Feeds;
  readonly start: Promise<Position>;
  readonly isOver: () => boolean;
}

async function* follow({ store, feeds, start, isOver }: Following, { sellerId, types, signal }: EventSubscription): AsyncGenerator<LoggedEvent | EventGap, void, undefined> {
  // Released on abort too: a reader that never comes back for its next item must not keep the feed.
  let release = (): void => undefined;
  try {
    const lease = await persist({ signal, isOver }, () => feeds.acquire(sellerId));
    release = () => lease.release();
    signal.addEventListener('abort', release);
    let position = await start;
    while (!isOver()) {
      const { version } = lease.feed;
      const step = await persist({ signal, isOver }, () => stepOf({ store, sellerId, lease, position }));
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

async function stepOf({ store, sellerId, lease, position }: { store: LogStore; sellerId: SellerId; lease: FeedLease; position: Position }): Promise<Step> {
  const slice = lease.feed.peek(position) ?? (await store.read(sellerId, { after: position, limit: READ_AT_ONCE }));
  return stepFrom(position, slice, new Date());
}

/** Tries until it works: Redis comes back, and until then a subscriber simply hears nothing. Rejects once it is over. */
async function persist<T>({ signal, isOver }: { signal: AbortSignal; isOver: () => boolean }, attempt: () => Promise<T>): Promise<T> {
  for (let pauseMs = 50; ; pauseMs = Math.min(pauseMs * 2, 2_000)) {
    try {
      return await attempt();
    } catch (error) {
      if (isOver()) throw error;
      await pause(pauseMs, undefined, { signal, ref: false });
    }
  }
}

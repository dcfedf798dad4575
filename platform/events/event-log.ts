import type { SellerId } from '../ids.js';
import type { RedisClient } from '../redis/client.js';
import type { DomainEvent, EventGap, LoggedEvent } from './event.js';
import { createFeeds } from './feeds.js';
import { createLogStore, type LogStore } from './log-store.js';
import { openSubscription } from './subscription.js';

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
   * Replays what came after `after`, then goes on live, each event once and in order, until the signal aborts or the
   * iterator is returned, even in the middle of a wait; losing Redis in between is bridged. A reader that does not read costs no memory: it is served from the log again when it
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

export function createEventLog({ redis, maxLength = 50_000 }: EventLogOptions): OpenEventLog {
  const store = createLogStore({ redis, maxLength });
  const feeds = createFeeds({ redis, store });
  let isClosed = false;
  return {
    async append(events) {
      await Promise.all(bySeller(events).map(([sellerId, own]) => appendInOrder(store, sellerId, own)));
    },
    subscribe(subscription) {
      return openSubscription({ store, feeds, isClosed: () => isClosed }, subscription);
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

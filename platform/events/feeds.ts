import type { SellerId } from '../ids.js';
import type { RedisClient } from '../redis/client.js';
import { openFeed, type Feed } from './feed.js';
import { bellOf, type LogStore } from './log-store.js';

/** A reader's hold on a seller's feed; the last release lets the feed go. */
export interface FeedLease {
  readonly feed: Feed;
  release(): void;
}

export interface Feeds {
  acquire(sellerId: SellerId): Promise<FeedLease>;
  /** How many sellers are being followed. */
  readonly size: number;
  close(): void;
}

interface Shared {
  readonly feed: Promise<Feed>;
  readonly ring: () => void;
  readers: number;
}

/** Bells are a hint: should one be lost with a connection, the next look finds what it stood for. */
const LOOK_ANYWAY_MS = 5_000;

/** One Pub/Sub connection per process hears the bells of all sellers that someone here follows. */
export function createFeeds({ redis, store }: { readonly redis: RedisClient; readonly store: LogStore }): Feeds {
  const shared = new Map<SellerId, Shared>();
  const bells = redis.duplicate();
  // The connection heals itself, and the main client reports the same trouble.
  bells.on('error', () => undefined);
  bells.on('ready', lookAtAll);
  let connecting: Promise<unknown> | undefined;
  const timer = setInterval(lookAtAll, LOOK_ANYWAY_MS).unref();

  function lookAtAll(): void {
    for (const { ring } of shared.values()) ring();
  }

  async function open(sellerId: SellerId, ring: () => void): Promise<Feed> {
    connecting ??= bells.connect().catch((error: unknown) => {
      connecting = undefined;
      throw error;
    });
    await connecting;
    await bells.subscribe(bellOf(sellerId), ring);
    return openFeed({ store, sellerId });
  }

  function share(sellerId: SellerId): Shared {
    const ring = (): void => void feed.then((opened) => opened.refresh()).catch(() => undefined);
    const feed = open(sellerId, ring);
    const entry = { feed, ring, readers: 0 };
    shared.set(sellerId, entry);
    return entry;
  }

  function letGo(sellerId: SellerId, entry: Shared): void {
    entry.readers -= 1;
    if (entry.readers > 0) return;
    if (shared.get(sellerId) === entry) shared.delete(sellerId);
    if (bells.isOpen) bells.unsubscribe(bellOf(sellerId), entry.ring).catch(() => undefined);
  }

  return {
    async acquire(sellerId) {
      const entry = shared.get(sellerId) ?? share(sellerId);
      entry.readers += 1;
      try {
        const feed = await entry.feed;
        let isHeld = true;
        return {
          feed,
          release() {
            if (isHeld) letGo(sellerId, entry);
            isHeld = false;
          },
        };
      } catch (error) {
        letGo(sellerId, entry);
        throw error;
      }
    },
    get size() {
      return shared.size;
    },
    close() {
      clearInterval(timer);
      for (const { feed } of shared.values()) void feed.then((opened) => opened.close()).catch(() => undefined);
      if (bells.isOpen) bells.destroy();
    },
  };
}

import { gzipSync } from 'node:zlib';
import type { Documents } from '../documents.js';
import { isoOf, type Kernel } from '../kernel.js';
import { DEAD_FEED_TYPES, type Feed, type FeedProcessor, type FeedResult } from './feed.js';

/** All feeds, walking IN_QUEUE, IN_PROGRESS, DONE on the sandbox's clock. */
export interface FeedDesk {
  /** Null when Amazon knows no feed type of that name. */
  create(feed: Pick<Feed, 'sellerId' | 'feedType' | 'marketplaceIds' | 'inputFeedDocumentId' | 'requestId'>): Feed | null;
  get(feedId: string): Feed | undefined;
  of(sellerId: string): Feed[];
  all(): Feed[];
  save(feed: Feed): void;
  /** How many of a type were created since a moment. */
  countSince(sellerId: string, feedType: string, since: number): number;
  onFinished(listener: (feed: Feed) => void): void;
}

const FIRST_FEED_ID = 50_000_020_001;

export function createFeedDesk({ state, clock, settings }: Kernel, documents: Documents, processors: Readonly<Record<string, FeedProcessor>>): FeedDesk {
  const feeds = state.store<Feed>('feeds');
  const listeners: ((feed: Feed) => void)[] = [];
  const all = (): Feed[] => [...feeds.range()].map(({ value }) => value);

  const process = (feed: Feed): FeedResult => {
    const document = documents.get(feed.inputFeedDocumentId);
    const processor = processors[feed.feedType];
    if (DEAD_FEED_TYPES.has(feed.feedType) || !processor) return { status: 'FATAL', contentType: 'text/plain', report: 'This feed type is no longer supported.' };
    if (!document) return { status: 'FATAL', contentType: 'text/plain', report: 'The feed document was not uploaded.' };
    return processor(feed, document);
  };

  clock.on('feed-starts', ({ feedId }: { feedId: string }) => {
    const feed = feeds.get(feedId);
    if (feed?.processingStatus !== 'IN_QUEUE') return;
    feeds.put(feedId, { ...feed, processingStatus: 'IN_PROGRESS', startedAt: clock.now() });
    clock.after(settings().batchDelayMs, 'feed-ends', { feedId });
  });
  clock.on('feed-ends', ({ feedId }: { feedId: string }) => {
    const feed = feeds.get(feedId);
    if (feed?.processingStatus !== 'IN_PROGRESS') return;
    const { status, contentType, report } = process(feed);
    const ended: Feed = { ...feed, processingStatus: status, endedAt: clock.now(), resultFeedDocumentId: documents.put(contentType, gzipSync(Buffer.from(report))) };
    feeds.put(feedId, ended);
    for (const listener of listeners) listener(ended);
  });

  return {
    create(given) {
      if (processors[given.feedType] === undefined && !DEAD_FEED_TYPES.has(given.feedType)) return null;
      const feed: Feed = { ...given, feedId: String(state.next('feed', FIRST_FEED_ID)), createdAt: clock.now(), startedAt: null, endedAt: null, processingStatus: 'IN_QUEUE', resultFeedDocumentId: null };
      feeds.put(feed.feedId, feed);
      clock.after(settings().batchDelayMs, 'feed-starts', { feedId: feed.feedId });
      return feed;
    },
    get: (feedId) => feeds.get(feedId),
    all,
    of: (sellerId) => all().filter((feed) => feed.sellerId === sellerId),
    save: (feed) => feeds.put(feed.feedId, feed),
    countSince: (sellerId, feedType, since) => all().filter((feed) => feed.sellerId === sellerId && feed.feedType === feedType && feed.createdAt > since).length,
    onFinished: (listener) => void listeners.push(listener),
  };
}

export function feedView({ feedId, feedType, marketplaceIds, createdAt, processingStatus, startedAt, endedAt, resultFeedDocumentId }: Feed): unknown {
  return {
    feedId,
    feedType,
    marketplaceIds,
    createdTime: isoOf(createdAt),
    processingStatus,
    ...(startedAt === null ? {} : { processingStartTime: isoOf(startedAt) }),
    ...(endedAt === null ? {} : { processingEndTime: isoOf(endedAt) }),
    ...(resultFeedDocumentId === null ? {} : { resultFeedDocumentId }),
  };
}

import { Answer, type Endpoint, type SellerCall } from '../access/endpoint.js';
import { invalidInput, notFound, SpError } from '../access/errors.js';
import { checkedMarketplace } from '../access/query.js';
import type { Documents } from '../documents.js';
import type { Kernel } from '../kernel.js';
import type { Feed } from './feed.js';
import { feedView, type FeedDesk } from './feed-desk.js';

const ROOT = '/feeds/2021-06-30';
const LISTINGS_FEED = 'JSON_LISTINGS_FEED';
const LISTINGS_FEEDS_PER_WINDOW = 5;
const LISTINGS_WINDOW_MS = 300_000;
const LARGEST_BYTES = 10 * 1024 * 1024;

export function feedEndpoints(kernel: Kernel, documents: Documents, desk: FeedDesk): Endpoint[] {
  const requireFeed = ({ seller, params }: SellerCall): Feed => {
    const feed = desk.get(params['feedId'] ?? '');
    if (feed?.sellerId !== seller.sellerId) throw notFound(`Feed ${params['feedId'] ?? ''} was not found.`);
    return feed;
  };
  return [
    { method: 'POST', path: `${ROOT}/documents`, operation: 'createFeedDocument', handle: ({ body }) => openDocument(body, documents) },
    {
      method: 'GET',
      path: `${ROOT}/documents/:feedDocumentId`,
      operation: 'getFeedDocument',
      handle({ params, seller }) {
        const id = params['feedDocumentId'] ?? '';
        const isOwn = desk.of(seller.sellerId).some((feed) => feed.resultFeedDocumentId === id || feed.inputFeedDocumentId === id);
        if (!isOwn) throw notFound(`Feed document ${id} was not found.`);
        return { feedDocumentId: id, url: documents.link(id), compressionAlgorithm: 'GZIP' };
      },
    },
    { method: 'POST', path: `${ROOT}/feeds`, operation: 'createFeed', handle: (call) => createFeed(call, kernel, documents, desk) },
    { method: 'GET', path: `${ROOT}/feeds`, operation: 'getFeeds', handle: (call) => listFeeds(call, desk) },
    { method: 'GET', path: `${ROOT}/feeds/:feedId`, operation: 'getFeed', handle: (call) => feedView(requireFeed(call)) },
    {
      method: 'DELETE',
      path: `${ROOT}/feeds/:feedId`,
      operation: 'cancelFeed',
      handle(call) {
        const feed = requireFeed(call);
        if (feed.processingStatus !== 'IN_QUEUE') throw invalidInput('Only a feed in queue can be cancelled.');
        desk.save({ ...feed, processingStatus: 'CANCELLED', endedAt: kernel.clock.now() });
        return undefined;
      },
    },
  ];
}

function openDocument(body: unknown, documents: Documents): Answer {
  const { contentType } = (body ?? {}) as { contentType?: unknown };
  if (typeof contentType !== 'string' || !contentType.includes('/')) throw invalidInput('contentType is required.');
  const { id, url } = documents.open(contentType);
  return new Answer(201, { feedDocumentId: id, url });
}

function createFeed({ seller, body, requestId }: SellerCall, { clock, settings }: Kernel, documents: Documents, desk: FeedDesk): Answer {
  const { feedType, marketplaceIds, inputFeedDocumentId } = (body ?? {}) as { feedType?: unknown; marketplaceIds?: unknown; inputFeedDocumentId?: unknown };
  if (typeof feedType !== 'string' || typeof inputFeedDocumentId !== 'string' || !Array.isArray(marketplaceIds)) throw invalidInput('feedType, marketplaceIds and inputFeedDocumentId are required.');
  if (marketplaceIds.length < 1 || marketplaceIds.length > 25) throw invalidInput('Between 1 and 25 marketplaceIds are required.');
  marketplaceIds.forEach((id) => checkedMarketplace(String(id), seller));
  if (!documents.has(inputFeedDocumentId)) throw invalidInput('The inputFeedDocumentId is not known.');
  const bytes = documents.get(inputFeedDocumentId)?.length ?? 0;
  if (bytes > LARGEST_BYTES) throw new SpError(413, 'InvalidInput', 'The feed document is larger than 10 MiB.');
  const isUnlimited = settings().quotaScale === 0;
  if (feedType === LISTINGS_FEED && !isUnlimited && desk.countSince(seller.sellerId, LISTINGS_FEED, clock.now() - LISTINGS_WINDOW_MS) >= LISTINGS_FEEDS_PER_WINDOW) {
    throw new SpError(429, 'QuotaExceeded', 'You exceeded your quota for the requested resource.');
  }
  const feed = desk.create({ sellerId: seller.sellerId, feedType, marketplaceIds: marketplaceIds.map(String), inputFeedDocumentId, requestId });
  if (feed === null) throw invalidInput(`Invalid feedType: ${feedType}`);
  return new Answer(202, { feedId: feed.feedId });
}

function listFeeds({ query, seller }: SellerCall, desk: FeedDesk): unknown {
  const types = query.list('feedTypes');
  if (types.length === 0 && query.text('nextToken') === undefined) throw invalidInput('feedTypes or nextToken is required.');
  const newest = desk.of(seller.sellerId).filter(({ feedType }) => types.length === 0 || types.includes(feedType)).toReversed();
  return { feeds: newest.slice(0, query.integer('pageSize', { fallback: 10, min: 1, max: 100 })).map(feedView) };
}

import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import { ConnectorError, type PreviewedCall } from '../../sync/connector/contract.js';
import { text } from '../../sync/connector/wire-values.js';
import { call, fetchDocument, find, uploadDocument } from './client.js';
import type { AmazonContext } from './credentials.js';
import { unreadableAnswer } from './errors.js';

const ROOT = '/feeds/2021-06-30';
const RESULT_KEPT_MS = 3_600_000;
export const JSON_FEED = { feedType: 'JSON_LISTINGS_FEED', contentType: 'application/json; charset=UTF-8' } as const;

export type FeedType = 'JSON_LISTINGS_FEED' | 'POST_FLAT_FILE_ORDER_ACKNOWLEDGEMENT_DATA' | 'POST_FLAT_FILE_PAYMENT_ADJUSTMENT_DATA';

export interface Feed {
  readonly feedType: FeedType;
  readonly contentType: string;
  readonly body: string;
  readonly operation: string;
  readonly personal?: boolean;
}

const openedSchema = z.looseObject({ feedDocumentId: z.string().min(1), url: z.url() });
const createdSchema = z.looseObject({ feedId: text });
const feedSchema = z.looseObject({ feedId: text, processingStatus: z.string(), resultFeedDocumentId: z.string().nullish() });
const documentSchema = z.looseObject({ url: z.url(), compressionAlgorithm: z.string().nullish() });

/** A feed that is still under way, or how it ended. FAILED: FATAL, some, none or all of it was done; or CANCELLED, and none was. */
export type FeedState = { readonly kind: 'PENDING' } | { readonly kind: 'DONE'; readonly resultDocumentId: string | null } | { readonly kind: 'FAILED'; readonly status: string; readonly resultDocumentId: string | null };

/** Uploads a document and hands it in; answers the feed's id. Until the last of the three calls nothing has been sent. */
export async function submitFeed(context: AmazonContext, feed: Feed): Promise<string> {
  const { feedType, contentType, body, operation } = feed;
  const documentId = await beforeTheFeed(async () => {
    const opened = await call(context, { quota: 'feed-document-create', operation: 'feeds.openDocument', method: 'POST', path: `${ROOT}/documents`, body: { contentType } }, openedSchema);
    await uploadDocument(context, { url: opened.url, operation: 'feeds.upload', contentType, body, ...(feed.personal === undefined ? {} : { personal: feed.personal }) });
    return opened.feedDocumentId;
  });
  const request = feedRequest(context, feedType, documentId);
  return (await call(context, { quota: feedQuota(feedType), operation, method: 'POST', path: `${ROOT}/feeds`, body: request }, createdSchema)).feedId;
}

/** What `submitFeed` would send, in order; in braces what only the answers tell. Pure. */
export function feedCalls(context: Pick<AmazonContext, 'store'>, { feedType, contentType, body }: Omit<Feed, 'operation'>): PreviewedCall[] {
  return [
    { method: 'POST', path: `${ROOT}/documents`, body: JSON.stringify({ contentType }), quotaGroup: 'feed-document-create' },
    { method: 'PUT', path: '{url}', body, quotaGroup: 'document' },
    { method: 'POST', path: `${ROOT}/feeds`, body: JSON.stringify(feedRequest(context, feedType, '{feedDocumentId}')), quotaGroup: feedQuota(feedType) },
  ];
}

function feedRequest({ store }: Pick<AmazonContext, 'store'>, feedType: FeedType, inputFeedDocumentId: string): object {
  return { feedType, marketplaceIds: [store.credentials.marketplaceId], inputFeedDocumentId };
}

function feedQuota(feedType: FeedType): 'listings-feed-create' | 'feed-create' {
  return feedType === JSON_FEED.feedType ? 'listings-feed-create' : 'feed-create';
}

/** Where a feed stands; null when Amazon no longer knows it. */
export async function readFeed(context: AmazonContext, feedId: string): Promise<FeedState | null> {
  const feed = await find(context, { quota: 'feed-get', operation: 'feeds.read', method: 'GET', path: `${ROOT}/feeds/${encodeURIComponent(feedId)}` }, feedSchema);
  if (feed === null) return null;
  const resultDocumentId = feed.resultFeedDocumentId ?? null;
  switch (feed.processingStatus) {
    case 'DONE':
      return { kind: 'DONE', resultDocumentId };
    case 'FATAL':
    case 'CANCELLED':
      return { kind: 'FAILED', status: feed.processingStatus, resultDocumentId };
    case 'IN_QUEUE':
    case 'IN_PROGRESS':
      return { kind: 'PENDING' };
    default:
      throw new ConnectorError({ errorClass: 'SERVER', outcome: 'REFUSED', message: `Amazon calls feed ${feedId} '${feed.processingStatus}', a word the hub does not know` });
  }
}

/** The processing report of a feed, read by `parse`, which throws where it cannot. A report never changes, and its quota is one call in 45 seconds: it is kept for an hour. */
export async function keptFeedResult<T>(context: AmazonContext, documentId: string, parse: (report: string) => T): Promise<T> {
  const key = `amazon:feed-result:${context.store.remoteSellerId}:${documentId}`;
  const known = await context.cache.get(key);
  if (known !== null) return parse(known);
  const report = await readFeedResult(context, documentId);
  const parsed = parse(report);
  await context.cache.set(key, report, RESULT_KEPT_MS);
  return parsed;
}

async function readFeedResult(context: AmazonContext, documentId: string): Promise<string> {
  const document = await call(context, { quota: 'feed-document-get', operation: 'feeds.readResult', method: 'GET', path: `${ROOT}/documents/${encodeURIComponent(documentId)}` }, documentSchema);
  return unpack(await fetchDocument(context, { url: document.url, operation: 'feeds.download' }), document.compressionAlgorithm ?? null, 'a feed result');
}

export function unpack(bytes: Buffer, compression: string | null, what: string): string {
  try {
    return (compression === 'GZIP' ? gunzipSync(bytes) : bytes).toString('utf8');
  } catch (error) {
    throw unreadableAnswer(what, false, error);
  }
}

export function md5Of(bytes: Buffer): string {
  return createHash('md5').update(bytes).digest('base64');
}

/** Trouble before the feed itself is created leaves nothing behind but an empty document. */
async function beforeTheFeed<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.outcome !== 'UNKNOWN') throw error;
    const { errorClass, message, remoteCode, retryAfterMs, quotaGroup } = error;
    throw new ConnectorError({ errorClass, outcome: 'NOT_SENT', message, remoteCode, retryAfterMs, quotaGroup, cause: error });
  }
}

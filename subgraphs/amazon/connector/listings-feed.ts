import { z } from 'zod';
import { ConnectorError, type ItemResult, type ReceiptOutcome } from '../../sync/connector/contract.js';
import { number, optionalText, text } from '../../sync/connector/wire-values.js';
import type { AmazonContext } from './credentials.js';
import { unreadableAnswer } from './errors.js';
import { JSON_FEED, keptFeedResult, readFeed, submitFeed } from './feeds.js';
import { issueFrom, issueSchema } from './issues.js';
import { marketplaceOf } from './marketplaces.js';

const FEED_POLL_MS = 2_000;
const LARGEST_FEED_BYTES = 10 * 1024 * 1024;
/** Feeds are known to hang for hours; one that hangs longer has only those told by SKU settled by its report. */
const MESSAGES_KEPT_MS = 86_400_000;

export interface FeedMessage {
  readonly sku: string;
  readonly operationType: 'UPDATE' | 'PATCH' | 'DELETE';
  readonly productType?: string;
  readonly requirements?: string;
  readonly attributes?: unknown;
  readonly patches?: readonly unknown[];
}

const resultSchema = z.looseObject({
  issues: z.array(issueSchema.extend({ messageId: number.nullish(), sku: optionalText })).nullish(),
  items: z.array(z.looseObject({ sku: text, summaries: z.array(z.looseObject({ asin: z.string().nullish(), productType: z.string().nullish() })).nullish() })).nullish(),
});

type FeedReport = z.output<typeof resultSchema>;

/** The document of a JSON_LISTINGS_FEED. Asks for a report of the items, which is what names those that went well. */
export function feedDocument(context: Pick<AmazonContext, 'store'>, messages: readonly FeedMessage[]): string {
  const { remoteSellerId, credentials } = context.store;
  return JSON.stringify({
    header: { sellerId: remoteSellerId, version: '2.0', issueLocale: marketplaceOf(credentials.marketplaceId).languageTag, report: { includedData: ['summaries'], apiVersion: '2021-08-01' } },
    messages: messages.map((message, index) => ({ messageId: index + 1, ...message })),
  });
}

/** Hands a feed in and answers its number. Whose each message is is remembered, for a report may name its messages by their numbers alone. */
export async function submitListingsFeed(context: AmazonContext, messages: readonly FeedMessage[], operation: string): Promise<string> {
  const body = feedDocument(context, messages);
  if (Buffer.byteLength(body) > LARGEST_FEED_BYTES) throw new ConnectorError({ errorClass: 'VALIDATION', outcome: 'NOT_SENT', message: 'the feed would be larger than 10 MiB' });
  const feedId = await submitFeed(context, { ...JSON_FEED, body, operation });
  await context.cache.set(messagesKey(context, feedId), JSON.stringify(messages.map(({ sku }) => sku)), MESSAGES_KEPT_MS);
  return feedId;
}

/** What became of each SKU of a feed. A feed that failed as a whole settles nobody: what it carried is read back. */
export async function pollListingsFeed(context: AmazonContext, feedId: string): Promise<ReceiptOutcome> {
  const state = await readFeed(context, feedId);
  if (state === null || state.kind === 'FAILED') return { kind: 'EXPIRED' };
  if (state.kind === 'PENDING') return { kind: 'PENDING', pollAfterMs: FEED_POLL_MS, settled: [] };
  if (state.resultDocumentId === null) return { kind: 'SETTLED', results: [] };
  const report = await keptFeedResult(context, state.resultDocumentId, parse);
  return { kind: 'SETTLED', results: toResults(report, { skus: await skusOfMessages(context, feedId, report), at: context.now() }) };
}

/** SKUs in the order of the feed's messages, which are numbered from one. Read only where the report leaves a SKU out; empty when forgotten. */
async function skusOfMessages(context: AmazonContext, feedId: string, { issues }: FeedReport): Promise<readonly string[]> {
  if ((issues ?? []).every(({ sku }) => sku)) return [];
  return z.array(z.string()).parse(JSON.parse((await context.cache.get(messagesKey(context, feedId))) ?? '[]'));
}

function messagesKey({ store }: Pick<AmazonContext, 'store'>, feedId: string): string {
  return `amazon:feed-messages:${store.remoteSellerId}:${feedId}`;
}

function toResults({ issues, items }: FeedReport, { skus, at }: { readonly skus: readonly string[]; readonly at: Date }): ItemResult[] {
  const errors = new Map<string, typeof issues & object>();
  for (const one of issues ?? []) {
    const sku = one.sku || skus[(one.messageId ?? 0) - 1];
    if (one.severity === 'ERROR' && sku) errors.set(sku, [...(errors.get(sku) ?? []), one]);
  }
  const refused = [...errors].map(([sku, found]): ItemResult => ({ remoteKey: sku, ok: false, issue: issueFrom(found, at) }));
  const applied = (items ?? []).filter(({ sku }) => !errors.has(sku)).map(({ sku, summaries }): ItemResult => {
    const { asin, productType } = summaries?.[0] ?? {};
    return { remoteKey: sku, ok: true, ...(asin ? { remoteIds: { asin, ...(productType ? { productType } : {}) } } : {}) };
  });
  return [...refused, ...applied];
}

function parse(report: string): FeedReport {
  try {
    return resultSchema.parse(JSON.parse(report));
  } catch (error) {
    throw unreadableAnswer('a feed result', false, error);
  }
}

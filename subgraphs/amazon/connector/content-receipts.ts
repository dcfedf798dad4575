import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { ItemResult, ReceiptOutcome } from '../../sync/connector/contract.js';
import type { AmazonContext } from './credentials.js';
import { issueFrom } from './issues.js';
import { errorsOf, fulfilledByOf, readItems, type AmazonItem } from './items.js';
import { pollListingsFeed } from './listings-feed.js';
import { unsentResults, unsentSchema } from './receipts.js';

/** New listings show minutes after they were accepted, on the real Amazon. */
const APPEARS_POLL_MS = 5_000;
const APPEARS_WITHIN_MS = 30 * 60_000;
/** What was taken by itself and says no later date of change is believed as it is after this long. */
const SHOWS_WITHIN_MS = 60_000;
const LEAVES_WITHIN_MS = 120_000;

const PREFIX = 'content:';
const receiptSchema = z.object({
  kind: z.enum(['PUBLISH', 'WITHDRAW']),
  feedId: z.string().nullable(),
  /** Handed in one by one, and taken. */
  singly: z.array(z.string()).default([]),
  sentAtMs: z.number(),
  unsent: z.array(unsentSchema),
});
export type ContentReceipt = z.output<typeof receiptSchema>;

export function writeContentReceipt(receipt: ContentReceipt): string {
  return PREFIX + JSON.stringify(receipt);
}

export async function pollContent(context: AmazonContext, text: string): Promise<ReceiptOutcome> {
  const receipt = readReceipt(text);
  if (receipt === null) return { kind: 'EXPIRED' };
  const unsent = unsentResults(receipt.unsent, context.now());
  if (receipt.feedId === null) return receipt.kind === 'WITHDRAW' ? pollDeletions(context, receipt, unsent.map(withdrawn)) : shownOf(context, receipt, { unsent, fed: receipt.singly.map(taken) });
  const feed = await pollListingsFeed(context, receipt.feedId);
  if (feed.kind !== 'SETTLED') return feed;
  if (receipt.kind === 'WITHDRAW') return { kind: 'SETTLED', results: [...unsent, ...feed.results.map(withdrawn)] };
  return shownOf(context, receipt, { unsent, fed: feed.results });
}

function taken(sku: string): ItemResult {
  return { remoteKey: sku, ok: true };
}

/** A SKU that Amazon no longer knows is off sale, which is what was wanted. */
function withdrawn(result: ItemResult): ItemResult {
  return result.ok || result.issue.code === 'LISTING_NOT_FOUND' ? { remoteKey: result.remoteKey, ok: true, remoteIds: { withdrawn: 'true' } } : result;
}

/** A deletion is queued like any submission; what still shows after a while is read back as of unknown outcome. */
async function pollDeletions(context: AmazonContext, { singly, sentAtMs }: ContentReceipt, unsent: readonly ItemResult[]): Promise<ReceiptOutcome> {
  const left = new Set((await readItems(context, singly)).map(({ sku }) => sku));
  const results = [...unsent, ...singly.filter((sku) => !left.has(sku)).map((sku) => withdrawn(taken(sku)))];
  const isDone = left.size === 0 || context.now().getTime() - sentAtMs > LEAVES_WITHIN_MS;
  return isDone ? { kind: 'SETTLED', results } : { kind: 'PENDING', pollAfterMs: APPEARS_POLL_MS, settled: results };
}

/** A listing is published once Amazon shows it, with an ASIN and without an error. Who was seen is remembered, for the polls are many. */
async function shownOf(context: AmazonContext, receipt: ContentReceipt, { unsent, fed }: { unsent: readonly ItemResult[]; fed: readonly ItemResult[] }): Promise<ReceiptOutcome> {
  const key = `amazon:shown:${context.store.remoteSellerId}:${nameOf(receipt)}`;
  const seen = new Map(z.array(z.tuple([z.string(), z.string(), z.string()])).parse(JSON.parse((await context.cache.get(key)) ?? '[]')).map(([sku, asin, productType]) => [sku, { asin, productType }]));
  const results: ItemResult[] = fed.filter((result) => !result.ok);
  const items = new Map((await readItems(context, fed.filter(({ ok, remoteKey }) => ok && !seen.has(remoteKey)).map(({ remoteKey }) => remoteKey))).map((item) => [item.sku, item]));
  for (const { remoteKey } of fed.filter(({ ok }) => ok)) {
    const result = publishedResult(context, items.get(remoteKey), receipt) ?? rememberedResult(seen.get(remoteKey), remoteKey);
    if (result === null) continue;
    results.push(result);
    if (result.ok) seen.set(remoteKey, { asin: result.remoteIds?.['asin'] ?? '', productType: result.remoteIds?.['productType'] ?? '' });
  }
  await context.cache.set(key, JSON.stringify([...seen].map(([sku, { asin, productType }]) => [sku, asin, productType])), APPEARS_WITHIN_MS);
  const settled = [...unsent, ...results];
  const isDone = results.length === fed.length || context.now().getTime() - receipt.sentAtMs > APPEARS_WITHIN_MS;
  return isDone ? { kind: 'SETTLED', results: settled } : { kind: 'PENDING', pollAfterMs: APPEARS_POLL_MS, settled };
}

function nameOf({ feedId, sentAtMs, singly }: ContentReceipt): string {
  return feedId ?? createHash('sha256').update(JSON.stringify([sentAtMs, singly])).digest('base64url');
}

function publishedResult(context: AmazonContext, item: AmazonItem | undefined, receipt: ContentReceipt): ItemResult | null {
  const { asin, productType } = item?.summaries?.[0] ?? {};
  if (!item || !asin || !isSince(context, item, receipt)) return null;
  const errors = errorsOf(item);
  return errors.length > 0 ? { remoteKey: item.sku, ok: false, issue: issueFrom(errors, context.now()) } : { remoteKey: item.sku, ok: true, remoteIds: { ...idsOf(asin, productType ?? ''), fulfilledBy: fulfilledByOf(item) } };
}

/** A feed has ended when it is asked about; a listing handed in by itself may show as it was before, with errors that it mends. */
function isSince(context: AmazonContext, { summaries }: AmazonItem, { feedId, sentAtMs }: ContentReceipt): boolean {
  const changedAt = Date.parse(summaries?.[0]?.lastUpdatedDate ?? '');
  return feedId !== null || changedAt >= sentAtMs || context.now().getTime() - sentAtMs > SHOWS_WITHIN_MS;
}

function rememberedResult(known: { asin: string; productType: string } | undefined, remoteKey: string): ItemResult | null {
  return known ? { remoteKey, ok: true, remoteIds: idsOf(known.asin, known.productType) } : null;
}

function idsOf(asin: string, productType: string): Readonly<Record<string, string>> {
  return { asin, productType, withdrawn: 'false' };
}

function readReceipt(text: string): ContentReceipt | null {
  if (!text.startsWith(PREFIX)) return null;
  try {
    return receiptSchema.parse(JSON.parse(text.slice(PREFIX.length)));
  } catch {
    return null;
  }
}

import { marketplaceOf } from '../access/marketplaces.js';
import { SpError } from '../access/errors.js';
import { itemView } from '../listings/item-view.js';
import type { Issue } from '../listings/listing.js';
import type { ListingBook } from '../listings/listing-book.js';
import { judgePatch, judgePut, type Verdict } from '../listings/submit.js';
import type { Feed, FeedProcessor, FeedResult } from './feed.js';

interface Message {
  readonly messageId: number;
  readonly sku: string;
  readonly operationType: string;
}

interface FeedIssue extends Issue {
  readonly messageId: number;
  readonly sku: string;
}

const MOST_MESSAGES = 25_000;
const VERSION = '2.0';

/** JSON_LISTINGS_FEED: each message is judged by itself and is live as soon as the feed has ended. */
export function listingsFeedProcessor(book: ListingBook): FeedProcessor {
  return (feed, document) => {
    const content = parse(document);
    const fault = headerFault(content, feed);
    if (fault !== null) return fatal(fault.code, fault.message);
    const { header, messages } = content as { header: { report?: { includedData?: string[] } }; messages: Message[] };
    const issues: FeedIssue[] = [];
    const accepted = new Set<string>();
    let invalid = 0;
    for (const message of messages) {
      const found = carryOut(book, feed, message);
      issues.push(...found.map((issue) => ({ ...issue, messageId: message.messageId, sku: message.sku, attributeName: issue.attributeNames?.[0] })));
      if (found.some(({ severity }) => severity === 'ERROR')) invalid += 1;
      else accepted.add(message.sku);
    }
    return { status: 'DONE', contentType: 'application/json; charset=UTF-8', report: JSON.stringify(reportOf(book, { feed, header, messages, issues, invalid, accepted })) };
  };
}

function carryOut(book: ListingBook, feed: Feed, message: Message): readonly Issue[] {
  const marketplaceId = feed.marketplaceIds[0] ?? '';
  const marketplace = marketplaceOf(marketplaceId);
  if (!marketplace) return [refusal('4000001', 'The marketplace is not known.')];
  const call = { sellerId: feed.sellerId, marketplace: { id: marketplaceId, ...marketplace }, sku: message.sku, body: message, requestId: feed.requestId };
  const listing = book.get(feed.sellerId, marketplaceId, message.sku);
  try {
    if (message.operationType === 'UPDATE') return publishNow(book, judgePut(call));
    if (!listing) return [refusal('13013', `The SKU ${message.sku} does not exist in the Amazon.com catalog.`)];
    if (message.operationType === 'PATCH') return publishNow(book, judgePatch(call, listing));
    if (message.operationType === 'DELETE') {
      book.remove(listing);
      return [];
    }
    return [refusal('4000004', `The operationType ${message.operationType} is not supported.`)];
  } catch (error) {
    if (error instanceof SpError) return [refusal('4000002', error.message)];
    throw error;
  }
}

function publishNow(book: ListingBook, verdict: Verdict): readonly Issue[] {
  if (verdict.publication === null) return verdict.issues;
  const isNew = book.get(verdict.publication.sellerId, verdict.publication.marketplaceId, verdict.sku) === undefined;
  // A parent of the same feed has to stand when its children come.
  if (isNew && verdict.publication.changed['parentage_level']?.[0]?.['value'] !== 'parent') book.publishLater(verdict.publication);
  else book.publish(verdict.publication);
  return verdict.issues;
}

function reportOf(book: ListingBook, o: { feed: Feed; header: { report?: { includedData?: string[] } }; messages: readonly Message[]; issues: readonly FeedIssue[]; invalid: number; accepted: ReadonlySet<string> }): unknown {
  const { feed, header, messages, issues, invalid, accepted } = o;
  const errors = issues.filter(({ severity }) => severity === 'ERROR').length;
  const wanted = header.report?.includedData;
  const items = wanted === undefined ? undefined : [...accepted].map((sku) => {
    const listing = book.get(feed.sellerId, feed.marketplaceIds[0] ?? '', sku);
    return listing ? itemView(listing, wanted) : { sku };
  });
  return {
    header: { sellerId: feed.sellerId, version: VERSION, feedId: feed.feedId, ...(wanted === undefined ? {} : { report: header.report }) },
    issues,
    summary: { errors, warnings: issues.length - errors, messagesProcessed: messages.length, messagesAccepted: messages.length - invalid, messagesInvalid: invalid, ...(items === undefined ? {} : { itemSummary: { items: items.length, errors: 0, warnings: 0 } }) },
    ...(items === undefined ? {} : { items }),
  };
}

function headerFault(content: unknown, feed: Feed): { code: string; message: string } | null {
  if (typeof content !== 'object' || content === null) return { code: '4000003', message: 'The feed is not a JSON document.' };
  const { header, messages } = content as { header?: { sellerId?: unknown; version?: unknown }; messages?: unknown };
  if (header?.version !== VERSION || header.sellerId !== feed.sellerId) return { code: '4002001', message: 'The header must name the seller and version 2.0.' };
  if (!Array.isArray(messages) || messages.length === 0 || messages.length > MOST_MESSAGES) return { code: '4002005', message: `Between 1 and ${MOST_MESSAGES} messages are allowed.` };
  const ids = messages.map((message: unknown) => (message as Partial<Message> | null)?.messageId);
  const isGood = ids.every((id) => Number.isInteger(id) && (id ?? 0) >= 1 && (id ?? 0) <= 2_147_483_647) && new Set(ids).size === ids.length;
  const haveSkus = messages.every((message: unknown) => typeof (message as Partial<Message> | null)?.sku === 'string');
  return isGood && haveSkus ? null : { code: '4002005', message: 'Every message needs a SKU and a messageId of its own.' };
}

function fatal(code: string, message: string): FeedResult {
  return { status: 'FATAL', contentType: 'application/json; charset=UTF-8', report: JSON.stringify({ header: { version: VERSION }, issues: [{ code, severity: 'ERROR', message }], summary: { errors: 1, warnings: 0, messagesProcessed: 0, messagesAccepted: 0, messagesInvalid: 0 } }) };
}

function parse(document: Buffer): unknown {
  try {
    return JSON.parse(document.toString('utf8'));
  } catch {
    return null;
  }
}

function refusal(code: string, message: string): Issue {
  return { code, message, severity: 'ERROR' };
}

import { z } from 'zod';
import { ConnectorError, type ContentPort, type ItemResult, type ListingDraft, type ListingIssue, type PushOutcome, type ReceiptOutcome } from '../../sync/connector/contract.js';
import { issueCode } from '../../sync/connector/wire-values.js';
import type { AmazonContext, AmazonCredentials } from './credentials.js';
import { definitionOf } from './definitions.js';
import { issue, issueFrom } from './issues.js';
import { errorsOf, currencyOf, readItems, type AmazonItem } from './items.js';
import { plainText } from './listing-attributes.js';
import { messagesOf } from './listing-messages.js';
import { pollListingsFeed, submitListingsFeed } from './listings-feed.js';
import { unsentResults } from './offers.js';
import type { ProductTypeDefinition } from './product-type.js';
import type { Unsent } from './receipts.js';

const FIRST_POLL_MS = 1_000;
/** New listings show minutes after they were accepted, on the real Amazon. */
const APPEARS_POLL_MS = 5_000;
const APPEARS_WITHIN_MS = 30 * 60_000;

const RECEIPT_PREFIX = 'content:';
const receiptSchema = z.object({
  kind: z.enum(['PUBLISH', 'WITHDRAW']),
  feedId: z.string(),
  sentAtMs: z.number(),
  unsent: z.array(z.object({ sku: z.string(), code: issueCode, message: z.string(), retryAfterMs: z.number().exactOptional() })),
});
type ContentReceipt = z.output<typeof receiptSchema>;

export const content: ContentPort<AmazonCredentials> = {
  check: checkDraft,
  async publish(context, drafts) {
    const definitions = await definitionsOf(context, drafts);
    const refused = drafts.flatMap((draft) => faultOf(context, draft, definitions) ?? []);
    const sound = drafts.filter(({ remoteKey }) => !refused.some(({ sku }) => sku === remoteKey));
    if (sound.length === 0) return { kind: 'SETTLED', results: unsentResults(refused, context.now()) };
    const messages = messagesOf(sound, { marketplaceId: context.store.credentials.marketplaceId, definitions });
    return accepted(context, 'PUBLISH', await submitListingsFeed(context, messages, 'content.publish'), refused);
  },
  async withdraw(context, remoteKeys) {
    const messages = remoteKeys.map((sku) => ({ sku, operationType: 'DELETE' as const }));
    return accepted(context, 'WITHDRAW', await submitListingsFeed(context, messages, 'content.withdraw'), []);
  },
  poll: pollContent,
};

function checkDraft({ remoteKey, title, descriptionHtml, images, price, mapping }: ListingDraft, at: Date): ListingIssue | null {
  if (remoteKey.length > 40) return issue('SKU_REFUSED', 'Amazon takes SKUs of at most 40 characters', at);
  if (title.length === 0 || title.length > 200) return issue('TITLE_REFUSED', 'the title must have 1 to 200 characters', at);
  if (plainText(descriptionHtml).length > 2_000) return issue('DESCRIPTION_REFUSED', 'the description has more than 2,000 characters', at);
  if (images.length === 0 || images.length > 9) return issue('IMAGE_REFUSED', 'Amazon wants 1 to 9 images', at);
  if (images.some((url) => !url.startsWith('https://'))) return issue('IMAGE_REFUSED', 'every image must be an https address', at);
  if (mapping.brandName === null && mapping.brandId === null) return issue('BRAND_REFUSED', 'no brand is given', at);
  if (price.currency === 'RUB') return issue('CURRENCY_REFUSED', 'Amazon has no marketplace that sells in RUB', at);
  if (price.saleMinor <= 0) return issue('PRICE_REFUSED', 'the sale price must be above zero', at);
  return null;
}

async function definitionsOf(context: AmazonContext, drafts: readonly ListingDraft[]): Promise<ReadonlyMap<string, ProductTypeDefinition | null>> {
  const definitions = new Map<string, ProductTypeDefinition | null>();
  for (const productType of new Set(drafts.map(({ mapping }) => mapping.categoryId))) {
    definitions.set(productType, await definitionOf(context, productType).catch((error: unknown) => unknownType(error)));
  }
  return definitions;
}

function unknownType(error: unknown): null {
  if (error instanceof ConnectorError && error.errorClass === 'VALIDATION') return null;
  throw error;
}

/** What Amazon's own schema says is missing or wrong, found before anything is sent. */
function faultOf(context: AmazonContext, draft: ListingDraft, definitions: ReadonlyMap<string, ProductTypeDefinition | null>): Unsent | null {
  const { remoteKey: sku, mapping, price } = draft;
  const currency = currencyOf(context);
  if (price.currency !== currency) return { sku, code: 'CURRENCY_REFUSED', message: `this marketplace takes prices in ${currency}, not ${price.currency}` };
  const definition = definitions.get(mapping.categoryId) ?? null;
  if (definition === null) return { sku, code: 'CATEGORY_REFUSED', message: `Amazon has no product type ${mapping.categoryId}` };
  const given = new Map(mapping.attributes.map(({ attributeId, valueId, customValue }) => [attributeId, { valueId, value: valueId ?? customValue ?? '' }]));
  const missing = definition.attributes.filter(({ name, required }) => required && !given.get(name)?.value);
  if (missing.length > 0) return { sku, code: 'ATTRIBUTE_MISSING', message: `Amazon requires for ${mapping.categoryId}: ${missing.map(({ title, name }) => `${title} (${name})`).join(', ')}` };
  const wrong = definition.attributes.filter(({ name, values, isOpen }) => values !== null && !isOpen && given.has(name) && !values.some(({ id }) => id === given.get(name)?.value));
  return wrong.length > 0 ? { sku, code: 'ATTRIBUTE_REFUSED', message: `not a value of Amazon's list: ${wrong.map(({ title, name }) => `${title} (${name})`).join(', ')}` } : null;
}

function accepted(context: AmazonContext, kind: ContentReceipt['kind'], feedId: string, unsent: readonly Unsent[]): PushOutcome {
  const receipt: ContentReceipt = { kind, feedId, sentAtMs: context.now().getTime(), unsent: [...unsent] };
  return { kind: 'ACCEPTED', receipt: RECEIPT_PREFIX + JSON.stringify(receipt), pollAfterMs: FIRST_POLL_MS };
}

async function pollContent(context: AmazonContext, text: string): Promise<ReceiptOutcome> {
  const receipt = readReceipt(text);
  if (receipt === null) return { kind: 'EXPIRED' };
  const feed = await pollListingsFeed(context, receipt.feedId);
  if (feed.kind !== 'SETTLED') return feed;
  const unsent = unsentResults(receipt.unsent, context.now());
  if (receipt.kind === 'WITHDRAW') return { kind: 'SETTLED', results: [...unsent, ...feed.results.map(withdrawn)] };
  const shown = await shownOf(context, receipt, feed.results);
  const settled = [...unsent, ...shown.results];
  return shown.isDone ? { kind: 'SETTLED', results: settled } : { kind: 'PENDING', pollAfterMs: APPEARS_POLL_MS, settled };
}

/** A SKU that Amazon no longer knows is off sale, which is what was wanted. */
function withdrawn(result: ItemResult): ItemResult {
  return result.ok || result.issue.code === 'LISTING_NOT_FOUND' ? { remoteKey: result.remoteKey, ok: true, remoteIds: { withdrawn: 'true' } } : result;
}

/** A listing is published once Amazon shows it, with an ASIN and without an error. Who was seen is remembered, for the polls are many. */
async function shownOf(context: AmazonContext, receipt: ContentReceipt, fed: readonly ItemResult[]): Promise<{ readonly results: readonly ItemResult[]; readonly isDone: boolean }> {
  const key = `amazon:shown:${context.store.remoteSellerId}:${receipt.feedId}`;
  const seen = new Map(z.array(z.tuple([z.string(), z.string(), z.string()])).parse(JSON.parse((await context.cache.get(key)) ?? '[]')).map(([sku, asin, productType]) => [sku, { asin, productType }]));
  const refused = fed.filter((result) => !result.ok);
  const results: ItemResult[] = [...refused];
  const items = new Map((await readItems(context, fed.filter(({ ok, remoteKey }) => ok && !seen.has(remoteKey)).map(({ remoteKey }) => remoteKey))).map((item) => [item.sku, item]));
  for (const { remoteKey } of fed.filter(({ ok }) => ok)) {
    const result = publishedResult(context, items.get(remoteKey), remoteKey) ?? rememberedResult(seen.get(remoteKey), remoteKey);
    if (result === null) continue;
    results.push(result);
    if (result.ok) seen.set(remoteKey, { asin: result.remoteIds?.['asin'] ?? '', productType: result.remoteIds?.['productType'] ?? '' });
  }
  await context.cache.set(key, JSON.stringify([...seen].map(([sku, { asin, productType }]) => [sku, asin, productType])), APPEARS_WITHIN_MS);
  return { results, isDone: results.length === fed.length || context.now().getTime() - receipt.sentAtMs > APPEARS_WITHIN_MS };
}

function publishedResult(context: AmazonContext, item: AmazonItem | undefined, remoteKey: string): ItemResult | null {
  const { asin, productType } = item?.summaries?.[0] ?? {};
  if (!item || !asin) return null;
  const errors = errorsOf(item);
  return errors.length > 0 ? { remoteKey, ok: false, issue: issueFrom(errors, context.now()) } : { remoteKey, ok: true, remoteIds: idsOf(asin, productType ?? '') };
}

function rememberedResult(known: { asin: string; productType: string } | undefined, remoteKey: string): ItemResult | null {
  return known ? { remoteKey, ok: true, remoteIds: idsOf(known.asin, known.productType) } : null;
}

function idsOf(asin: string, productType: string): Readonly<Record<string, string>> {
  return { asin, productType, withdrawn: 'false' };
}

function readReceipt(text: string): ContentReceipt | null {
  if (!text.startsWith(RECEIPT_PREFIX)) return null;
  try {
    return receiptSchema.parse(JSON.parse(text.slice(RECEIPT_PREFIX.length)));
  } catch {
    return null;
  }
}

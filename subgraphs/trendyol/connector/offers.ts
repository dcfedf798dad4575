import { z } from 'zod';
import { moneyFromNumber, type Currency } from '../../../platform/money.js';
import { ConnectorError, type ListingIssue, type OfferChange, type OfferPage, type OfferPort, type PushOutcome, type RemoteOffer, type VariantPrice } from '../../sync/connector/contract.js';
import { eachOnce } from '../../sync/connector/each-once.js';
import { readRows, strangeOffer } from '../../sync/connector/read-rows.js';
import { number, text } from '../../sync/connector/wire-values.js';
import { acceptedSchema, offerOutcome, readBatch } from './batch-results.js';
import { call, query, sellerPath, type TrendyolContext, type TrendyolCredentials } from './client.js';
import { RepeatedBodyError, unreadableAnswer } from './errors.js';
import { issue } from './issues.js';
import { hasMoreWordsSoon, inOtherWords, inPlainWords, type OfferItem } from './offer-words.js';
import { findSent, forgetSent, forgottenInMs, noteSent, type SentBody } from './sent-bodies.js';

const FIRST_POLL_MS = 300;
/** When to look whether a field that was on its way is known; costs no call. */
const MORE_KNOWN_MS = 5_000;
const SHORTEST_WAIT_MS = 1_000;
const PAGE_SIZE = 100;
const MAX_QUANTITY = 20_000;

export const offers: OfferPort<TrendyolCredentials> = {
  push: pushOffers,
  async poll(context, receipt) {
    const batch = await readBatch(context, receipt);
    return batch === null ? { kind: 'EXPIRED' } : offerOutcome(batch, context.now(), FIRST_POLL_MS);
  },
  async read(context, remoteKeys) {
    const page = await readApproved(context, { barcodes: remoteKeys.join(','), page: 0, size: PAGE_SIZE });
    const { items, nameless = 0 } = toOffers(page.content, context.store.currency);
    if (nameless > 0) throw unreadableAnswer('offers.read', false);
    return items.filter((offer) => remoteKeys.includes(offer.remoteKey));
  },
  list: listOffers,
  preview: (changes) => ({ method: 'POST', path: '/inventory/sellers/{sellerId}/products/price-and-inventory', body: JSON.stringify({ items: inPlainWords(changes) }), quotaGroup: 'price-and-inventory' }),
};

/** The rules of price-and-inventory that need no call to know. */
export function checkOffer(change: OfferChange, at: Date): ListingIssue | null {
  if (change.quantity !== undefined && (change.quantity < 0 || change.quantity > MAX_QUANTITY)) return issue('QUANTITY_REFUSED', `quantity ${change.quantity} is outside 0 to ${MAX_QUANTITY}`, at);
  if (change.price === undefined) return null;
  if (change.price.currency !== 'TRY') return issue('CURRENCY_REFUSED', `Trendyol takes prices in TRY, not ${change.price.currency}`, at);
  if (change.price.saleMinor <= 0) return issue('PRICE_REFUSED', 'the sale price must be above zero', at);
  if (change.price.listMinor < change.price.saleMinor) return issue('LIST_PRICE_BELOW_SALE_PRICE', 'the list price is below the sale price', at);
  return null;
}

/**
 * Trendyol refuses a body identical to one of the last 15 minutes, so a stock that goes 5, 4, 5 cannot be said three
 * times in the same words. The second time it is said in others. Where there are none left, a body whose answer was lost is
 * said again: Trendyol itself knows whether it has it. Everything else waits.
 */
async function pushOffers(context: TrendyolContext, changes: readonly OfferChange[]): Promise<PushOutcome> {
  const ways = [inPlainWords(changes), inOtherWords(changes)];
  const outcome = (await sayFirst(context, ways, (sent) => sent === null)) ?? (await sayFirst(context, ways, (sent) => sent?.isTaken === false));
  return outcome ?? { kind: 'POSTPONED', retryAfterMs: await untilSayable(context, changes, ways), reason: 'Trendyol refuses an identical request within 15 minutes' };
}

/** Sends the first of these bodies that may be; null when none may, or Trendyol has those that may. */
async function sayFirst(context: TrendyolContext, ways: readonly (readonly OfferItem[])[], mayBeSaid: (sent: SentBody | null) => boolean): Promise<PushOutcome | null> {
  for (const items of ways) {
    const before = await findSent(context, items);
    const outcome = mayBeSaid(before) ? await sendOnce(context, items, before) : null;
    if (outcome !== null) return outcome;
  }
  return null;
}

async function sendOnce(context: TrendyolContext, items: readonly OfferItem[], before: SentBody | null): Promise<PushOutcome | null> {
  const sent = { atMs: context.now().getTime(), isTaken: false };
  await noteSent(context, items, sent);
  const receipt = await pushItems(context, items).catch(async (error: unknown) => {
    if (error instanceof RepeatedBodyError) return noteSent(context, items, { ...(before ?? sent), isTaken: true });
    // An outage must not use up both ways of saying it.
    if (error instanceof ConnectorError && error.outcome !== 'UNKNOWN') await (before ? noteSent(context, items, before) : forgetSent(context, items));
    throw error;
  });
  if (receipt === undefined) return null;
  // Left open it is asked for once more than needed; a receipt is worth more than that.
  await noteSent(context, items, { ...sent, isTaken: true }).catch(() => undefined);
  return { kind: 'ACCEPTED', receipt, pollAfterMs: FIRST_POLL_MS };
}

async function pushItems(context: TrendyolContext, items: readonly OfferItem[]): Promise<string> {
  const request = { endpoint: 'price-and-inventory', operation: 'offers.push', method: 'POST', path: sellerPath(context, 'inventory', 'products/price-and-inventory'), body: { items } } as const;
  return (await call(context, request, acceptedSchema)).batchRequestId;
}

async function untilSayable(context: TrendyolContext, changes: readonly OfferChange[], ways: readonly (readonly OfferItem[])[]): Promise<number> {
  const sent = await Promise.all(ways.map((items) => findSent(context, items)));
  const forgotten = sent.map((body) => (body ? forgottenInMs(context, body) : 0));
  return Math.max(SHORTEST_WAIT_MS, Math.min(...forgotten, ...(changes.some(hasMoreWordsSoon) ? [MORE_KNOWN_MS] : [])));
}

const variantSchema = z.looseObject({
  variantId: text.nullish(),
  barcode: text,
  salePrice: number.nullish(),
  listPrice: number.nullish(),
  quantity: number.nullish(),
  onSale: z.boolean().nullish(),
});
const approvedSchema = z.looseObject({
  nextPageToken: z.string().nullish(),
  totalPages: number.nullish(),
  page: number.nullish(),
  content: z.array(z.unknown()),
});
/** Without an id rather than not at all: it is the barcodes that name listings. */
const contentSchema = z.looseObject({ contentId: text.nullish().catch(null), variants: z.array(z.unknown()).nullish() });

async function readApproved(context: TrendyolContext, parameters: Record<string, string | number | null>): Promise<z.infer<typeof approvedSchema>> {
  return call(context, { endpoint: 'approved-offers', operation: 'offers.read', method: 'GET', path: sellerPath(context, 'product', `products/approved/inventory-and-price${query(parameters)}`) }, approvedSchema);
}

/** Pages by number as long as `page × size` stays within 10,000; past that only Trendyol's own token goes on. */
async function listOffers(context: TrendyolContext, cursor: string | null): Promise<OfferPage> {
  const [kind, value] = cursor === null ? ['page', '0'] : [cursor.slice(0, 4), cursor.slice(5)];
  const answer = await readApproved(context, { page: kind === 'page' ? value : null, nextPageToken: kind === 'page' ? null : value, size: PAGE_SIZE });
  const page = kind === 'page' ? Number(value) : null;
  return { ...toOffers(answer.content, context.store.currency), next: nextCursor(answer, page) };
}

function nextCursor(answer: z.infer<typeof approvedSchema>, page: number | null): string | null {
  if (answer.content.length === 0) return null;
  if (answer.nextPageToken) return `next:${answer.nextPageToken}`;
  return page !== null && page + 1 < (answer.totalPages ?? 0) ? `page:${page + 1}` : null;
}

function toOffers(rows: readonly unknown[], currency: Currency): Pick<OfferPage, 'items' | 'nameless'> {
  const contents = rows.map((row) => contentSchema.safeParse(row));
  const read = contents.flatMap(({ data }) => (data ? [{ contentId: data.contentId, variants: readRows(data.variants ?? [], variantSchema, 'barcode') }] : []));
  const items = read.flatMap(({ contentId, variants }) => [...variants.read.map((variant) => toOffer(variant, contentId, currency)), ...variants.strange.map(strangeOffer)]);
  return { items: eachOnce(items, ({ remoteKey }) => remoteKey), nameless: contents.length - read.length + read.reduce((sum, { variants }) => sum + variants.nameless, 0) };
}

function toOffer(variant: z.output<typeof variantSchema>, contentId: string | null | undefined, currency: Currency): RemoteOffer {
  return {
    remoteKey: variant.barcode,
    price: toVariantPrice(variant.salePrice, variant.listPrice, currency),
    quantity: variant.quantity ?? null,
    onSale: variant.onSale ?? null,
    remoteIds: { ...(contentId ? { contentId } : {}), ...(variant.variantId ? { variantId: variant.variantId } : {}) },
  };
}

function toVariantPrice(sale: number | null | undefined, list: number | null | undefined, currency: Currency): VariantPrice | null {
  if (sale === null || sale === undefined) return null;
  const saleMinor = moneyFromNumber(sale, currency).amountMinor;
  return { saleMinor, listMinor: list === null || list === undefined ? saleMinor : moneyFromNumber(list, currency).amountMinor, currency };
}

import { z } from 'zod';
import { isCurrency, type Currency } from '../../../platform/money.js';
import type { FulfilledBy, RemoteOffer, RemotePrice } from '../../sync/connector/contract.js';
import { readRows, type ReadRows, type StrangeRow } from '../../sync/connector/read-rows.js';
import { number, text } from '../../sync/connector/wire-values.js';
import { call, find, query } from './client.js';
import type { AmazonContext } from './credentials.js';
import { unreadableAnswer } from './errors.js';
import { issueSchema, type AmazonIssue } from './issues.js';
import { marketplaceOf } from './marketplaces.js';
import { patiently } from './patiently.js';

export const ITEMS_PER_SEARCH = 20;
export const SELLERS_CHANNEL = 'DEFAULT';
const OFFER_DATA = ['summaries', 'attributes', 'issues', 'offers', 'fulfillmentAvailability'] as const;

const itemSchema = z.looseObject({
  sku: text,
  summaries: z.array(z.looseObject({ marketplaceId: z.string(), asin: z.string().nullish(), productType: z.string().nullish(), status: z.array(z.string()).nullish(), itemName: z.string().nullish(), createdDate: z.string().nullish(), lastUpdatedDate: z.string().nullish() })).nullish(),
  attributes: z.record(z.string(), z.unknown()).nullish(),
  issues: z.array(issueSchema).nullish(),
  offers: z.array(z.looseObject({ marketplaceId: z.string().nullish(), offerType: z.string().nullish(), price: z.looseObject({ currencyCode: z.string().nullish(), currency: z.string().nullish(), amount: number }) })).nullish(),
  fulfillmentAvailability: z.array(z.looseObject({ fulfillmentChannelCode: z.string(), quantity: number.nullish() })).nullish(),
});
export type AmazonItem = z.output<typeof itemSchema>;

const pageSchema = z.looseObject({
  numberOfResults: number.default(0),
  pagination: z.looseObject({ nextToken: z.string().nullish() }).nullish(),
  items: z.array(z.unknown()),
});

export interface ItemPage {
  readonly numberOfResults: number;
  readonly nextToken: string | null;
  readonly items: readonly AmazonItem[];
  readonly strange: readonly StrangeRow[];
  readonly nameless: number;
  /** Rows that came, read or not. */
  readonly rows: number;
}

export function itemsPath({ store }: Pick<AmazonContext, 'store'>, sku?: string): string {
  return `/listings/2021-08-01/items/${encodeURIComponent(store.remoteSellerId)}${sku === undefined ? '' : `/${encodeURIComponent(sku)}`}`;
}

export async function searchItems(context: AmazonContext, parameters: Readonly<Record<string, string | number | readonly string[] | null>>): Promise<ItemPage> {
  const all = { marketplaceIds: context.store.credentials.marketplaceId, includedData: OFFER_DATA, pageSize: ITEMS_PER_SEARCH, ...parameters };
  const { items, numberOfResults, pagination } = await patiently(() => call(context, { quota: 'listing-search', operation: 'offers.read', method: 'GET', path: `${itemsPath(context)}${query(all)}` }, pageSchema));
  const { read, strange, nameless } = readRows(items, itemSchema, 'sku');
  return { numberOfResults, nextToken: pagination?.nextToken ?? null, items: read, strange, nameless, rows: items.length };
}

/** The listings of these SKUs; those Amazon does not know are left out. Throws when one cannot be read: left out, it would be taken for unknown. */
export async function readItems(context: AmazonContext, skus: readonly string[]): Promise<readonly AmazonItem[]> {
  const { read, strange, nameless } = await readEachItem(context, skus);
  if (strange.length + nameless > 0) throw unreadableAnswer('listings', false);
  return read;
}

/** The same, with those that cannot be read by themselves. A SKU with a comma cannot be in a list, so it is read alone. */
export async function readEachItem(context: AmazonContext, skus: readonly string[]): Promise<ReadRows<AmazonItem>> {
  const items: AmazonItem[] = [];
  const strange: StrangeRow[] = [];
  let nameless = 0;
  const listable = skus.filter((sku) => !sku.includes(','));
  for (let start = 0; start < listable.length; start += ITEMS_PER_SEARCH) {
    const page = await searchItems(context, { identifiers: listable.slice(start, start + ITEMS_PER_SEARCH), identifiersType: 'SKU' });
    items.push(...page.items);
    strange.push(...page.strange);
    nameless += page.nameless;
  }
  for (const sku of skus.filter((one) => one.includes(','))) {
    const item = await readItem(context, sku);
    if (item !== null) items.push(item);
  }
  const asked = new Set(skus);
  const bySku = new Map(items.filter(({ sku }) => asked.has(sku)).map((item) => [item.sku, item]));
  return { read: [...bySku.values()], strange: strange.filter(({ remoteKey }) => asked.has(remoteKey) && !bySku.has(remoteKey)), nameless };
}

export function readItem(context: AmazonContext, sku: string): Promise<AmazonItem | null> {
  const parameters = { marketplaceIds: context.store.credentials.marketplaceId, includedData: OFFER_DATA };
  return patiently(() => find(context, { quota: 'listing-get', operation: 'listing.read', method: 'GET', path: `${itemsPath(context, sku)}${query(parameters)}` }, itemSchema));
}

/** What buyers meet now; what the seller last sent stands in `attributes` and may differ. */
export function toRemoteOffer(item: AmazonItem, { marketplaceId, currency }: { marketplaceId: string; currency: Currency }): RemoteOffer {
  const summary = (item.summaries ?? []).find((one) => one.marketplaceId === marketplaceId);
  const isHeldByAmazon = amazonChannelOf(item) !== null;
  return {
    remoteKey: item.sku,
    price: livePrice(item, marketplaceId, currency),
    quantity: isHeldByAmazon ? null : ((item.fulfillmentAvailability ?? []).find(({ fulfillmentChannelCode }) => fulfillmentChannelCode === SELLERS_CHANNEL)?.quantity ?? null),
    onSale: summary ? (summary.status ?? []).includes('BUYABLE') : null,
    remoteIds: { ...(summary?.asin ? { asin: summary.asin } : {}), ...(summary?.productType ? { productType: summary.productType } : {}), fulfilledBy: fulfilledByOf(item) },
  };
}

/**
 * The channel by which Amazon ships the listing from its own warehouse (FBA), such as AMAZON_EU; null where the seller ships it. Beside it
 * the seller's own may stand still: buyers meet Amazon's. Where nothing is live, what was submitted says it.
 */
export function amazonChannelOf({ fulfillmentAvailability, attributes }: AmazonItem): string | null {
  const live = (fulfillmentAvailability ?? []).map(({ fulfillmentChannelCode }) => fulfillmentChannelCode);
  return (live.length > 0 ? live : submittedChannels(attributes)).find((code) => code !== SELLERS_CHANNEL) ?? null;
}

export function fulfilledByOf(item: AmazonItem): FulfilledBy {
  return amazonChannelOf(item) === null ? 'SELLER' : 'MARKETPLACE';
}

/** A parent only holds its variants together; it is never sold. */
export function isParent({ attributes }: AmazonItem): boolean {
  return firstOf(attributes?.['parentage_level'])?.['value'] === 'parent';
}

function submittedChannels(attributes: AmazonItem['attributes']): string[] {
  const entries: unknown = attributes?.['fulfillment_availability'];
  return (Array.isArray(entries) ? entries : []).flatMap((entry: unknown) => text.safeParse((entry as { fulfillment_channel_code?: unknown } | null)?.fulfillment_channel_code).data ?? []);
}

export function currencyOf(context: AmazonContext): Currency {
  return marketplaceOf(context.store.credentials.marketplaceId).currency;
}

export function errorsOf({ issues }: AmazonItem): AmazonIssue[] {
  return (issues ?? []).filter(({ severity }) => severity === 'ERROR');
}

function livePrice(item: AmazonItem, marketplaceId: string, fallback: Currency): RemotePrice | null {
  const offer = (item.offers ?? []).find((one) => (one.offerType ?? 'B2C') === 'B2C' && (one.marketplaceId ?? marketplaceId) === marketplaceId);
  if (!offer) return null;
  const currency = offer.price.currencyCode ?? offer.price.currency ?? fallback;
  const saleMinor = minorOf(offer.price.amount);
  return isCurrency(currency) && saleMinor !== null ? { saleMinor, listMinor: listMinorOf(item), currency } : null;
}

function listMinorOf({ attributes }: AmazonItem): number | null {
  const amount = number.safeParse(firstOf(attributes?.['list_price'])?.['value_with_tax']);
  return amount.success ? minorOf(amount.data) : null;
}

/** Null for what is no amount of two decimals: nobody can say what buyers pay then. */
function minorOf(amount: number): number | null {
  const minor = Math.round(amount * 100);
  return Number.isSafeInteger(minor) && Math.abs(minor - amount * 100) < 1e-6 * Math.max(1, Math.abs(minor)) ? minor : null;
}

function firstOf(attribute: unknown): Readonly<Record<string, unknown>> | undefined {
  const first: unknown = Array.isArray(attribute) ? attribute[0] : undefined;
  return typeof first === 'object' && first !== null ? (first as Record<string, unknown>) : undefined;
}

import { z } from 'zod';
import type { FulfilledBy, Page, RemoteOffer } from '../../sync/connector/contract.js';
import { readRows, type ReadRows, type StrangeRow } from '../../sync/connector/read-rows.js';
import { number, optionalText, text } from '../../sync/connector/wire-values.js';
import { call, query, type HepsiburadaContext } from './client.js';
import { unreadableAnswer } from './errors.js';

export const PAGE_SIZE = 100;
/** Most SKUs that one call may name. */
export const NAMED_SKUS = 50;
/** How long it is known which listings Hepsiburada keeps in its own warehouse. */
const WAREHOUSE_TTL_MS = 3_600_000;

const flag = z.union([z.boolean(), z.stringbool({ truthy: ['true'], falsy: ['false'] })]).nullish();
const reasons = z.array(z.union([z.string(), z.looseObject({ reason: z.string() }).transform(({ reason }) => reason)])).nullish().catch(null);
/**
 * What cannot be read of a row is as if Hepsiburada had not said it: no single field takes the others with it. Only whose
 * warehouse the stock lies in must be certain, since stock sent by mistake overwrites that warehouse's count.
 */
const rowSchema = z.looseObject({
  listingId: optionalText.catch(null),
  hepsiburadaSku: text,
  merchantSku: text,
  price: number.nullish().catch(null),
  availableStock: number.nullish().catch(null),
  isSalable: flag.catch(null),
  isLocked: flag.catch(null),
  lockReasons: reasons,
  isSuspended: flag.catch(null),
  isFrozen: flag.catch(null),
  deactivationReasons: reasons,
  isFulfilledByHB: flag,
});
export type ListingRow = z.output<typeof rowSchema>;
const pageSchema = z.looseObject({ listings: z.array(z.unknown()), totalCount: number.nullish().catch(null) });

interface ListingPage {
  readonly rows: readonly ListingRow[];
  /** Rows that came, with those told twice and those that could not be read. */
  readonly count: number;
  readonly strange: readonly StrangeRow[];
  /** Rows that name no listing. */
  readonly nameless: number;
  readonly totalCount: number | null;
}

/** Rows of these merchant SKUs, at most 50; unknown ones are left out. */
export async function readListings(context: HepsiburadaContext, merchantSkus: readonly string[]): Promise<ListingRow[]> {
  const { read, strange } = await readEachListing(context, merchantSkus);
  // Left out, a row that is there would be taken for one that is not.
  if (strange.length > 0) throw unreadableAnswer('listings.read', false);
  return [...read];
}

/** The same, with those that cannot be read by themselves. */
export async function readEachListing(context: HepsiburadaContext, merchantSkus: readonly string[]): Promise<Pick<ReadRows<ListingRow>, 'read' | 'strange'>> {
  if (merchantSkus.length === 0) return { read: [], strange: [] };
  const { rows, strange, nameless } = await readPage(context, { offset: 0, limit: PAGE_SIZE, merchantSkuList: merchantSkus.join(',') });
  if (nameless > 0) throw unreadableAnswer('listings.read', false);
  const wanted = new Set(merchantSkus);
  return { read: rows.filter(({ merchantSku }) => wanted.has(merchantSku)), strange: strange.filter(({ remoteKey }) => wanted.has(remoteKey)) };
}

/** Any number of merchant SKUs, as many calls as it takes. */
export async function readManyListings(context: HepsiburadaContext, merchantSkus: readonly string[]): Promise<ListingRow[]> {
  const rows = [];
  for (let start = 0; start < merchantSkus.length; start += NAMED_SKUS) rows.push(...(await readListings(context, merchantSkus.slice(start, start + NAMED_SKUS))));
  return rows;
}

type ShopPage = Page<ListingRow> & Pick<ListingPage, 'strange' | 'nameless'>;

/**
 * One page of the shop; rows that cannot be read stand beside it. A page without a row that was not
 * there before ends it, whatever the total says.
 */
export async function listListings(context: HepsiburadaContext, cursor: string | null): Promise<ShopPage> {
  const { offset, last } = cursor === null ? { offset: 0, last: null } : (JSON.parse(cursor) as { offset: number; last: string | null });
  const { rows, count, strange, nameless, totalCount } = await readPage(context, { offset, limit: PAGE_SIZE });
  const end = offset + count;
  const lastSku = rows.at(-1)?.merchantSku ?? null;
  const isRepeated = lastSku !== null && lastSku === last;
  const hasMore = count > 0 && !isRepeated && (totalCount === null ? lastSku !== null && count >= PAGE_SIZE : end < totalCount);
  return { items: isRepeated ? [] : rows, strange, nameless, next: hasMore ? JSON.stringify({ offset: end, last: lastSku ?? last }) : null };
}

/** The rows as the hub sees them. `remoteIds` carries what the seller has to know: the lock, its reasons, whose warehouse. */
export function toRemoteOffer(row: ListingRow): RemoteOffer {
  return {
    remoteKey: row.merchantSku,
    price: typeof row.price === 'number' && row.price > 0 ? { saleMinor: Math.round(row.price * 100), listMinor: null, currency: 'TRY' } : null,
    quantity: row.availableStock ?? null,
    onSale: isOnSale(row),
    remoteIds: {
      hbSku: row.hepsiburadaSku,
      locked: String(row.isLocked ?? false),
      lockReasons: (row.lockReasons ?? []).join(', '),
      fulfilledByHepsiburada: String(row.isFulfilledByHB ?? false),
      fulfilledBy: (row.isFulfilledByHB === true ? 'MARKETPLACE' : 'SELLER') satisfies FulfilledBy,
      ...(row.listingId === null ? {} : { listingId: row.listingId }),
    },
  };
}

/** Out of stock is on sale still; what the seller, a lock or Hepsiburada took off is not. */
function isOnSale({ isSalable, isLocked, isSuspended, isFrozen, deactivationReasons }: ListingRow): boolean | null {
  if (isLocked || isSuspended || isFrozen || (deactivationReasons ?? []).length > 0) return false;
  return isSalable === null || isSalable === undefined ? null : true;
}

/**
 * SKUs whose stock lies in Hepsiburada's own warehouse: a stock upload would overwrite the warehouse's count. Read from
 * the whole shop at most once an hour, and shared by all workers.
 */
export async function warehouseSkus(context: HepsiburadaContext): Promise<ReadonlySet<string>> {
  const key = `hepsiburada:warehouse:${context.store.storeId}`;
  const known = await context.cache.get(key);
  if (known !== null) return new Set(JSON.parse(known) as string[]);
  const skus: string[] = [];
  let cursor: string | null = null;
  do {
    const page: ShopPage = await listListings(context, cursor);
    if (page.strange.length > 0) throw unreadableAnswer('listings.read', false);
    skus.push(...page.items.filter((row) => row.isFulfilledByHB).map(({ merchantSku }) => merchantSku));
    cursor = page.next;
  } while (cursor !== null);
  await context.cache.set(key, JSON.stringify(skus), WAREHOUSE_TTL_MS);
  return new Set(skus);
}

async function readPage(context: HepsiburadaContext, parameters: { offset: number; limit: number; merchantSkuList?: string }): Promise<ListingPage> {
  const path = `/listings/merchantid/${context.store.remoteSellerId.toLowerCase()}${query(parameters)}`;
  const { listings, totalCount } = await call(context, { group: 'listings', operation: 'listings.read', method: 'GET', path }, pageSchema);
  const { read, strange, nameless } = readRows(listings, rowSchema, 'merchantSku');
  const rows = new Map(read.map((row) => [row.merchantSku, row] as const).toReversed());
  return { rows: [...rows.values()].toReversed(), count: listings.length, strange, nameless, totalCount: totalCount ?? null };
}

import { z } from 'zod';
import { moneyFromNumber, type Currency } from '../../../platform/money.js';
import type { RemoteOffer } from '../../sync/connector/contract.js';
import { eachOnce } from '../../sync/connector/each-once.js';
import { readRows, type ReadRows, type StrangeRow } from '../../sync/connector/read-rows.js';
import { number, optionalText, text } from '../../sync/connector/wire-values.js';
import { call, query, type N11Context } from './client.js';
import { unreadableAnswer } from './errors.js';

/** How long a product row may be shown without asking N11 again. */
const CACHE_TTL_MS = 300_000;
const READS_AT_ONCE = 5;
const FEW = 20;
export const MAX_PAGE_SIZE = 250;

const rowSchema = z.looseObject({
  n11ProductId: text,
  stockCode: text,
  title: z.string().nullish(),
  productMainId: optionalText,
  groupId: text.nullish(),
  categoryId: text.nullish(),
  status: z.string().nullish(),
  saleStatus: z.string().nullish(),
  currencyType: z.string().nullish(),
  salePrice: number.nullish(),
  listPrice: number.nullish(),
  quantity: number.nullish(),
  commissionRate: number.nullish().catch(null),
  shipmentTemplate: z.string().nullish().catch(null),
  preparingDay: number.nullish().catch(null),
  rejectInfo: z.unknown().optional(),
});
export type N11Product = z.output<typeof rowSchema>;

const pageSchema = z.looseObject({ content: z.array(z.unknown()), totalPages: number.nullish(), last: z.boolean().nullish() });

export interface ProductPage {
  readonly content: readonly N11Product[];
  readonly strange: readonly StrangeRow[];
  readonly nameless: number;
  readonly rows: number;
  readonly totalPages: number | null;
  readonly last: boolean | null;
}

export interface ProductFilter {
  readonly stockCode?: string;
  readonly productStatus?: string;
  readonly page?: number;
  readonly size?: number;
}

/** One page of GET product-query, fresh. */
export async function readProductPage(context: N11Context, filter: ProductFilter): Promise<ProductPage> {
  const { content, totalPages = null, last = null } = await call(context, { group: 'product-query', operation: 'products.query', method: 'GET', path: `/ms/product-query${query({ ...filter })}` }, pageSchema);
  const { read, strange, nameless } = readRows(content, rowSchema, 'stockCode');
  return { content: eachOnce(read, ({ stockCode }) => stockCode), strange, nameless, rows: content.length, totalPages, last };
}

/** The rows of stock codes as they were at most 300 s ago, those N11 knows: for showing, never for proving. */
export async function readProductsForDisplay(context: N11Context, stockCodes: readonly string[]): Promise<N11Product[]> {
  const kept = await Promise.all(stockCodes.map((stockCode) => context.cache.get(cacheKey(context, stockCode))));
  const known = kept.flatMap((row) => (row === null ? [] : (rowSchema.nullable().parse(JSON.parse(row)) ?? [])));
  return [...known, ...(await readProducts(context, stockCodes.filter((_, index) => kept[index] === null)))];
}

/** The rows of stock codes, fresh; those N11 does not know are left out. Throws when one cannot be read: left out, it would be taken for unknown. */
export async function readProducts(context: N11Context, stockCodes: readonly string[]): Promise<readonly N11Product[]> {
  const { read, strange, nameless } = await readEachProduct(context, stockCodes);
  if (strange.length + nameless > 0) throw unreadableAnswer('products.query', false);
  return read;
}

/**
 * The same, with those that cannot be read by themselves. N11 filters by one stock code at a time, so a few are asked for one by one; for
 * many it is cheaper to read the shop page by page, and to ask singly only for what the pages did not show: also when they show nothing new, or are more than the wanted.
 */
export async function readEachProduct(context: N11Context, stockCodes: readonly string[]): Promise<ReadRows<N11Product>> {
  if (stockCodes.length <= FEW) return readOneByOne(context, stockCodes);
  const wanted = new Set(stockCodes);
  const found = new Map<string, N11Product>();
  const strange = new Map<string, StrangeRow>();
  const shown = new Set<string>();
  for (let page = 0, isLast = false; !isLast && found.size < wanted.size; page += 1) {
    const shownBefore = shown.size;
    const answer = await readProductPage(context, { page, size: MAX_PAGE_SIZE });
    for (const row of answer.content) if (wanted.has(row.stockCode)) found.set(row.stockCode, row);
    for (const row of answer.strange) if (wanted.has(row.remoteKey)) strange.set(row.remoteKey, row);
    for (const stockCode of [...answer.content.map((row) => row.stockCode), ...answer.strange.map((row) => row.remoteKey)]) shown.add(stockCode);
    isLast = isLastPage(answer, page) || shown.size === shownBefore || Math.max(answer.totalPages ?? 0, page + 1) > wanted.size;
  }
  await Promise.all([...found.values()].map((row) => remember(context, row.stockCode, row)));
  const singly = await readOneByOne(context, stockCodes.filter((stockCode) => !found.has(stockCode) && !strange.has(stockCode)));
  return { read: [...found.values(), ...singly.read], strange: [...strange.values(), ...singly.strange], nameless: singly.nameless };
}

/** Whether a page of product-query was the last; an empty one always is. */
export function isLastPage({ rows, last, totalPages }: ProductPage, page: number): boolean {
  return rows === 0 || last === true || page + 1 >= (totalPages ?? Number.POSITIVE_INFINITY);
}

async function readOneByOne(context: N11Context, stockCodes: readonly string[]): Promise<ReadRows<N11Product>> {
  const answers: ReadRows<N11Product>[] = [];
  for (let start = 0; start < stockCodes.length; start += READS_AT_ONCE) {
    answers.push(...(await Promise.all(stockCodes.slice(start, start + READS_AT_ONCE).map((stockCode) => readOne(context, stockCode)))));
  }
  return { read: answers.flatMap(({ read }) => read), strange: answers.flatMap(({ strange }) => strange), nameless: answers.reduce((sum, { nameless }) => sum + nameless, 0) };
}

/** Nothing when N11 has no such product. */
async function readOne(context: N11Context, stockCode: string): Promise<ReadRows<N11Product>> {
  const { content, strange, nameless } = await readProductPage(context, { stockCode, page: 0, size: 1 });
  const row = content.find((candidate) => candidate.stockCode === stockCode) ?? null;
  const odd = strange.filter(({ remoteKey }) => remoteKey === stockCode);
  if (row !== null || odd.length + nameless === 0) await remember(context, stockCode, row);
  return { read: row === null ? [] : [row], strange: odd, nameless };
}

/** Of products that N11 has and has not approved. */
const NOT_LISTED: readonly (string | null | undefined)[] = ['InCatalogApproval', 'InApproval', 'CatalogRejected'];

export function toRemoteOffer(row: N11Product): RemoteOffer {
  const currency = toCurrency(row.currencyType ?? 'TL');
  const { salePrice, listPrice } = row;
  return {
    remoteKey: row.stockCode,
    price: typeof salePrice === 'number' && typeof listPrice === 'number' && currency !== null ? { saleMinor: minor(salePrice, currency), listMinor: minor(listPrice, currency), currency } : null,
    quantity: row.quantity ?? null,
    onSale: row.status === null || row.status === undefined ? null : row.status === 'Active',
    ...(NOT_LISTED.includes(row.status) ? { isListed: false as const } : {}),
    remoteIds: remoteIdsOf(row),
  };
}

export function remoteIdsOf({ n11ProductId, groupId }: N11Product): Record<string, string> {
  return { n11ProductId, ...(groupId === null || groupId === undefined ? {} : { groupId }) };
}

/** N11 writes `TL` for Turkish lira. Null for a currency it should not have. */
export function toCurrency(currencyType: string): Currency | null {
  const known: Readonly<Record<string, Currency>> = { TL: 'TRY', TRY: 'TRY', USD: 'USD', EUR: 'EUR' };
  return known[currencyType.trim().toUpperCase()] ?? null;
}

function minor(amount: number, currency: Currency): number {
  return moneyFromNumber(amount, currency).amountMinor;
}

function remember(context: N11Context, stockCode: string, row: N11Product | null): Promise<void> {
  return context.cache.set(cacheKey(context, stockCode), JSON.stringify(row), CACHE_TTL_MS);
}

function cacheKey({ store }: N11Context, stockCode: string): string {
  return `n11:product:${store.storeId}:${stockCode}`;
}

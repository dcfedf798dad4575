import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { readRows } from '../../sync/connector/read-rows.js';
import { number, text } from '../../sync/connector/wire-values.js';
import { call, despiteConcurrency, exchange, query, send, type EbayContext } from './client.js';
import { errorFromResponse, errorInSuccess, NotFoundError, readRecord, unreadableAnswer } from './errors.js';
import { revising } from './revision-budget.js';

/** Most items in one bulk read. */
export const ITEMS_PER_READ = 25;
const PAGE_SIZE = 25;

/** An item record as eBay holds it. What the hub has no use for is kept as it came: a write replaces the whole record. */
export const itemSchema = z.looseObject({
  sku: text.nullish(),
  availability: z.looseObject({ shipToLocationAvailability: z.looseObject({ quantity: number.nullish() }).nullish() }).nullish(),
  condition: z.string().nullish(),
  product: z.looseObject({ aspects: z.record(z.string(), z.array(z.string())).nullish(), mpn: z.string().nullish() }).nullish(),
  inventoryItemGroupKeys: z.array(text).nullish(),
});
export type ItemRecord = z.output<typeof itemSchema>;

/** What is read back of an item; null where eBay does not say, or not so that it can be read. */
const shownSchema = z.looseObject({
  availability: z.looseObject({ shipToLocationAvailability: z.looseObject({ quantity: number.nullish() }).nullish() }).nullish().catch(null),
  inventoryItemGroupKeys: z.array(text).nullish().catch(null),
});
export type ShownItem = Pick<ItemRecord, 'availability' | 'inventoryItemGroupKeys'>;

const answeredSchema = z.looseObject({ sku: text.nullish(), statusCode: number.nullish(), inventoryItem: z.unknown().optional() });
const bulkSchema = z.looseObject({ responses: z.array(z.unknown()) });
const pageSchema = z.looseObject({ total: number.nullish(), inventoryItems: z.array(z.unknown()).nullish() });
const keySchema = z.looseObject({ sku: text });

/** Items by SKU, of at most 25; those eBay does not know are absent. Throws SERVER when eBay fails at one of them: it may be there. */
export async function readItems(context: EbayContext, skus: readonly string[]): Promise<Map<string, ShownItem>> {
  const request = { endpoint: 'inventory', operation: 'items.read', method: 'POST', path: '/sell/inventory/v1/bulk_get_inventory_item', body: { requests: skus.map((sku) => ({ sku })) }, reads: true } as const;
  // 200, 207 or 400, as many of them as eBay knows: it is the rows that tell.
  const answer = await exchange(context, request);
  const parsed = bulkSchema.safeParse(answer.json);
  if (!parsed.success) {
    if (answer.status > 299) throw errorFromResponse(answer, answer.json, false);
    throw errorInSuccess(answer.json, false) ?? unreadableAnswer(request.operation, false, parsed.error);
  }
  const { read: responses, strange, nameless } = readRows(parsed.data.responses, answeredSchema, 'sku');
  if (nameless > 0) throw unreadableAnswer(request.operation, false);
  const failed = responses.find(({ statusCode }) => (statusCode ?? 200) >= 500 || statusCode === 429);
  if (failed !== undefined) throw errorFromResponse({ status: failed.statusCode ?? 500, headers: answer.headers }, failed, false);
  const told = responses.flatMap(({ sku, statusCode, inventoryItem }) => (sku != null && inventoryItem != null && (statusCode ?? 200) < 300 ? [[sku, shown(inventoryItem)] as const] : []));
  return new Map([...strange.map(({ remoteKey }) => [remoteKey, {}] as const), ...told]);
}

function shown(record: unknown): ShownItem {
  const parsed = shownSchema.safeParse(record);
  return parsed.success ? parsed.data : {};
}

export async function readItem(context: EbayContext, sku: string): Promise<ItemRecord | null> {
  try {
    const record = await call(context, { endpoint: 'inventory', operation: 'items.readOne', method: 'GET', path: itemPath(sku) }, z.unknown());
    return readRecord(`the item ${sku}`, record, itemSchema);
  } catch (error) {
    if (error instanceof NotFoundError) return null;
    throw error;
  }
}

/** A page of the account's items by SKU, rows without one left out; here, unlike elsewhere, `offset` counts pages. */
export async function readItemPage(context: EbayContext, page: number): Promise<{ readonly items: ReadonlyMap<string, ShownItem>; readonly isLast: boolean }> {
  const path = `/sell/inventory/v1/inventory_item${query({ limit: PAGE_SIZE, offset: page })}`;
  const { inventoryItems, total } = await call(context, { endpoint: 'inventory', operation: 'items.list', method: 'GET', path }, pageSchema);
  const rows = inventoryItems ?? [];
  const items = rows.flatMap((row) => {
    const key = keySchema.safeParse(row);
    return key.success ? [[key.data.sku, shown(row)] as const] : [];
  });
  return { items: new Map(items), isLast: rows.length === 0 || (page + 1) * PAGE_SIZE >= (total ?? 0) };
}

/** Whether anything of an item may be bought now, and eBay's number of the listing of the store's site that shows it. */
export interface Standing {
  readonly isOnSale: boolean;
  readonly listingId: string | null;
}

/**
 * Brings an item record to say `wanted`. eBay's PUT erases whatever it does not name, quantity included, so the record is
 * read, what is wanted is laid over it, and it is written only when that changes something; then it is one of its listing's changes of the day.
 */
export async function saveItem(context: EbayContext, sku: string, wanted: ItemRecord, { isOnSale, listingId }: Standing): Promise<void> {
  await despiteConcurrency(async () => {
    const current = await readItem(context, sku);
    const merged = mergeItem(current, wanted, isOnSale);
    if (current !== null && isDeepStrictEqual(merged, writable(current))) return;
    await revising(context, { listingId, worth: 'CONTENT' }, () => send(context, { endpoint: 'inventory', operation: 'items.save', method: 'PUT', path: itemPath(sku), body: merged }));
  });
}

/**
 * The whole record to write. The quantity of what is on sale is never raised by it: it may have been lowered by a sale the hub has not heard
 * of. What the hub only supposes of goods, that they are new and have no maker's number, it says where nobody has said otherwise.
 */
function mergeItem(current: ItemRecord | null, wanted: ItemRecord, isOnSale: boolean): ItemRecord {
  if (current === null) return wanted;
  const base = writable(current);
  const there = quantityOf(current);
  const asked = quantityOf(wanted);
  const quantity = there === null || asked === null ? (there ?? asked) : isOnSale ? Math.min(there, asked) : asked;
  return {
    ...base,
    ...wanted,
    ...(base.condition == null ? {} : { condition: base.condition }),
    product: { ...base.product, ...wanted.product, ...(base.product?.mpn == null ? {} : { mpn: base.product.mpn }), aspects: { ...base.product?.aspects, ...wanted.product?.aspects } },
    ...(quantity === null ? {} : { availability: { ...base.availability, shipToLocationAvailability: { ...base.availability?.shipToLocationAvailability, quantity } } }),
  };
}

export function quantityOf(item: Pick<ItemRecord, 'availability'>): number | null {
  return item.availability?.shipToLocationAvailability?.quantity ?? null;
}

/** Without the fields that eBay adds when it is read. */
function writable(item: ItemRecord): ItemRecord {
  const { sku: _sku, locale: _locale, groupIds: _groupIds, inventoryItemGroupKeys: _keys, ...rest } = item as ItemRecord & { locale?: unknown; groupIds?: unknown };
  return rest;
}

function itemPath(sku: string): string {
  return `/sell/inventory/v1/inventory_item/${encodeURIComponent(sku)}`;
}

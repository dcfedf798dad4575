import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { number, text } from '../../sync/connector/wire-values.js';
import { call, despiteConcurrency, query, send, type EbayContext } from './client.js';
import { NotFoundError } from './errors.js';

/** Most items in one bulk read. */
export const ITEMS_PER_READ = 25;
const PAGE_SIZE = 25;

/** An item record as eBay holds it. What the hub has no use for is kept as it came: a write replaces the whole record. */
export const itemSchema = z.looseObject({
  sku: text.nullish(),
  availability: z.looseObject({ shipToLocationAvailability: z.looseObject({ quantity: number.nullish() }).nullish() }).nullish(),
  product: z.looseObject({ aspects: z.record(z.string(), z.array(z.string())).nullish() }).nullish(),
  inventoryItemGroupKeys: z.array(text).nullish(),
});
export type ItemRecord = z.output<typeof itemSchema>;

const bulkSchema = z.looseObject({ responses: z.array(z.looseObject({ sku: text.nullish(), statusCode: number.nullish(), inventoryItem: itemSchema.nullish() })) });
const pageSchema = z.looseObject({ total: number.nullish(), inventoryItems: z.array(itemSchema).nullish() });

/** Records by SKU, of at most 25; those eBay does not know are absent. */
export async function readItems(context: EbayContext, skus: readonly string[]): Promise<Map<string, ItemRecord>> {
  const body = { requests: skus.map((sku) => ({ sku })) };
  const { responses } = await call(context, { endpoint: 'inventory', operation: 'items.read', method: 'POST', path: '/sell/inventory/v1/bulk_get_inventory_item', body, reads: true }, bulkSchema);
  return new Map(responses.flatMap(({ sku, statusCode, inventoryItem }) => (sku != null && inventoryItem && (statusCode ?? 200) < 300 ? [[sku, inventoryItem] as const] : [])));
}

export async function readItem(context: EbayContext, sku: string): Promise<ItemRecord | null> {
  try {
    return await call(context, { endpoint: 'inventory', operation: 'items.readOne', method: 'GET', path: itemPath(sku) }, itemSchema);
  } catch (error) {
    if (error instanceof NotFoundError) return null;
    throw error;
  }
}

/** A page of the account's items; here, unlike elsewhere, `offset` counts pages. */
export async function readItemPage(context: EbayContext, page: number): Promise<{ readonly items: readonly ItemRecord[]; readonly isLast: boolean }> {
  const path = `/sell/inventory/v1/inventory_item${query({ limit: PAGE_SIZE, offset: page })}`;
  const { inventoryItems, total } = await call(context, { endpoint: 'inventory', operation: 'items.list', method: 'GET', path }, pageSchema);
  const items = inventoryItems ?? [];
  return { items, isLast: items.length === 0 || (page + 1) * PAGE_SIZE >= (total ?? 0) };
}

/**
 * Brings an item record to say `wanted`. eBay's PUT erases whatever it does not name, quantity included, so the record is
 * read, what is wanted is laid over it, and it is written only when that changes something; SAME costs no revision.
 */
export async function saveItem(context: EbayContext, sku: string, wanted: ItemRecord): Promise<'CREATED' | 'CHANGED' | 'SAME'> {
  return despiteConcurrency(async () => {
    const current = await readItem(context, sku);
    const merged = mergeItem(current, wanted);
    if (current !== null && isDeepStrictEqual(merged, writable(current))) return 'SAME';
    await send(context, { endpoint: 'inventory', operation: 'items.save', method: 'PUT', path: itemPath(sku), body: merged });
    return current === null ? 'CREATED' : 'CHANGED';
  });
}

/** The whole record to write. A quantity is never raised by it: what is there may have been lowered by a sale the hub has not heard of. */
export function mergeItem(current: ItemRecord | null, wanted: ItemRecord): ItemRecord {
  if (current === null) return wanted;
  const base = writable(current);
  const there = quantityOf(current);
  const asked = quantityOf(wanted);
  const quantity = there === null || asked === null ? (there ?? asked) : Math.min(there, asked);
  return {
    ...base,
    ...wanted,
    product: { ...base.product, ...wanted.product, aspects: { ...base.product?.aspects, ...wanted.product?.aspects } },
    ...(quantity === null ? {} : { availability: { ...base.availability, shipToLocationAvailability: { ...base.availability?.shipToLocationAvailability, quantity } } }),
  };
}

export function quantityOf(item: ItemRecord): number | null {
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

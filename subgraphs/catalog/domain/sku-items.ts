import type { Sku } from '../../../platform/ids.js';
import type { UserError } from '../../../platform/subgraph/user-error.js';
import { itemRefusal } from './refusals.js';

/** An item of `input.items` with its place there. */
export type Placed<T> = T & { readonly index: number };

const LONGEST_SKU = 100;

export function isSku(text: string): text is Sku {
  return text.length > 0 && text.length <= LONGEST_SKU && text.trim() === text;
}

/** Gives items their places and sets aside those whose SKU stands before them in the same call. */
export function placeItems<T extends { readonly sku: Sku }>(items: readonly T[]): { readonly placed: Placed<T>[]; readonly refusals: UserError[] } {
  const seen = new Set<Sku>();
  const placed: Placed<T>[] = [];
  const refusals: UserError[] = [];
  for (const [index, item] of items.entries()) {
    if (seen.has(item.sku)) refusals.push(itemRefusal('DUPLICATE_SKU', { index, sku: item.sku, part: 'sku' }, `'${item.sku}' stands more than once in this call`));
    else placed.push({ ...item, index });
    seen.add(item.sku);
  }
  return { placed, refusals };
}

export function unknownSku(item: Placed<{ readonly sku: Sku }>): UserError {
  return itemRefusal('UNKNOWN_SKU', { ...item, part: 'sku' }, `no variant has the SKU '${item.sku}'`);
}

export function groupBySku<T extends { readonly sku: Sku }>(items: readonly T[]): ReadonlyMap<Sku, readonly T[]> {
  const groups = new Map<Sku, T[]>();
  for (const item of items) groups.set(item.sku, [...(groups.get(item.sku) ?? []), item]);
  return groups;
}

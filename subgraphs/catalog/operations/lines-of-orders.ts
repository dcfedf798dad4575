import { groupBy } from '../../../platform/group-by.js';
import type { OrderId, Sku } from '../../../platform/ids.js';

/** The lines of many orders by SKU, each with the order it belongs to. */
export function linesBySku<L extends { readonly sku: Sku }>(orders: readonly { readonly orderId: OrderId; readonly lines: readonly L[] }[]): ReadonlyMap<Sku, readonly (L & { readonly orderId: OrderId })[]> {
  return groupBy(orders.flatMap(({ orderId, lines }) => lines.map((line) => ({ ...line, orderId }))), (line) => line.sku);
}

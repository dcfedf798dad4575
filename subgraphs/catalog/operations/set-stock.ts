import type { OperationId, SellerId, Sku } from '../../../platform/ids.js';
import { wasAskedBefore } from '../domain/operation-order.js';
import { itemRefusal } from '../domain/refusals.js';
import type { Placed } from '../domain/sku-items.js';
import { MOST_UNITS, withOnHand } from '../domain/stock.js';
import type { Variant } from '../domain/variant.js';
import { withStock } from '../domain/variant-change.js';
import type { CatalogDeps } from './catalog-deps.js';
import { type ItemDecision, writeVariants } from './write-variants.js';
import type { WriteOutcome } from './write-outcome.js';

export interface StockItem {
  readonly sku: Sku;
  /** Units on the shelf, promised ones included. */
  readonly onHand: number;
  /** Compare-and-swap: refused with STALE_ON_HAND unless this is on hand. */
  readonly expectedOnHand?: number;
}

/** Says how many units are on the shelf. Each operation counts once per SKU, however often it runs, and never after a later one. */
export async function setStock(deps: CatalogDeps, { sellerId, operationId, items }: { readonly sellerId: SellerId; readonly operationId: OperationId; readonly items: readonly StockItem[] }): Promise<WriteOutcome> {
  const at = deps.clock.now();
  return await writeVariants(deps, { sellerId, items, decide: (variant, item) => (wasAskedBefore(operationId, variant.stock.recentAdjustments.at(-1)) ? null : decideOnHand(variant, { item, part: 'onHand', onHand: item.onHand, operationId, at })) });
}

interface OnHandChange {
  readonly item: Placed<{ readonly sku: Sku; readonly expectedOnHand?: number }>;
  /** The item's field that says the number of units. */
  readonly part: 'onHand' | 'delta';
  readonly onHand: number;
  readonly operationId: OperationId;
  readonly at: Date;
}

/** Whether a variant may have so many units, as the caller's item asks. */
export function decideOnHand(variant: Variant, { item, part, onHand, operationId, at }: OnHandChange): ItemDecision {
  if (variant.stock.recentAdjustments.includes(operationId)) return null;
  if (!Number.isSafeInteger(onHand) || onHand > MOST_UNITS) return itemRefusal('INVALID_QUANTITY', { ...item, part }, `${part} must be a whole number of units, at most ${MOST_UNITS}`);
  if (item.expectedOnHand !== undefined && item.expectedOnHand !== variant.stock.onHand) {
    return itemRefusal('STALE_ON_HAND', { ...item, part: 'expectedOnHand' }, `expected ${item.expectedOnHand} on hand, there are ${variant.stock.onHand}`);
  }
  if (onHand < 0) return itemRefusal('NEGATIVE_STOCK', { ...item, part }, `stock on hand cannot be ${onHand}, there are ${variant.stock.onHand}`);
  return withStock(variant, withOnHand(variant.stock, { onHand, operationId, at }), at);
}

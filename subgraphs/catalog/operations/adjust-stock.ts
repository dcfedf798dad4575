import type { OperationId, SellerId, Sku } from '../../../platform/ids.js';
import type { CatalogDeps } from './catalog-deps.js';
import { decideOnHand } from './set-stock.js';
import type { WriteOutcome } from './write-outcome.js';
import { writeVariants } from './write-variants.js';

export interface StockAdjustment {
  readonly sku: Sku;
  /** Units added (goods received) or, below zero, taken away (damage, loss). */
  readonly delta: number;
  /** Compare-and-swap: refused with STALE_ON_HAND unless this is on hand. */
  readonly expectedOnHand?: number;
}

/** Adds to or takes from what is on the shelf. Each operation counts once per SKU, however often it runs. */
export async function adjustStock(deps: CatalogDeps, { sellerId, operationId, items }: { readonly sellerId: SellerId; readonly operationId: OperationId; readonly items: readonly StockAdjustment[] }): Promise<WriteOutcome> {
  const at = deps.clock.now();
  return await writeVariants(deps, { sellerId, items, decide: (variant, item) => decideOnHand(variant, { item, part: 'delta', onHand: variant.stock.onHand + item.delta, operationId, at }) });
}

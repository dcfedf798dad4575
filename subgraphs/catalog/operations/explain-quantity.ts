import { explainedQuantity, type QuantityExplanation } from '../domain/explain-quantity.js';
import type { CatalogDeps } from './catalog-deps.js';
import { findExplained, type WhatToExplain } from './find-explained.js';

/** Why a store shows the quantity it shows; null when the seller has no such SKU or store. */
export async function explainQuantity(deps: CatalogDeps, what: WhatToExplain): Promise<QuantityExplanation | null> {
  const found = await findExplained(deps, what);
  return found && explainedQuantity(found.variant, found.store, found.listing);
}

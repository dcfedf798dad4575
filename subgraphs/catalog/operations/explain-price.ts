import { explainedPrice, type PriceExplanation } from '../domain/explain-price.js';
import type { CatalogDeps } from './catalog-deps.js';
import { loadConversions } from './load-conversions.js';
import { findExplained, type WhatToExplain } from './find-explained.js';

/** Why a store shows the price it shows; null when the seller has no such SKU or store. */
export async function explainPrice(deps: CatalogDeps, what: WhatToExplain): Promise<PriceExplanation | null> {
  const found = await findExplained(deps, what);
  if (!found) return null;
  const { variant, store } = found;
  const conversions = await loadConversions(deps, [{ sellerId: variant.sellerId, from: variant.price.currency, to: store.currency }]);
  return explainedPrice({ ...found, conversions, at: deps.clock.now() });
}

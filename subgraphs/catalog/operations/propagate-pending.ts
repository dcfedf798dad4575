import type { StoreId } from '../../../platform/ids.js';
import type { CatalogDeps } from './catalog-deps.js';
import { propagateVariants } from './propagate-variants.js';

const VARIANTS_AT_ONCE = 500;

/** Finishes what a dead process left: variants whose listings have not been told. Gives back the stores that became due. */
export async function propagatePending(deps: CatalogDeps): Promise<{ readonly variants: number; readonly storeIds: readonly StoreId[] }> {
  const due = new Set<StoreId>();
  let variants = 0;
  for (;;) {
    const pending = await deps.variants.withPendingPropagation(VARIANTS_AT_ONCE);
    const { storeIds } = await propagateVariants(deps, pending);
    for (const storeId of storeIds) due.add(storeId);
    variants += pending.length;
    if (pending.length < VARIANTS_AT_ONCE) return { variants, storeIds: [...due] };
  }
}

import type { StoreId } from '../../../platform/ids.js';
import type { CatalogDeps } from './catalog-deps.js';
import { followContent } from './follow-content.js';
import { followPolicies } from './follow-policies.js';
import { notePendingConflicts } from './note-conflicts.js';
import { propagateVariants } from './propagate-variants.js';

const AT_ONCE = 500;

export interface PropagatedPending {
  readonly variants: number;
  readonly products: number;
  readonly storeIds: readonly StoreId[];
}

/**
 * Finishes what a dead process left, or what another subgraph only noted: listings that have not been told of a changed
 * variant, product or stock policy, and conflicts that were decided but not carried out. Gives back the stores that became due.
 */
export async function propagatePending(deps: CatalogDeps): Promise<PropagatedPending> {
  const variants = await propagatePendingVariants(deps);
  const products = await propagatePendingContent(deps);
  const ofPolicies = await followPolicies(deps);
  const ofConflicts = await notePendingConflicts(deps);
  return { variants: variants.count, products: products.count, storeIds: [...new Set([...variants.storeIds, ...products.storeIds, ...ofPolicies, ...ofConflicts])] };
}

async function propagatePendingVariants(deps: CatalogDeps): Promise<{ count: number; storeIds: StoreId[] }> {
  const storeIds: StoreId[] = [];
  for (let count = 0; ; ) {
    const pending = await deps.variants.withPendingPropagation(AT_ONCE);
    storeIds.push(...(await propagateVariants(deps, pending)).storeIds);
    count += pending.length;
    if (pending.length < AT_ONCE) return { count, storeIds };
  }
}

async function propagatePendingContent(deps: CatalogDeps): Promise<{ count: number; storeIds: StoreId[] }> {
  const storeIds: StoreId[] = [];
  for (let count = 0; ; ) {
    const pending = await deps.products.withPendingContent(AT_ONCE);
    storeIds.push(...(await followContent(deps, pending)));
    count += pending.length;
    if (pending.length < AT_ONCE) return { count, storeIds };
  }
}

import type { StoreId, VariantId } from '../../../platform/ids.js';
import type { Store } from '../../stores/domain/store.js';
import type { CatalogDeps } from './catalog-deps.js';
import { propagateVariants } from './propagate-variants.js';

const VARIANTS_AT_ONCE = 1000;

/** Brings all listings of stores whose stock policy has changed to it. Gives back the stores that became due. */
export async function followPolicies(deps: CatalogDeps): Promise<readonly StoreId[]> {
  const due = new Set<StoreId>();
  for (const store of await deps.stores.storesWithPendingPolicy()) for (const storeId of await followPolicy(deps, store)) due.add(storeId);
  return [...due];
}

async function followPolicy(deps: CatalogDeps, { _id: storeId, policyVersion }: Store): Promise<readonly StoreId[]> {
  const due: StoreId[] = [];
  let after: VariantId | null = null;
  for (;;) {
    const ids: VariantId[] = await deps.listings.variantIdsOfStore(storeId, after, VARIANTS_AT_ONCE);
    due.push(...(await propagateVariants(deps, await deps.variants.byIds(ids))).storeIds);
    after = ids.at(-1) ?? null;
    if (ids.length < VARIANTS_AT_ONCE) break;
  }
  await deps.stores.clearPendingPolicy({ storeId, policyVersion });
  return due;
}

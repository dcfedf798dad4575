import type { StoreId } from '../../../platform/ids.js';
import type { Store } from '../../stores/domain/store.js';
import type { Listing } from '../domain/listing.js';
import type { CatalogDeps } from './catalog-deps.js';
import { propagateVariants } from './propagate-variants.js';

const LISTINGS_AT_ONCE = 1000;

/** Brings all listings of stores whose stock policy has changed to it. Gives back the stores that became due. */
export async function followPolicies(deps: CatalogDeps): Promise<readonly StoreId[]> {
  const due = new Set<StoreId>();
  for (const store of await deps.stores.storesWithPendingPolicy()) for (const storeId of await followPolicy(deps, store)) due.add(storeId);
  return [...due];
}

async function followPolicy(deps: CatalogDeps, { _id: storeId, policyVersion }: Store): Promise<readonly StoreId[]> {
  const due: StoreId[] = [];
  let after: string | null = null;
  do {
    const page: Pick<Listing, 'variantId' | 'remoteKey'>[] = await deps.listings.pageOfStore(storeId, after, LISTINGS_AT_ONCE);
    due.push(...(await propagateVariants(deps, await deps.variants.byIds(page.map(({ variantId }) => variantId)))).storeIds);
    after = page.length < LISTINGS_AT_ONCE ? null : (page.at(-1)?.remoteKey ?? null);
  } while (after !== null);
  await deps.stores.clearPendingPolicy({ storeId, policyVersion });
  return due;
}

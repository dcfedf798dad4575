import type { SellerId, StoreId } from '../../../platform/ids.js';
import type { StoreOutcome } from './connect-store.js';
import type { StoresDeps } from './stores-deps.js';
import { foundStore } from './unknown-store.js';

/** The store is sent to and asked again; what has waited goes out as it is wanted now. */
export async function resumeStore({ stores }: StoresDeps, { sellerId, storeId, dryRun = false }: { readonly sellerId: SellerId; readonly storeId: StoreId; readonly dryRun?: boolean }): Promise<StoreOutcome> {
  const store = dryRun ? await stores.byId(storeId, sellerId) : await stores.update(storeId, sellerId, { state: { kind: 'ACTIVE' } });
  return foundStore(store, storeId);
}

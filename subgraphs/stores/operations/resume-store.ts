import type { SellerId, StoreId } from '../../../platform/ids.js';
import type { StoreOutcome } from './connect-store.js';
import type { StoresDeps } from './stores-deps.js';
import { foundStore } from './unknown-store.js';

/** The store is sent to and asked again; what has waited goes out as it is wanted now. */
export async function resumeStore({ stores, clock, announce }: StoresDeps, { sellerId, storeId, dryRun = false }: { readonly sellerId: SellerId; readonly storeId: StoreId; readonly dryRun?: boolean }): Promise<StoreOutcome> {
  const current = await stores.byId(storeId, sellerId);
  if (dryRun || current?.state.kind !== 'PAUSED') return foundStore(current, storeId);
  const store = await stores.change(storeId, sellerId, { state: { kind: 'ACTIVE' } }, clock.now());
  announce();
  return foundStore(store, storeId);
}

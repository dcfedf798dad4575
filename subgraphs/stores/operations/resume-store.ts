import type { SellerId, StoreId } from '../../../platform/ids.js';
import type { StoreOutcome } from './connect-store.js';
import type { StoresDeps } from './stores-deps.js';
import { unknownStore } from './unknown-store.js';

/** The store is sent to and asked again; what has waited goes out as it is wanted now. */
export async function resumeStore({ stores }: StoresDeps, { sellerId, storeId }: { readonly sellerId: SellerId; readonly storeId: StoreId }): Promise<StoreOutcome> {
  const store = await stores.update(storeId, sellerId, { state: { kind: 'ACTIVE' } });
  return { store, userErrors: store ? [] : [unknownStore(storeId)] };
}

import type { StoreId } from '../../../platform/ids.js';
import type { Principal } from '../../../platform/principal.js';
import { userError } from '../../../platform/subgraph/user-error.js';
import { beginOperation, nothingBegun, type Begun } from './begin-operation.js';
import type { SyncDeps } from './sync-deps.js';

export interface RunSyncInput {
  readonly storeId: StoreId;
  readonly kind: 'OFFERS' | 'ORDERS' | 'VERIFY' | 'VERIFY_ORDERS';
  readonly idempotencyKey?: string | null;
  /** Only looks whether it could be run. */
  readonly dryRun?: boolean | null;
}

/** Makes the hub look at a store now instead of when it would by itself. */
export async function runSync(deps: SyncDeps, principal: Principal, { storeId, kind, idempotencyKey, dryRun }: RunSyncInput): Promise<Begun> {
  const [store] = await deps.stores.findOwnStores({ sellerId: principal.sellerId, ids: [storeId] });
  const about = { field: ['input', 'storeId'], itemRef: storeId };
  if (!store) return nothingBegun([userError({ ...about, code: 'UNKNOWN_STORE', message: `there is no store '${storeId}'` })]);
  if (store.state.kind === 'PAUSED') return nothingBegun([userError({ ...about, code: 'STORE_PAUSED', message: `the store is paused (${store.state.code}); resume it first` })]);
  if (dryRun) return nothingBegun([]);
  return beginOperation(deps.recording, { principal, kind: `SYNC_${kind}`, idempotencyKey, request: { storeId } });
}

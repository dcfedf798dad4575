import DataLoader from 'dataloader';
import type { OperationId, StoreId } from '../../../platform/ids.js';
import type { Principal } from '../../../platform/principal.js';
import type { Store } from '../../stores/domain/store.js';
import type { Lane } from '../domain/lane.js';
import type { SyncOperation } from '../domain/operation.js';
import type { SyncDeps } from '../operations/sync-deps.js';

export interface SyncLoaders {
  /** The caller's own; null for another seller's. */
  readonly operations: DataLoader<OperationId, SyncOperation | null>;
  /** The caller's own; null for another seller's. */
  readonly stores: DataLoader<StoreId, Store | null>;
  readonly lanes: DataLoader<StoreId, Lane | null>;
}

export function createSyncLoaders({ sellerId }: Principal, { operations, stores, lanes }: Pick<SyncDeps, 'operations' | 'stores' | 'lanes'>): SyncLoaders {
  return {
    operations: byId((ids) => operations.findOwned(sellerId, ids)),
    stores: byId(async (ids) => stores.findOwnStores({ sellerId, ids })),
    lanes: byId((ids) => lanes.findMany(ids)),
  };
}

function byId<K extends string, T extends { readonly _id: K }>(find: (ids: readonly K[]) => Promise<readonly T[]>): DataLoader<K, T | null> {
  return new DataLoader(async (ids) => {
    const found = new Map((await find(ids)).map((one) => [one._id, one]));
    return ids.map((id) => found.get(id) ?? null);
  });
}

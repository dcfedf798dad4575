import DataLoader from 'dataloader';
import type { StoreId } from '../../../platform/ids.js';
import type { Principal } from '../../../platform/principal.js';
import type { Store } from '../domain/store.js';
import { findOwnStores } from '../operations/find-stores.js';
import type { StoresDeps } from '../operations/stores-deps.js';

export interface StoreLoaders {
  /** The caller's own stores; null for another seller's. */
  readonly stores: DataLoader<StoreId, Store | null>;
}

export function createStoreLoaders({ sellerId }: Principal, deps: StoresDeps): StoreLoaders {
  return {
    stores: new DataLoader(async (ids) => {
      const found = new Map((await findOwnStores(deps, { sellerId, ids })).map((store) => [store._id, store]));
      return ids.map((id) => found.get(id) ?? null);
    }),
  };
}

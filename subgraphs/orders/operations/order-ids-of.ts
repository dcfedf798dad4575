import type { OrderId, SellerId, StoreId } from '../../../platform/ids.js';
import type { OrderCollaborators } from './collaborators.js';

/** The seller's orders behind a store's order numbers, by number; unknown ones are left out. */
export async function orderIdsOf({ sellerId, storeId, remoteOrderIds }: { sellerId: SellerId; storeId: StoreId; remoteOrderIds: readonly string[] }, { store }: Pick<OrderCollaborators, 'store'>): Promise<ReadonlyMap<string, OrderId>> {
  return remoteOrderIds.length === 0 ? new Map() : store.idsByRemoteIds({ sellerId, storeId, remoteOrderIds: [...new Set(remoteOrderIds)] });
}

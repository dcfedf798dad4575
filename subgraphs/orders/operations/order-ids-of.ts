import type { OrderId, SellerId, StoreId } from '../../../platform/ids.js';
import type { OrdersDeps } from './orders-deps.js';

/** The seller's orders behind a store's order numbers, by number; unknown ones are left out. */
export async function orderIdsOf({ store }: Pick<OrdersDeps, 'store'>, { sellerId, storeId, remoteOrderIds }: { sellerId: SellerId; storeId: StoreId; remoteOrderIds: readonly string[] }): Promise<ReadonlyMap<string, OrderId>> {
  return remoteOrderIds.length === 0 ? new Map() : store.idsByRemoteIds({ sellerId, storeId, remoteOrderIds: [...new Set(remoteOrderIds)] });
}

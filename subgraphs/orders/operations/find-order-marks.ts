import type { SellerId, StoreId } from '../../../platform/ids.js';
import { markOf, type OrderMark } from '../domain/order-marks.js';
import type { OrdersDeps } from './orders-deps.js';

/** What is compared of a store's orders with these ids; ids the hub does not know are left out. Reads a small part of each. */
export async function findOrderMarks({ store }: Pick<OrdersDeps, 'store'>, { storeId, remoteOrderIds }: { readonly storeId: StoreId; readonly remoteOrderIds: readonly string[] }): Promise<ReadonlyMap<string, OrderMark>> {
  const found = await store.marksByRemoteIds(storeId, [...new Set(remoteOrderIds)]);
  return new Map(found.map((order) => [order.remoteOrderId, markOf(order)]));
}

/** The marketplace's ids of a store's orders placed in a span of time, `from` included, in their own order; a page ends at `limit`. */
export async function listOrderIds({ store }: Pick<OrdersDeps, 'store'>, span: { readonly sellerId: SellerId; readonly storeId: StoreId; readonly from: Date; readonly to: Date; readonly after: string | null; readonly limit: number }): Promise<readonly string[]> {
  return store.remoteIdsOrdered(span);
}

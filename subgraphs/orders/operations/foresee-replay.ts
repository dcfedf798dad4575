import { isDeepStrictEqual } from 'node:util';
import { groupBy } from '../../../platform/group-by.js';
import { newId, type OrderId } from '../../../platform/ids.js';
import { differencesOf, type OrderDifference } from '../domain/order-difference.js';
import { openBuyer } from './open-buyer.js';
import type { OrdersDeps } from './orders-deps.js';
import { decideGroup, erasedAmong, findGoods, type RecordOrders } from './record-orders.js';

export interface ForeseenOrder {
  readonly remoteOrderId: string;
  /** Null for an order that is not known yet. */
  readonly orderId: OrderId | null;
  /** Empty when today's reading tells nothing else, or something newer is known. */
  readonly differences: readonly OrderDifference[];
}

/** What `recordOrders` would change with the same archived bytes mapped anew. Writes nothing. */
export async function foreseeReplay(deps: OrdersDeps, { store, orders }: Pick<RecordOrders, 'store' | 'orders'>): Promise<readonly ForeseenOrder[]> {
  const groups = groupBy(orders, (order) => order.remoteOrderId);
  const [goodsOf, erased, found] = await Promise.all([findGoods(deps, { store, orders }), erasedAmong(deps, { store, orders }), deps.store.byRemoteIds(store.storeId, [...groups.keys()])]);
  const knownById = new Map(found.map((order) => [order.remoteOrderId, order]));
  return [...groups].map(([remoteOrderId, told]) => {
    const known = knownById.get(remoteOrderId) ?? null;
    const { write } = decideGroup(deps, { known, orders: told, newId: newId('order'), origin: store, goodsOf, isReplay: true, erasedAt: erased.at });
    if (write === null) return { remoteOrderId, orderId: known?._id ?? null, differences: [] };
    const isSameBuyer = known !== null && isDeepStrictEqual(openBuyer(deps, known), openBuyer(deps, write.after));
    return { remoteOrderId, orderId: known?._id ?? null, differences: differencesOf(known, write.after, isSameBuyer) };
  });
}

import { groupBy } from '../../../platform/group-by.js';
import type { SellerId, StoreId } from '../../../platform/ids.js';
import { decideMapping } from '../domain/decide-order.js';
import type { GoodsLookup } from '../domain/merge-packages.js';
import type { Order } from '../domain/order.js';
import { orderChanged } from '../events.js';
import type { OrdersDeps } from './orders-deps.js';
import { settleStock } from './settle-stock.js';

const LOOKED_AT_FOR_DAYS = 30;
const ORDERS_AT_ONCE = 200;

/** Looks again for goods that recent orders named before the catalogue knew them, and claims their stock; returns the stores whose quantities changed. */
export async function mapUnmappedLines(deps: OrdersDeps, { sellerId }: { sellerId: SellerId }): Promise<{ mapped: number; storeIds: readonly StoreId[] }> {
  const now = deps.clock.now();
  const orders = await deps.store.unmapped(sellerId, new Date(now.getTime() - LOOKED_AT_FOR_DAYS * 86_400_000), ORDERS_AT_ONCE);
  const decided: { before: Order; after: Order }[] = [];
  for (const [storeId, ofStore] of groupBy(orders, (order) => order.storeId)) {
    const goodsOf = await findGoods(deps, sellerId, storeId, ofStore);
    for (const before of ofStore) {
      const after = decideMapping(before, goodsOf, now);
      if (after !== null) decided.push({ before, after });
    }
  }
  // An order another writer was faster with is looked at again next time.
  const isAllWritten = await deps.store.writeAll(decided.map((one) => ({ ...one, announce: [orderChanged(one.after, now)] })));
  const written = isAllWritten ? decided.map((one) => one.after) : await deps.store.byIds(decided.map((one) => one.after._id));
  const storeIds = await settleStock(deps, written.filter((order) => order.stockPending === true));
  return { mapped: decided.length, storeIds };
}

async function findGoods({ catalog }: OrdersDeps, sellerId: SellerId, storeId: StoreId, orders: readonly Order[]): Promise<GoodsLookup> {
  const lines = orders.flatMap((order) => order.packages.flatMap((one) => one.lines)).filter((line) => line.sku === null);
  const goods = [...new Map(lines.map(({ remoteKey, sellerSku }) => [remoteKey, { remoteKey, sellerSku }])).values()];
  const found = await catalog.goodsByRemoteKey({ sellerId, storeId, goods });
  return ({ remoteKey }) => found.get(remoteKey) ?? { sku: null, variantId: null };
}

import type { StoreId } from '../../../platform/ids.js';
import type { OrdersDeps } from './orders-deps.js';
import { settleStock } from './settle-stock.js';

/** Younger ones are still in the hands of who recorded them. */
const LEFT_BEHIND_AFTER_MS = 15_000;
const ORDERS_AT_ONCE = 200;

/** Finishes what a process that died between recording an order and claiming its stock left; returns the stores whose quantities changed. */
export async function settlePendingStock(deps: OrdersDeps): Promise<readonly StoreId[]> {
  const due = new Set<StoreId>();
  const before = new Date(deps.clock.now().getTime() - LEFT_BEHIND_AFTER_MS);
  for (;;) {
    const orders = await deps.store.stockPending(before, ORDERS_AT_ONCE);
    if (orders.length > 0) deps.logger.warn({ orders: orders.length }, 'stock of recorded orders was still to be claimed');
    for (const storeId of await settleStock(deps, orders)) due.add(storeId);
    if (orders.length < ORDERS_AT_ONCE) return [...due];
  }
}

import type { OrderNews, RecordOutcome } from '../../orders/operations/record-orders.js';
import type { Store } from '../../stores/domain/store.js';
import { noteScrub } from './erase-buyers.js';
import type { IntakeDeps } from './intake-deps.js';

const ORDERS_AT_ONCE = 200;

/**
 * Records orders read from a store and wakes the lanes of the stores whose quantities they lower; answers what was new. `isReplay`: what
 * they tell replaces what was made of the same revisions.
 */
export async function recordNews(deps: IntakeDeps, store: Store, orders: readonly OrderNews[], isReplay = false): Promise<Pick<RecordOutcome, 'recorded' | 'first'>> {
  let [recorded, first] = [0, 0];
  for (let from = 0; from < orders.length; from += ORDERS_AT_ONCE) {
    const origin = { sellerId: store.sellerId, storeId: store._id, marketplace: store.marketplace };
    const outcome = await deps.orders.recordOrders({ store: origin, orders: orders.slice(from, from + ORDERS_AT_ONCE), isReplay });
    await Promise.all(outcome.storeIds.map(deps.wakeLane));
    recorded += outcome.recorded;
    first += outcome.first;
    // What brought them was archived with them in it.
    if (outcome.erasedBuyerIds.length > 0) await noteScrub(deps, store, outcome.erasedBuyerIds);
  }
  if (first > 0) deps.metrics.ordersReceived.inc({ marketplace: store.marketplace }, first);
  return { recorded, first };
}

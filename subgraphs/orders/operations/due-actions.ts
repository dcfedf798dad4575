import type { StoreId } from '../../../platform/ids.js';
import type { Order, OrderAction } from '../domain/order.js';
import type { OrdersDeps } from './orders-deps.js';

export interface DueAction {
  readonly order: Order;
  readonly action: OrderAction;
}

/** A store's actions that wait to be sent or looked up, longest waiting first, one per order: what it was asked first is done first. */
export async function dueActions({ store, clock }: OrdersDeps, { storeId, limit }: { storeId: StoreId; limit: number }): Promise<readonly DueAction[]> {
  const now = clock.now();
  const orders = await store.actionsDue(storeId, now, limit);
  return orders.flatMap((order) => {
    const action = order.actions.find((one) => one.dueAt !== null);
    return action?.dueAt && action.dueAt <= now ? [{ order, action }] : [];
  });
}

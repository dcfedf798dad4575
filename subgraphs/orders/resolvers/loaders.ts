import DataLoader from 'dataloader';
import type { OrderId } from '../../../platform/ids.js';
import type { Principal } from '../../../platform/principal.js';
import type { Order } from '../domain/order.js';
import type { OrderStore } from '../store/order-store.js';

export interface OrderLoaders {
  /** The caller's own orders; null for another seller's. */
  readonly orders: DataLoader<OrderId, Order | null>;
}

export function createOrderLoaders({ sellerId }: Principal, store: OrderStore): OrderLoaders {
  return {
    orders: new DataLoader(async (ids) => {
      const found = new Map((await store.byIdsOfSeller(sellerId, ids)).map((order) => [order._id, order]));
      return ids.map((id) => found.get(id) ?? null);
    }),
  };
}

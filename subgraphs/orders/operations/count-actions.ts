import type { OperationId, OrderId, SellerId } from '../../../platform/ids.js';
import type { OrderAction } from '../domain/order.js';
import type { OrdersDeps } from './orders-deps.js';

export type ActionCounts = Readonly<Partial<Record<OrderAction['state'], number>>>;

/** How many of an operation's actions are in which state; `orderIds` says where they stand. */
export async function countActions({ store }: Pick<OrdersDeps, 'store'>, { sellerId, operationId, orderIds }: { sellerId: SellerId; operationId: OperationId; orderIds: readonly OrderId[] }): Promise<ActionCounts> {
  const orders = await store.byIdsOfSeller(sellerId, orderIds);
  const counts: Partial<Record<OrderAction['state'], number>> = {};
  for (const { state } of orders.flatMap((order) => order.actions.filter((one) => one.operationId === operationId))) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}

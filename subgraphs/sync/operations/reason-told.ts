import type { OrderId } from '../../../platform/ids.js';
import type { Principal } from '../../../platform/principal.js';
import type { CancelReason, CancelReasonTold } from '../connector/contract.js';
import type { SyncDeps } from './sync-deps.js';

/** What an order's marketplace is told for one of the hub's cancel reasons; null when there is no such order. */
export async function reasonTold({ orders, connectors }: Pick<SyncDeps, 'orders' | 'connectors'>, { sellerId }: Principal, { orderId, reason }: { readonly orderId: OrderId; readonly reason: CancelReason }): Promise<CancelReasonTold | null> {
  const order = await orders.findOrder({ sellerId, orderId });
  return order === null ? null : (connectors[order.marketplace]?.orders.cancelReasons[reason] ?? null);
}

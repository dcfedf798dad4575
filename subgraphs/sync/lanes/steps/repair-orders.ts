import type { RemoteOrder } from '../../../orders/domain/order.js';
import { compareOrder, markOf, type OrderMark } from '../../../orders/domain/order-marks.js';
import type { AskedOrder, OrderDifference } from '../../domain/order-certificate.js';
import type { LaneWork } from '../lane-step.js';
import type { OrderSweepDeps } from './sweep-orders.js';

type RepairDeps = Pick<OrderSweepDeps, 'orders' | 'intake'>;

/** Records orders as the marketplace tells them, where that is not how the hub has them. */
export async function repairOrders(deps: RepairDeps, work: Pick<LaneWork, 'store'>, told: readonly RemoteOrder[]): Promise<void> {
  const here = await marksHere(deps, work, told.map(({ remoteOrderId }) => remoteOrderId));
  const verdictOn = (order: RemoteOrder) => compareOrder(markOf(order), here.get(order.remoteOrderId));
  const missed = told.filter((order) => verdictOn(order) !== 'EQUAL');
  if (missed.length > 0) await deps.intake.recordFound({ store: work.store, orders: missed, isReplay: false });
  // The same revision with other content was read wrongly before: what the marketplace tells takes its place.
  const misread = missed.filter((order) => verdictOn(order) === 'DIFFERENT');
  if (misread.length > 0) await deps.intake.recordFound({ store: work.store, orders: misread, isReplay: true });
}

/** How orders that pages showed differ from what the hub had, and whether it has them now. */
export async function differencesOf(deps: RepairDeps, work: Pick<LaneWork, 'store'>, seen: readonly AskedOrder[], before: ReadonlyMap<string, OrderMark>): Promise<readonly OrderDifference[]> {
  const now = await marksHere(deps, work, seen.map(({ remoteOrderId }) => remoteOrderId));
  return seen.flatMap(({ remoteOrderId, packages }) => {
    const kind = packages ? compareOrder({ packages }, before.get(remoteOrderId)) : 'EQUAL';
    return packages === null || kind === 'EQUAL' ? [] : [{ remoteOrderId, kind, isRepaired: compareOrder({ packages }, now.get(remoteOrderId)) === 'EQUAL' }];
  });
}

export async function marksHere({ orders }: RepairDeps, { store }: Pick<LaneWork, 'store'>, remoteOrderIds: readonly string[]): Promise<ReadonlyMap<string, OrderMark>> {
  return remoteOrderIds.length === 0 ? new Map<string, OrderMark>() : orders.findOrderMarks({ storeId: store._id, remoteOrderIds });
}

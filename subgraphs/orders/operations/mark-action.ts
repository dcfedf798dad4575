import type { OrderId, SellerId } from '../../../platform/ids.js';
import type { Order, OrderAction } from '../domain/order.js';
import { stepAction, type ActionStep } from '../domain/order-action-states.js';
import { orderChanged } from '../events.js';
import type { OrdersDeps } from './orders-deps.js';

export interface MarkAction {
  readonly sellerId: SellerId;
  readonly orderId: OrderId;
  readonly actionId: string;
  /** The state it was seen in; from another nothing happens. */
  readonly from: OrderAction['state'];
  readonly step: ActionStep;
}

const MOST_ROUNDS = 10;

/** Moves an action on. Null when it is no longer where the caller saw it: someone else has it, so the caller must not act. */
export async function markAction(deps: OrdersDeps, { sellerId, orderId, actionId, from, step }: MarkAction): Promise<Order | null> {
  for (let round = 1; round <= MOST_ROUNDS; round++) {
    const before = await deps.store.byId(sellerId, orderId);
    const after = before === null ? null : stepAction(before, actionId, from, step);
    if (after === null) return null;
    if (!(await deps.store.writeAll([{ before, after, announce: [orderChanged(after, deps.clock.now())] }]))) continue;
    deps.announce();
    return after;
  }
  throw new Error(`order ${orderId} was written by others ${MOST_ROUNDS} times in a row`);
}

import type { ActionStep } from '../../orders/domain/order-action-states.js';
import type { Order, OrderAction } from '../../orders/domain/order.js';
import type { DueAction } from '../../orders/operations/due-actions.js';
import type { IntakeDeps } from './intake-deps.js';

/** Null when the action is no longer in the state it was seen in, or has been sent once more since. */
export function mark({ orders }: IntakeDeps, { order, action }: DueAction, from: OrderAction['state'], step: ActionStep): Promise<Order | null> {
  return orders.markAction({ sellerId: order.sellerId, orderId: order._id, actionId: action.actionId, from, sends: action.sends ?? 0, step });
}

/** Moves an action to its end, and tells of it. */
export async function settle(deps: IntakeDeps, one: DueAction, from: OrderAction['state'], step: ActionStep): Promise<void> {
  if ((await mark(deps, one, from, step)) === null) return;
  if (step.state === 'REJECTED') deps.figures.refused({ storeId: one.order.storeId, sellerId: one.order.sellerId }, step.issue.code);
  deps.actionSettled(one.action.operationId);
}

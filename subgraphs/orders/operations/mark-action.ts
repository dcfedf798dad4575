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
  /** How often it had been sent when it was seen; whoever comes back late finds another number, and nothing happens. */
  readonly sends: number;
  readonly step: ActionStep;
}

const MOST_ROUNDS = 10;

/** Moves an action on. Null when it is no longer where the caller saw it: someone else has it, so the caller must not act. */
export async function markAction(deps: OrdersDeps, { sellerId, orderId, actionId, from, sends, step }: MarkAction): Promise<Order | null> {
  for (let round = 1; round <= MOST_ROUNDS; round++) {
    const before = await deps.store.byId(sellerId, orderId);
    const after = before === null || sendsOf(before, actionId) !== sends ? null : stepAction(before, actionId, from, step);
    if (after === null) return null;
    if (!(await deps.store.writeAll([{ before, after, announce: [orderChanged(after, deps.clock.now())] }]))) continue;
    deps.announce();
    return after;
  }
  throw new Error(`order ${orderId} was written by others ${MOST_ROUNDS} times in a row`);
}

function sendsOf({ actions }: Order, actionId: string): number {
  return actions.find((one) => one.actionId === actionId)?.sends ?? 0;
}

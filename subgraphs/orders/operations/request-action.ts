import type { OrderId, SellerId } from '../../../platform/ids.js';
import { userError, type UserError } from '../../../platform/subgraph/user-error.js';
import type { Order, OrderAction } from '../domain/order.js';
import { withActions } from '../domain/order-action-states.js';
import { planAction, type ActionRequest } from '../domain/order-action.js';
import { orderChanged } from '../events.js';
import type { OrdersDeps } from './orders-deps.js';

export interface RequestAction extends ActionRequest {
  readonly sellerId: SellerId;
  readonly orderId: OrderId;
  /** Says what would be asked and writes nothing. */
  readonly dryRun?: boolean | undefined;
}

export interface RequestedAction {
  readonly order: Order | null;
  /** What this operation asks the marketplace for, asked before or now; empty when refused. */
  readonly actions: readonly OrderAction[];
  /** ORDER_NOT_FOUND, or a refusal of `planAction`. */
  readonly userErrors: readonly UserError[];
}

const MOST_ROUNDS = 10;

/** Writes the wish into the order; the worker carries it out. Asked again under the same operation, it is the same wish. */
export async function requestAction(deps: OrdersDeps, request: RequestAction): Promise<RequestedAction> {
  const now = deps.clock.now();
  for (let round = 1; round <= MOST_ROUNDS; round++) {
    const order = await deps.store.byId(request.sellerId, request.orderId);
    if (order === null) return { order: null, actions: [], userErrors: [userError({ code: 'ORDER_NOT_FOUND', message: `There is no order '${request.orderId}'.`, field: ['orderId'], itemRef: request.orderId })] };
    const plan = planAction(order, request, now);
    if (plan.kind === 'REFUSED') return { order, actions: [], userErrors: plan.userErrors };
    if (plan.actions.length === 0) return { order, actions: order.actions.filter((one) => one.operationId === request.operationId), userErrors: [] };
    if (request.dryRun === true) return { order, actions: plan.actions, userErrors: [] };
    const after = withActions(order, [...order.actions, ...plan.actions]);
    if (!(await deps.store.writeAll([{ before: order, after, announce: [orderChanged(after, now)] }]))) continue;
    deps.announce();
    return { order: after, actions: plan.actions, userErrors: [] };
  }
  throw new Error(`order ${request.orderId} was written by others ${MOST_ROUNDS} times in a row`);
}

import type { OrderId } from '../../../platform/ids.js';
import type { Principal } from '../../../platform/principal.js';
import { userError, type UserError } from '../../../platform/subgraph/user-error.js';
import { nothingBegun, type Begun } from './begin-operation.js';
import { requestOrderAction, type OrderActionInput } from './request-order-action.js';
import type { SyncDeps } from './sync-deps.js';

/** Divides a package of an order in two, where the marketplace can. */
export async function splitOrder(deps: SyncDeps, principal: Principal, input: OrderActionInput): Promise<Begun> {
  const refusal = await unsupported(deps, principal, input.orderId);
  return refusal ? nothingBegun([refusal]) : requestOrderAction(deps, { principal, kind: 'ORDER_SPLIT', input });
}

/** An order that is not there is left to its owner to refuse. */
async function unsupported({ orders, connectors }: SyncDeps, { sellerId }: Principal, orderId: OrderId): Promise<UserError | null> {
  const order = await orders.findOrder({ sellerId, orderId });
  if (order === null || connectors[order.marketplace]?.splits !== undefined) return null;
  return userError({ code: 'UNSUPPORTED', field: ['input', 'orderId'], itemRef: orderId, message: `the hub cannot split packages on ${order.marketplace}` });
}

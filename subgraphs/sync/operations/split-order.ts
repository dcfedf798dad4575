import type { OrderId } from '../../../platform/ids.js';
import type { Principal } from '../../../platform/principal.js';
import { userError, type UserError } from '../../../platform/subgraph/user-error.js';
import { nothingBegun, type Begun, type RepeatableInput } from './begin-operation.js';
import { requestOrderAction, type OrderActionInput } from './request-order-action.js';
import type { SyncDeps } from './sync-deps.js';

export interface SplitOrderInput extends RepeatableInput {
  readonly orderId: OrderId;
  readonly remotePackageId: string;
  readonly lines: readonly { readonly remoteLineId: string; readonly quantity: number }[];
}

/** Divides a package of an order in two, where the marketplace can. */
export async function splitOrder(deps: SyncDeps, principal: Principal, { remotePackageId, lines, ...input }: SplitOrderInput): Promise<Begun> {
  const asked: OrderActionInput = { ...input, packageId: remotePackageId, lines: lines.map(({ remoteLineId, quantity }) => ({ lineId: remoteLineId, quantity })) };
  const refusal = await unsupported(deps, principal, asked.orderId);
  return refusal ? nothingBegun([refusal]) : requestOrderAction(deps, { principal, kind: 'ORDER_SPLIT', input: asked });
}

/** An order that is not there is left to its owner to refuse. */
async function unsupported({ orders, connectors }: SyncDeps, { sellerId }: Principal, orderId: OrderId): Promise<UserError | null> {
  const order = await orders.findOrder({ sellerId, orderId });
  if (order === null || connectors[order.marketplace]?.splits !== undefined) return null;
  return userError({ code: 'UNSUPPORTED', field: ['input', 'orderId'], itemRef: orderId, message: `the hub cannot split packages on ${order.marketplace}` });
}

import type { OrderId } from '../../../platform/ids.js';
import type { Principal } from '../../../platform/principal.js';
import { userError, type UserError } from '../../../platform/subgraph/user-error.js';
import type { SyncDeps } from './sync-deps.js';

export interface RetryOrderInput {
  readonly orderId: OrderId;
  /** Absent: all of the order's. */
  readonly actionIds?: readonly string[] | null;
  readonly issueCode?: string | null;
  readonly dryRun?: boolean | null;
}

export interface RetriedOrder {
  readonly retried: number;
  readonly order: { readonly id: OrderId } | null;
  readonly userErrors: readonly UserError[];
}

/** Tries again what was asked of an order and refused or held up by trouble; what is of unknown outcome is looked up now. */
export async function retryOrder(deps: SyncDeps, { sellerId }: Pick<Principal, 'sellerId'>, { orderId, actionIds = null, issueCode = null, dryRun }: RetryOrderInput): Promise<RetriedOrder> {
  const order = await deps.orders.findOrder({ sellerId, orderId });
  if (!order) return { retried: 0, order: null, userErrors: [userError({ code: 'ORDER_NOT_FOUND', field: ['input', 'orderId'], itemRef: orderId, message: `there is no order '${orderId}'` })] };
  const { moved, userErrors } = await deps.orders.retryActions({ sellerId, operationId: null, orderIds: [orderId], actionIds, issueCode, dryRun: dryRun === true });
  const nothing = userError({ code: 'NOTHING_TO_RETRY', field: ['input', 'orderId'], itemRef: orderId, message: 'nothing that was asked of the order is refused, waiting or unknown' });
  if (moved === 0) return { retried: 0, order: { id: orderId }, userErrors: userErrors.length > 0 ? userErrors : [nothing] };
  if (!dryRun) {
    const operationIds = [...new Set(order.actions.filter(({ actionId }) => actionIds?.includes(actionId) ?? true).map(({ operationId }) => operationId))];
    for (const id of operationIds) await deps.operations.reopen(id, deps.clock.now());
    deps.recounter.touch(operationIds);
    deps.announce();
    await deps.intake.wakeCalls(order.storeId);
  }
  return { retried: moved, order: { id: orderId }, userErrors };
}

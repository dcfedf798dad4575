import type { OrderId, StoreId } from '../../../platform/ids.js';
import type { Principal } from '../../../platform/principal.js';
import { userError, type UserError } from '../../../platform/subgraph/user-error.js';
import type { Order, OrderAction } from '../../orders/domain/order.js';
import type { SyncDeps } from './sync-deps.js';

export interface RetryOrderInput {
  /** Absent: every order with the cause. */
  readonly orderId?: OrderId | null;
  readonly storeId?: StoreId | null;
  /** Absent: all of the order's. */
  readonly actionIds?: readonly string[] | null;
  readonly issueCode?: string | null;
  readonly dryRun?: boolean | null;
}

interface OrderById {
  readonly id: OrderId;
}

export interface RetriedOrder {
  readonly retried: number;
  readonly hasMore: boolean;
  readonly order: OrderById | null;
  readonly orders: readonly OrderById[];
  readonly userErrors: readonly UserError[];
}

const MOST_ORDERS = 250;
const NOTHING: RetriedOrder = { retried: 0, hasMore: false, order: null, orders: [], userErrors: [] };

/** Tries again what was asked of an order, or of all orders with the same cause, and refused or held up by trouble; what is of unknown outcome is looked up now. */
export function retryOrder(deps: SyncDeps, principal: Pick<Principal, 'sellerId'>, { orderId, ...input }: RetryOrderInput): Promise<RetriedOrder> {
  return orderId == null ? retryCause(deps, principal, input) : retryOne(deps, principal, { orderId, ...input });
}

async function retryOne(deps: SyncDeps, { sellerId }: Pick<Principal, 'sellerId'>, { orderId, storeId = null, actionIds = null, issueCode = null, dryRun }: RetryOrderInput & { readonly orderId: OrderId }): Promise<RetriedOrder> {
  const order = await deps.orders.findOrder({ sellerId, orderId });
  if (!order || (storeId !== null && order.storeId !== storeId)) return { ...NOTHING, userErrors: [userError({ code: 'ORDER_NOT_FOUND', field: ['input', 'orderId'], itemRef: orderId, message: `there is no order '${orderId}'` })] };
  const { moved, userErrors } = await deps.orders.retryActions({ sellerId, operationId: null, orderIds: [orderId], actionIds, issueCode, dryRun: dryRun === true });
  const nothing = userError({ code: 'NOTHING_TO_RETRY', field: ['input', 'orderId'], itemRef: orderId, message: 'nothing that was asked of the order is refused, waiting or unknown' });
  if (moved === 0) return { ...NOTHING, order: { id: orderId }, userErrors: userErrors.length > 0 ? userErrors : [nothing] };
  if (!dryRun) await goOn(deps, [order], ({ actionId }) => actionIds?.includes(actionId) ?? true);
  return { retried: moved, hasMore: false, order: { id: orderId }, orders: [{ id: orderId }], userErrors };
}

async function retryCause(deps: SyncDeps, { sellerId }: Pick<Principal, 'sellerId'>, { storeId = null, actionIds, issueCode, dryRun }: Omit<RetryOrderInput, 'orderId'>): Promise<RetriedOrder> {
  if (issueCode == null || actionIds != null) return { ...NOTHING, userErrors: [userError({ code: 'NO_ITEMS', field: ['input'], message: 'name the order, or the cause alone' })] };
  const found = await deps.orders.findOrdersInTrouble({ sellerId, storeId, issueCode, limit: MOST_ORDERS + 1 });
  const orders = found.slice(0, MOST_ORDERS);
  const orderIds = orders.map(({ _id }) => _id);
  const { moved, userErrors } = await deps.orders.retryActions({ sellerId, operationId: null, orderIds, issueCode, dryRun: dryRun === true });
  if (moved > 0 && !dryRun) await goOn(deps, orders, ({ issue }) => issue?.code === issueCode);
  return { retried: moved, hasMore: found.length > MOST_ORDERS, order: null, orders: orderIds.map((id) => ({ id })), userErrors };
}

/** The operations that they belong to go on, and the stores' calls are made now. */
async function goOn({ operations, recounter, announce, intake, clock }: SyncDeps, orders: readonly Order[], isMeant: (action: OrderAction) => boolean): Promise<void> {
  const operationIds = [...new Set(orders.flatMap(({ actions }) => actions.filter(isMeant).map(({ operationId }) => operationId)))];
  for (const id of operationIds) await operations.reopen(id, clock.now());
  recounter.touch(operationIds);
  announce();
  for (const storeId of new Set(orders.map((order) => order.storeId))) await intake.wakeCalls(storeId);
}

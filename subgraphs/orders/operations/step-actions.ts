import type { OperationId, OrderId, SellerId, StoreId } from '../../../platform/ids.js';
import type { UserError } from '../../../platform/subgraph/user-error.js';
import type { Order, OrderAction } from '../domain/order.js';
import { orderChanged } from '../events.js';
import type { OrdersDeps } from './orders-deps.js';

/** Where an operation's actions stand. */
export interface ActionsOfOperation {
  readonly sellerId: SellerId;
  /** Null: of whichever operation. */
  readonly operationId: OperationId | null;
  readonly orderIds: readonly OrderId[];
  /** Only decides, and writes nothing. */
  readonly dryRun?: boolean | undefined;
}

/** The order with the action moved on; null leaves it alone, and errors say why it is. */
export type DecideStep = (order: Order, action: OrderAction) => Order | { readonly userErrors: readonly UserError[] } | null;

export interface SteppedActions {
  readonly moved: number;
  /** Whose orders they were. */
  readonly storeIds: readonly StoreId[];
  readonly userErrors: readonly UserError[];
}

const MOST_ROUNDS = 10;

/** Moves an operation's actions on, each as decided on the order as it is at that moment. */
export async function stepActions(deps: OrdersDeps, { sellerId, operationId, orderIds, dryRun = false }: ActionsOfOperation, decide: DecideStep): Promise<SteppedActions> {
  const stepped: SteppedActions[] = [];
  for (const orderId of orderIds) stepped.push(await stepOrder(deps, { sellerId, orderId, operationId, decide, dryRun }));
  const moved = stepped.reduce((sum, one) => sum + one.moved, 0);
  if (moved > 0 && !dryRun) deps.announce();
  return { moved, storeIds: [...new Set(stepped.flatMap((one) => one.storeIds))], userErrors: stepped.flatMap((one) => one.userErrors) };
}

interface StepOrder {
  readonly sellerId: SellerId;
  readonly orderId: OrderId;
  readonly operationId: OperationId | null;
  readonly decide: DecideStep;
  readonly dryRun: boolean;
}

async function stepOrder({ store, clock }: OrdersDeps, { sellerId, orderId, operationId, decide, dryRun }: StepOrder): Promise<SteppedActions> {
  for (let round = 1; round <= MOST_ROUNDS; round++) {
    const before = await store.byId(sellerId, orderId);
    if (before === null) return { moved: 0, storeIds: [], userErrors: [] };
    const { after, moved, userErrors } = stepAll(before, operationId, decide);
    if (moved === 0) return { moved, storeIds: [], userErrors };
    if (dryRun || (await store.writeAll([{ before, after, announce: [orderChanged(after, clock.now())] }]))) return { moved, storeIds: [before.storeId], userErrors };
  }
  throw new Error(`order ${orderId} was written by others ${MOST_ROUNDS} times in a row`);
}

function stepAll(before: Order, operationId: OperationId | null, decide: DecideStep): { after: Order; moved: number; userErrors: readonly UserError[] } {
  let after = before;
  let moved = 0;
  const userErrors: UserError[] = [];
  for (const action of before.actions.filter((one) => operationId === null || one.operationId === operationId)) {
    const decided = decide(after, action);
    if (decided === null) continue;
    if ('userErrors' in decided) userErrors.push(...decided.userErrors);
    else [after, moved] = [{ ...decided, version: before.version + 1 }, moved + 1];
  }
  return { after, moved, userErrors };
}

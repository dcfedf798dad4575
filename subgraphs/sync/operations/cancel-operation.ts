import type { OperationId } from '../../../platform/ids.js';
import type { Principal } from '../../../platform/principal.js';
import { userError, type UserError } from '../../../platform/subgraph/user-error.js';
import { isAskedOfOrders, type SyncOperation } from '../domain/operation.js';
import { unknownOperation } from './retry-operation.js';
import type { SyncDeps } from './sync-deps.js';

export interface CancelOperationInput {
  readonly id: OperationId;
  /** Only says what would be stopped. */
  readonly dryRun?: boolean | null;
}

export interface CancelledOperation {
  readonly operation: SyncOperation | null;
  readonly withdrawn: number;
  readonly userErrors: readonly UserError[];
}

/** Stops sending what still waits for an operation. The hub's own values stay: it is the telling that stops, not what was told. */
export async function cancelOperation(deps: SyncDeps, { sellerId }: Principal, { id, dryRun: isDry }: CancelOperationInput): Promise<CancelledOperation> {
  const [operation] = await deps.operations.findOwned(sellerId, [id]);
  if (!operation) return { operation: null, withdrawn: 0, userErrors: [unknownOperation(id)] };
  if (operation.state !== 'RUNNING') return { operation, withdrawn: 0, userErrors: [finished(operation)] };
  const dryRun = isDry === true;
  return isAskedOfOrders(operation.kind) ? cancelActions(deps, operation, dryRun) : cancelValues(deps, operation, dryRun);
}

async function cancelValues(deps: SyncDeps, operation: SyncOperation, dryRun: boolean): Promise<CancelledOperation> {
  const { _id: operationId } = operation;
  if (dryRun) return { operation, withdrawn: (await deps.catalog.withdrawQueued({ operationId, dryRun })).values, userErrors: [] };
  if (!(await deps.operations.cancel(operationId, deps.clock.now()))) return { operation, withdrawn: 0, userErrors: [finished(operation)] };
  const { values } = await deps.catalog.withdrawQueued({ operationId });
  deps.announce();
  return { operation: await deps.operations.find(operationId), withdrawn: values, userErrors: [] };
}

/** The actions first: an operation is cancelled only when something of it was still here to be taken back. */
async function cancelActions(deps: SyncDeps, operation: SyncOperation, dryRun: boolean): Promise<CancelledOperation> {
  const { _id: operationId, sellerId } = operation;
  const orderIds = (await deps.operations.outcomeOf(operationId))?.orderIds ?? [];
  const { moved: withdrawn, userErrors } = await deps.orders.withdrawActions({ sellerId, operationId, orderIds, dryRun });
  if (withdrawn > 0 && !dryRun) await deps.operations.cancel(operationId, deps.clock.now());
  deps.announce();
  const now = (await deps.operations.find(operationId)) ?? operation;
  return { operation: now, withdrawn, userErrors: withdrawn === 0 && userErrors.length === 0 ? [finished(now)] : userErrors };
}

function finished({ _id, state }: SyncOperation): UserError {
  const isRecording = state === 'RECORDING';
  const message = isRecording ? 'the operation is still being written down; try again in a moment' : `the operation is ${state}, and nothing of it waits any more`;
  return userError({ code: 'OPERATION_FINISHED', field: ['input', 'id'], itemRef: _id, message, retryable: isRecording });
}

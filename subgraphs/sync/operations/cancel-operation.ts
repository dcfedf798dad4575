import type { OperationId } from '../../../platform/ids.js';
import type { Principal } from '../../../platform/principal.js';
import { userError, type UserError } from '../../../platform/subgraph/user-error.js';
import { isAskedOfOrders, type SyncOperation } from '../domain/operation.js';
import { unknownOperation } from './retry-operation.js';
import type { SyncDeps } from './sync-deps.js';

export interface CancelledOperation {
  readonly operation: SyncOperation | null;
  readonly withdrawn: number;
  readonly userErrors: readonly UserError[];
}

/** Stops sending what still waits for an operation. The hub's own values stay: it is the telling that stops, not what was told. */
export async function cancelOperation(deps: SyncDeps, { sellerId }: Principal, { id }: { readonly id: OperationId }): Promise<CancelledOperation> {
  const [operation] = await deps.operations.findOwned(sellerId, [id]);
  if (!operation) return { operation: null, withdrawn: 0, userErrors: [unknownOperation(id)] };
  if (isAskedOfOrders(operation.kind)) return { operation, withdrawn: 0, userErrors: [notCancellable(operation)] };
  if (!(await deps.operations.cancel(id, deps.clock.now()))) return { operation, withdrawn: 0, userErrors: [finished(operation)] };
  const { values } = await deps.catalog.withdrawQueued({ operationId: id });
  deps.announce();
  return { operation: await deps.operations.find(id), withdrawn: values, userErrors: [] };
}

function notCancellable({ _id, kind }: SyncOperation): UserError {
  return userError({ code: 'NOT_CANCELLABLE', field: ['input', 'id'], itemRef: _id, message: `${kind} asks something of an order, which is on its way to the marketplace at once and cannot be taken back` });
}

function finished({ _id, state }: SyncOperation): UserError {
  const isRecording = state === 'RECORDING';
  const message = isRecording ? 'the operation is still being written down; try again in a moment' : `the operation is ${state}`;
  return userError({ code: 'OPERATION_FINISHED', field: ['input', 'id'], itemRef: _id, message, retryable: isRecording });
}

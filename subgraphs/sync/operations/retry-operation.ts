import type { OperationId, StoreId } from '../../../platform/ids.js';
import type { Principal } from '../../../platform/principal.js';
import { userError, type UserError } from '../../../platform/subgraph/user-error.js';
import { isAskedOfOrders, type SyncOperation } from '../domain/operation.js';
import type { SyncDeps } from './sync-deps.js';

export interface RetryOperationInput {
  readonly id: OperationId;
  readonly issueCode?: string | null;
  /** Only says what would be tried again. */
  readonly dryRun?: boolean | null;
}

export interface RetriedOperation {
  readonly operation: SyncOperation | null;
  readonly retried: number;
  readonly userErrors: readonly UserError[];
}

interface Requeueing {
  readonly issueCode: string | null;
  readonly dryRun: boolean;
}

/** What is tried or looked up again, and on which stores. */
interface Requeued {
  readonly retried: number;
  readonly storeIds: readonly StoreId[];
  readonly userErrors: readonly UserError[];
}

/** Queues again what an operation was refused with, and looks up now what is unknown: that is never sent again unseen. */
export async function retryOperation(deps: SyncDeps, { sellerId }: Principal, { id, issueCode = null, dryRun }: RetryOperationInput): Promise<RetriedOperation> {
  const [operation] = await deps.operations.findOwned(sellerId, [id]);
  if (!operation) return { operation: null, retried: 0, userErrors: [unknownOperation(id)] };
  if (operation.state === 'CANCELLED') return { operation, retried: 0, userErrors: [nothingToRetry(id, 'the operation was cancelled; ask anew')] };
  const requeue = isAskedOfOrders(operation.kind) ? requeueActions : requeueValues;
  const { retried, storeIds, userErrors } = await requeue(deps, operation, { issueCode, dryRun: dryRun === true });
  if (retried === 0) return { operation, retried, userErrors: userErrors.length > 0 ? userErrors : [nothingToRetry(id)] };
  if (dryRun) return { operation, retried, userErrors };
  await deps.operations.reopen(id, deps.clock.now());
  await deps.recording.wake(operation.kind, storeIds);
  await deps.recounter.countNow(id);
  deps.announce();
  return { operation: await deps.operations.find(id), retried, userErrors };
}

async function requeueValues(deps: SyncDeps, { _id: operationId, counts, storeIds }: SyncOperation, { issueCode, dryRun }: Requeueing): Promise<Requeued> {
  const refused = await deps.catalog.retryRejected({ operationId, issueCode, dryRun });
  if (counts.unknown > 0 && !dryRun) await deps.attempts.hurryUnknown(storeIds, deps.clock.now());
  return { retried: refused.values + counts.unknown, storeIds: [...new Set([...refused.storeIds, ...(counts.unknown > 0 ? storeIds : [])])], userErrors: [] };
}

async function requeueActions({ orders, operations }: SyncDeps, { _id: operationId, sellerId }: SyncOperation, { issueCode, dryRun }: Requeueing): Promise<Requeued> {
  const orderIds = (await operations.outcomeOf(operationId))?.orderIds ?? [];
  const { moved, storeIds, userErrors } = await orders.retryActions({ sellerId, operationId, orderIds, issueCode, dryRun });
  return { retried: moved, storeIds, userErrors };
}

export function unknownOperation(id: OperationId): UserError {
  return userError({ code: 'UNKNOWN_OPERATION', field: ['input', 'id'], itemRef: id, message: `there is no operation '${id}'` });
}

function nothingToRetry(id: OperationId, message = 'nothing of the operation is refused or unknown'): UserError {
  return userError({ code: 'NOTHING_TO_RETRY', field: ['input', 'id'], itemRef: id, message });
}

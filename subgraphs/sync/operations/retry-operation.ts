import type { OperationId } from '../../../platform/ids.js';
import type { Principal } from '../../../platform/principal.js';
import { userError, type UserError } from '../../../platform/subgraph/user-error.js';
import type { SyncOperation } from '../domain/operation.js';
import type { SyncDeps } from './sync-deps.js';

export interface RetryOperationInput {
  readonly id: OperationId;
  readonly issueCode?: string | null;
}

export interface RetriedOperation {
  readonly operation: SyncOperation | null;
  readonly retried: number;
  readonly userErrors: readonly UserError[];
}

/** Queues again what an operation was refused with, and looks up now what is unknown: that is never sent again unseen. */
export async function retryOperation(deps: SyncDeps, { sellerId }: Principal, { id, issueCode }: RetryOperationInput): Promise<RetriedOperation> {
  const [operation] = await deps.operations.findOwned(sellerId, [id]);
  if (!operation) return { operation: null, retried: 0, userErrors: [unknownOperation(id)] };
  const now = deps.clock.now();
  const { values, storeIds } = await deps.catalog.retryRejected({ operationId: id, issueCode: issueCode ?? null });
  const unknown = operation.counts.unknown;
  if (unknown > 0) await deps.attempts.hurryUnknown(operation.storeIds, now);
  if (values + unknown === 0) return { operation, retried: 0, userErrors: [nothingToRetry(id)] };
  await deps.operations.reopen(id, now);
  await deps.wakeLanes([...new Set([...storeIds, ...(unknown > 0 ? operation.storeIds : [])])]);
  await deps.recounter.countNow(id);
  deps.announce();
  return { operation: await deps.operations.find(id), retried: values + unknown, userErrors: [] };
}

export function unknownOperation(id: OperationId): UserError {
  return userError({ code: 'UNKNOWN_OPERATION', field: ['input', 'id'], itemRef: id, message: `there is no operation '${id}'` });
}

function nothingToRetry(id: OperationId): UserError {
  return userError({ code: 'NOTHING_TO_RETRY', field: ['input', 'id'], itemRef: id, message: 'nothing of the operation is refused or unknown' });
}

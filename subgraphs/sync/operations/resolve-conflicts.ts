import type { ConflictId } from '../../../platform/ids.js';
import type { Principal } from '../../../platform/principal.js';
import type { ConflictDecision } from '../../catalog/domain/conflict.js';
import { refusalOfCount } from '../../catalog/domain/refusals.js';
import { beginOperation, nothingBegun, type Begun } from './begin-operation.js';
import type { SyncDeps } from './sync-deps.js';

export interface ResolveConflictsInput {
  readonly conflictIds: readonly ConflictId[];
  readonly decision: ConflictDecision;
  readonly idempotencyKey?: string | null;
  /** Only looks which of them could be decided. */
  readonly dryRun?: boolean | null;
}

/** Ends open conflicts as a person decided, and has the marketplaces told where the hub's value is to be there again. */
export async function resolveConflicts(deps: SyncDeps, principal: Principal, { conflictIds, decision, idempotencyKey, dryRun }: ResolveConflictsInput): Promise<Begun> {
  const refusal = refusalOfCount(conflictIds.length);
  if (refusal) return nothingBegun([{ ...refusal, field: ['input', 'conflictIds'] }]);
  if (dryRun) return nothingBegun((await deps.catalog.openConflicts({ sellerId: principal.sellerId, conflictIds })).userErrors);
  return beginOperation(deps.recording, { principal, kind: 'CONFLICT_RESOLVE', idempotencyKey, request: { conflictIds, decision } });
}

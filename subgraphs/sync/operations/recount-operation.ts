import type { Clock } from '../../../platform/clock.js';
import type { OperationId } from '../../../platform/ids.js';
import { progressOf, type OperationCounts, type OperationProgress, type SyncOperation } from '../domain/operation.js';
import type { OperationStore } from '../store/operation-store.js';

export interface RecountDeps {
  readonly operations: OperationStore;
  /** What is found in the owners' ledgers under the operation's id. */
  readonly countsOf: (operation: SyncOperation) => Promise<OperationCounts | null>;
  readonly announce: () => void;
  readonly clock: Clock;
}

const MOST_ROUNDS = 5;

/** Brings an operation's counts and state to what the ledger says now; writes and announces only a difference. */
export async function recountOperation(deps: RecountDeps, id: OperationId): Promise<void> {
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const operation = await deps.operations.find(id);
    if (!operation || operation.state === 'RECORDING' || operation.state === 'CANCELLED') return;
    const counts = await deps.countsOf(operation);
    if (!counts) return;
    const progress = progressOf(operation, counts);
    // States are counted one by one: a listing that moves meanwhile is found twice or not at all. What would end the operation or raise its total is counted again.
    if (isDecisive(operation, progress) && !hasSameCounts(counts, await deps.countsOf(operation))) continue;
    if (isSame(operation, progress)) return deps.operations.markCounted(id, deps.clock.now());
    if (await deps.operations.progress(operation, progress, laterThan(operation.changedAt, deps.clock.now()))) {
      deps.announce();
      return;
    }
  }
}

function isDecisive(operation: SyncOperation, { state, total }: OperationProgress): boolean {
  return state !== operation.state || total !== operation.total;
}

function isSame(operation: SyncOperation, { state, counts, total, superseded }: OperationProgress): boolean {
  return operation.state === state && operation.total === total && operation.superseded === superseded && hasSameCounts(counts, operation.counts);
}

function hasSameCounts(counts: OperationCounts, others: OperationCounts | null): boolean {
  const names = Object.keys(counts) as (keyof OperationCounts)[];
  return others !== null && names.every((name) => counts[name] === others[name]);
}

/** `changedAt` tells two readings apart, so it grows even within one millisecond. */
function laterThan(before: Date, now: Date): Date {
  return now > before ? now : new Date(before.getTime() + 1);
}

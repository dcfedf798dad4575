import type { Clock } from '../../../platform/clock.js';
import type { StoreId } from '../../../platform/ids.js';
import type { Lane } from '../domain/lane.js';
import { NO_COUNTS } from '../domain/operation.js';
import type { LaneStore } from '../store/lane-store.js';
import type { OperationStore } from '../store/operation-store.js';

export interface FinishRunDeps {
  readonly operations: Pick<OperationStore, 'find' | 'progress'>;
  readonly lanes: Pick<LaneStore, 'finishRun'>;
  readonly announce: () => void;
  readonly clock: Clock;
}

/** A lane has done what a `syncRun` asked for. */
export async function finishRun({ operations, lanes, announce, clock }: FinishRunDeps, storeId: StoreId, { operationId }: Lane['runs'][number]): Promise<void> {
  const operation = await operations.find(operationId);
  // Asked for a moment ago and still being written down: the next turn finishes it.
  if (operation?.state === 'RECORDING') return;
  if (operation?.state === 'RUNNING') {
    await operations.progress(operation, { state: 'DONE', counts: NO_COUNTS, total: 0, superseded: 0 }, clock.now());
    announce();
  }
  await lanes.finishRun(storeId, operationId);
}

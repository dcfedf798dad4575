import type { Clock } from '../../../platform/clock.js';
import type { StoreId } from '../../../platform/ids.js';
import type { Logger } from '../../../platform/telemetry/logger.js';
import type { Recounter } from '../lanes/recounter.js';
import { completeRecordings } from '../operations/complete-recordings.js';
import type { RecordDeps } from '../operations/record-request.js';
import type { CatalogForSweeps } from '../owners.js';
import type { AttemptStore } from '../store/attempt-store.js';
import type { LaneStore } from '../store/lane-store.js';
import type { OperationStore } from '../store/operation-store.js';
import type { Sweep } from './sweep.js';

export interface SweepsDeps {
  readonly catalog: CatalogForSweeps;
  readonly attempts: Pick<AttemptStore, 'storesDue'>;
  readonly lanes: Pick<LaneStore, 'sweepsDue'>;
  readonly operations: Pick<OperationStore, 'uncountedSince' | 'isAnyRecording'>;
  readonly recording: RecordDeps;
  readonly recounter: Pick<Recounter, 'touch'>;
  readonly wakeLanes: (storeIds: readonly StoreId[]) => Promise<void>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** What has been due for this long has no wake-up standing for it: a job that exists runs sooner. */
const OVERDUE_MS = 1_500;
const WAKE_EVERY_MS = 2_000;
const FINISH_EVERY_MS = 5_000;
const PROPAGATE_AT_LATEST_MS = 30_000;
const COUNT_AFTER_MS = 10_000;
const COUNTED_AT_ONCE = 500;

/** What makes the ledger, not the queue, the truth: with Redis wiped or a worker killed, these find the work again. */
export function createSweeps(deps: SweepsDeps): readonly Sweep[] {
  return [
    { name: 'wake-overdue-lanes', everyMs: WAKE_EVERY_MS, run: () => wakeOverdue(deps) },
    { name: 'complete-recordings', everyMs: WAKE_EVERY_MS, run: () => completeRecordings(deps.recording, deps.logger) },
    { name: 'propagate-variants', everyMs: FINISH_EVERY_MS, run: createPropagate(deps) },
    { name: 'count-operations', everyMs: FINISH_EVERY_MS, run: () => countForgotten(deps) },
  ];
}

async function wakeOverdue({ catalog, attempts, lanes, wakeLanes, clock }: SweepsDeps): Promise<void> {
  const before = new Date(clock.now().getTime() - OVERDUE_MS);
  const found = await Promise.all([catalog.storesDue(before), attempts.storesDue(before), lanes.sweepsDue(before)]);
  await wakeLanes([...new Set(found.flat())]);
}

/** Who writes a request down tells its listings too: while someone does, going over the same variants would only be in the way. */
function createPropagate({ catalog, operations, wakeLanes, clock }: SweepsDeps): () => Promise<void> {
  let lastRun = clock.now();
  return async () => {
    const now = clock.now();
    const mayWait = now.getTime() - lastRun.getTime() < PROPAGATE_AT_LATEST_MS;
    if (mayWait && (await operations.isAnyRecording(now))) return;
    lastRun = now;
    const { storeIds } = await catalog.propagatePending();
    await wakeLanes(storeIds);
  };
}

async function countForgotten({ operations, recounter, clock }: SweepsDeps): Promise<void> {
  const before = new Date(clock.now().getTime() - COUNT_AFTER_MS);
  const forgotten = await operations.uncountedSince(before, COUNTED_AT_ONCE);
  recounter.touch(forgotten.map(({ _id }) => _id));
}

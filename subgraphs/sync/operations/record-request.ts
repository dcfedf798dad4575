import type { Clock } from '../../../platform/clock.js';
import type { StoreId } from '../../../platform/ids.js';
import type { OperationKind, SyncOperation } from '../domain/operation.js';
import type { Recorded, RecordedOutcome } from '../domain/recorded-outcome.js';
import type { Recounter } from '../lanes/recounter.js';
import type { OperationStore } from '../store/operation-store.js';
import type { JoinedFlights } from './joined-flights.js';

/** Hands a request to the owner of what it changes. May run twice for one operation: the owners know operations by id. */
export type Recorder = (operation: SyncOperation) => Promise<Recorded>;

export interface RecordDeps {
  readonly operations: OperationStore;
  readonly recorders: Readonly<Record<OperationKind, Recorder>>;
  readonly recounter: Pick<Recounter, 'countNow'>;
  readonly flights: JoinedFlights;
  /** Has what was recorded carried out on these stores. */
  readonly wake: (kind: OperationKind, storeIds: readonly StoreId[]) => Promise<void>;
  readonly announce: () => void;
  readonly clock: Clock;
}

/** Writes a request down where it belongs, then says so on the operation, then wakes the lanes: in this order each step may be the last. */
export async function recordRequest(deps: RecordDeps, operation: SyncOperation): Promise<RecordedOutcome> {
  const { outcome, storeIds, total } = await deps.recorders[operation.kind](operation);
  await deps.operations.saveOutcome(operation._id, outcome);
  await deps.operations.finishRecording(operation._id, { storeIds, total, at: deps.clock.now() });
  await deps.wake(operation.kind, storeIds);
  await deps.recounter.countNow(operation._id);
  deps.announce();
  return outcome;
}

import type { Collection, Db } from 'mongodb';
import type { StoreId } from '../../../platform/ids.js';
import type { ScheduleId, ScheduleRun } from '../domain/schedule.js';

const COLLECTION = 'schedule_runs';
/** Of each schedule; the oldest make room. */
export const KEPT_RUNS = 200;

interface StoredRuns {
  readonly _id: ScheduleId;
  readonly storeId: StoreId;
  /** Oldest first. */
  readonly runs: readonly ScheduleRun[];
}

export type RunStore = ReturnType<typeof createRunStore>;

/** How the last runs of each schedule went: one document per schedule, beside the schedule itself, which is read far more often. */
export function createRunStore(db: Db) {
  const history: Collection<StoredRuns> = db.collection(COLLECTION);

  return {
    /** A run that has ended. */
    async add(id: ScheduleId, storeId: StoreId, run: ScheduleRun): Promise<void> {
      await history.updateOne({ _id: id }, { $push: { runs: { $each: [run], $slice: -KEPT_RUNS } }, $setOnInsert: { storeId } }, { upsert: true });
    },
    /** Newest first. */
    async of(id: ScheduleId): Promise<readonly ScheduleRun[]> {
      return ((await history.findOne({ _id: id }))?.runs ?? []).toReversed();
    },
  };
}

import type { Db } from 'mongodb';
import type { StoreId } from '../../../platform/ids.js';
import { isDuplicateKey } from '../../../platform/mongo/duplicate-key.js';
import type { CollectionIndexes } from '../../../platform/mongo/indexes.js';
import type { Schedule, ScheduleChange, ScheduleId, ScheduleRun } from '../domain/schedule.js';

const COLLECTION = 'schedules';
const KEPT_CHANGES = 100;
/** A wake-up comes by another clock than the ledger's: one that is this early is in time. */
const EARLY_MS = 1_000;
const IS_PLANNED = { $gt: new Date(0) };

export const scheduleIndexes: CollectionIndexes = {
  collection: COLLECTION,
  indexes: [
    { name: 'next_run', key: { nextRunAt: 1 }, partialFilterExpression: { nextRunAt: IS_PLANNED } },
    { name: 'store', key: { storeId: 1 } },
  ],
};

export type ScheduleStore = ReturnType<typeof createScheduleStore>;

export interface ClaimedRun {
  readonly runId: string;
  readonly now: Date;
  /** Nobody else may run it before. */
  readonly until: Date;
}

/** One document per store and kind: what was set, whose turn it is, and how it went. Nothing else reads or writes it. */
export function createScheduleStore(db: Db) {
  const schedules = db.collection<Schedule>(COLLECTION);

  return {
    find: (ids: readonly ScheduleId[]) => schedules.find({ _id: { $in: [...ids] } }).toArray(),
    ofStores: (storeIds: readonly StoreId[]) => schedules.find({ storeId: { $in: [...storeIds] } }).toArray(),
    /** Writes those that are not there. */
    async open(fresh: readonly Schedule[]): Promise<void> {
      if (fresh.length === 0) return;
      try {
        await schedules.bulkWrite(fresh.map(({ _id, ...rest }) => ({ updateOne: { filter: { _id }, update: { $setOnInsert: rest }, upsert: true } })), { ordered: false });
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
      }
    },
    /** Changes it and writes down who did, in one write; null when a change under the same key was there first. */
    change: (id: ScheduleId, set: Partial<Schedule>, change: ScheduleChange) =>
      schedules.findOneAndUpdate(
        { _id: id, ...(change.idempotencyKey === null ? {} : { 'changes.idempotencyKey': { $ne: change.idempotencyKey } }) },
        { $set: set, $push: { changes: { $each: [change], $slice: -KEPT_CHANGES } } },
        { returnDocument: 'after' },
      ),
    /** The turn to run it, if it is time and nobody has it. */
    claim: (id: ScheduleId, { runId, now, until }: ClaimedRun) =>
      schedules.findOneAndUpdate(
        { _id: id, nextRunAt: { ...IS_PLANNED, $lte: new Date(now.getTime() + EARLY_MS) }, leaseUntil: { $lte: now }, $or: [{ pausedAt: null }, { runAskedAt: { $ne: null } }] },
        { $set: { runId, leaseUntil: until, runAskedAt: null, lastRun: begun(now) } },
        { returnDocument: 'after' },
      ),
    /** Writes only while the run is the one that has the turn; null when it is not. */
    finish: (id: ScheduleId, runId: string, set: Partial<Schedule>) =>
      schedules.findOneAndUpdate({ _id: id, runId }, { $set: { ...set, runId: null, leaseUntil: new Date(0) } }, { returnDocument: 'after' }),
    /** Those whose time has come and which nobody runs, the longest overdue first. */
    due: (before: Date, now: Date, limit: number) =>
      schedules.find({ nextRunAt: { ...IS_PLANNED, $lte: before }, leaseUntil: { $lte: now }, $or: [{ pausedAt: null }, { runAskedAt: { $ne: null } }] }).sort({ nextRunAt: 1 }).limit(limit).toArray(),
    async removeOfStores(storeIds: readonly StoreId[]): Promise<void> {
      await schedules.deleteMany({ storeId: { $in: [...storeIds] } });
    },
  };
}

function begun(startedAt: Date): ScheduleRun {
  return { startedAt, finishedAt: null, state: 'RUNNING', checked: 0, found: 0, error: null };
}

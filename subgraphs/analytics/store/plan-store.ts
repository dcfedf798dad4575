import type { Db } from 'mongodb';
import type { SellerId } from '../../../platform/ids.js';
import { isDuplicateKey } from '../../../platform/mongo/duplicate-key.js';
import type { CollectionIndexes } from '../../../platform/mongo/indexes.js';
import type { ReportPlan, ReportSettings, SettingsChange } from '../domain/report-plan.js';

const COLLECTION = 'report_plans';
const KEPT_CHANGES = 200;
const IS_PLANNED = { $gt: new Date(0) };

export const planIndexes: CollectionIndexes = { collection: COLLECTION, indexes: [{ name: 'next', key: { nextAt: 1 }, partialFilterExpression: { nextAt: IS_PLANNED } }] };

export type PlanStore = ReturnType<typeof createPlanStore>;

/** One document per seller: what reports are wanted, and when the next is made. Nothing else reads or writes it. */
export function createPlanStore(db: Db) {
  const plans = db.collection<ReportPlan>(COLLECTION);

  return {
    find: (sellerId: SellerId) => plans.findOne({ _id: sellerId }),
    all: () => plans.find({}, { projection: { changes: 0 } }),
    known: async (sellerIds: readonly SellerId[]): Promise<ReadonlySet<SellerId>> => new Set((await plans.find({ _id: { $in: [...sellerIds] } }, { projection: { _id: 1 } }).toArray()).map(({ _id }) => _id)),
    /** Writes those that are not there. */
    async open(fresh: readonly ReportPlan[]): Promise<void> {
      if (fresh.length === 0) return;
      try {
        await plans.bulkWrite(fresh.map(({ _id, ...rest }) => ({ updateOne: { filter: { _id }, update: { $setOnInsert: rest }, upsert: true } })), { ordered: false });
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
      }
    },
    /** Changes the settings and writes down who did, in one write; null when a change under the same key, or another, was there first. */
    change: (before: ReportPlan, settings: ReportSettings, nextAt: Date | null, change: SettingsChange) =>
      plans.findOneAndUpdate({ ...sameSettings(before), ...(change.idempotencyKey === null ? {} : { 'changes.idempotencyKey': { $ne: change.idempotencyKey } }) }, { $set: { ...settings, nextAt }, $push: { changes: { $each: [change], $slice: -KEPT_CHANGES } } }, { returnDocument: 'after' }),
    /** Only while the settings are those the time was computed from. */
    async setNext(plan: ReportPlan, nextAt: Date | null): Promise<void> {
      await plans.updateOne(sameSettings(plan), { $set: { nextAt } });
    },
    due: (before: Date, limit: number) => plans.find({ nextAt: { ...IS_PLANNED, $lte: before } }, { projection: { changes: 0 } }).sort({ nextAt: 1 }).limit(limit).toArray(),
  };
}

function sameSettings({ _id, timeZone, daily, weekly }: ReportPlan): Pick<ReportPlan, '_id' | 'timeZone' | 'daily' | 'weekly'> {
  return { _id, timeZone, daily, weekly };
}

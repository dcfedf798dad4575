import type { Db, Filter } from 'mongodb';
import type { SellerId } from '../../../platform/ids.js';
import { isDuplicateKey } from '../../../platform/mongo/duplicate-key.js';
import type { CollectionIndexes } from '../../../platform/mongo/indexes.js';
import { findPage, type PageRequest } from '../../../platform/mongo/keyset-page.js';
import type { Report, ReportId } from '../domain/report.js';
import type { CalendarDay, ReportKind } from '../domain/report-period.js';

const COLLECTION = 'operations_reports';
export const reportIndexes: CollectionIndexes = {
  collection: COLLECTION,
  indexes: [
    { name: 'list', key: { sellerId: 1, day: -1, _id: -1 } },
    { name: 'unsent', key: { unsent: 1, madeAt: 1 }, partialFilterExpression: { unsent: true } },
  ],
};

export interface ReportFilter {
  readonly period?: ReportKind | null;
  /** First and last day. */
  readonly from?: CalendarDay | null;
  readonly to?: CalendarDay | null;
}

export type ReportStore = ReturnType<typeof createReportStore>;

/** The finished reports, kept for good: one small document per seller and period. Nothing else reads or writes it. */
export function createReportStore(db: Db) {
  const reports = db.collection<Report>(COLLECTION);

  return {
    /** False when somebody else has made it: theirs stands. */
    async insert(report: Report): Promise<boolean> {
      try {
        await reports.insertOne(report);
        return true;
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },
    find: (sellerId: SellerId, id: string) => reports.findOne({ _id: id as ReportId, sellerId }),
    known: async (ids: readonly ReportId[]): Promise<ReadonlySet<ReportId>> => new Set((await reports.find({ _id: { $in: [...ids] } }, { projection: { _id: 1 } }).toArray()).map(({ _id }) => _id)),
    page: (sellerId: SellerId, { period, from, to }: ReportFilter, page: PageRequest) => {
      const days = { ...(from ? { $gte: from } : {}), ...(to ? { $lte: to } : {}) };
      const filter: Filter<Report> = { sellerId, ...(period ? { kind: period } : {}), ...(from || to ? { day: days } : {}) };
      return findPage(reports, { filter, order: [{ field: 'day', direction: -1 }], page });
    },
    unsent: (limit: number) => reports.find({ unsent: true }).sort({ madeAt: 1 }).limit(limit).toArray(),
    async markSent(id: ReportId, sentAt: Date | null): Promise<void> {
      await reports.updateOne({ _id: id }, { $set: { sentAt }, $unset: { unsent: '' } });
    },
  };
}

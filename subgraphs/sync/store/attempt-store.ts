import type { Collection, Db } from 'mongodb';
import type { AttemptId, StoreId } from '../../../platform/ids.js';
import type { CollectionIndexes } from '../../../platform/mongo/indexes.js';
import type { Attempt, AttemptItem, AttemptState } from '../domain/attempt.js';
import type { LookUpPlan } from '../domain/look-up.js';

export const attemptIndexes: CollectionIndexes = {
  collection: 'attempts',
  indexes: [
    { name: 'due-by-store', key: { storeId: 1, dueAt: 1 } },
    { name: 'due', key: { dueAt: 1 } },
    { name: 'expiry', key: { expiresAt: 1 }, expireAfterSeconds: 0 },
  ],
};

const OPEN_STATES: readonly AttemptState[] = ['PREPARED', 'SENT', 'ACCEPTED', 'UNKNOWN'];

export type AttemptError = NonNullable<Attempt['error']>;

/** The ledger of calls. Each step names the state it starts from, so a worker that was overtaken changes nothing; false says so. */
export interface AttemptStore {
  prepare(attempt: Attempt): Promise<void>;
  /** From here on the call may have left. */
  startSending(o: { id: AttemptId; items: readonly AttemptItem[]; at: Date; dueAt: Date }): Promise<boolean>;
  accept(o: { id: AttemptId; receipt: string; at: Date; dueAt: Date }): Promise<boolean>;
  /** Notes which keys have settled and when to ask again. */
  askAgain(o: { id: AttemptId; settledKeys: readonly string[]; dueAt: Date }): Promise<void>;
  loseSight(o: LookUpPlan & { id: AttemptId; error: AttemptError | null; suspect: boolean; settledKeys?: readonly string[] }): Promise<boolean>;
  /** A look at an UNKNOWN call found some of it: what is left, what to read once more in the end, and when to look again. */
  lookAgain(o: { id: AttemptId; items: readonly AttemptItem[]; sample: readonly string[]; dueAt: Date }): Promise<void>;
  /** A look at the attempt failed: try later. */
  delay(o: { id: AttemptId; dueAt: Date; error: AttemptError }): Promise<void>;
  finish(o: { id: AttemptId; state: 'SETTLED' | 'REFUSED' | 'POSTPONED' | 'NOT_SENT'; at: Date; error: AttemptError | null; sample: readonly string[]; dueAt: Date | null }): Promise<boolean>;
  /** Surely never left: only from PREPARED. It stays among the orphans until its listings have been told and it is closed. */
  abandon(id: AttemptId, at: Date): Promise<boolean>;
  /** The same, said by whoever alone could have sent it: also when SENT is written. */
  disown(id: AttemptId, at: Date): Promise<boolean>;
  /** The listings of an abandoned call have been told. */
  closeUnsent(id: AttemptId): Promise<void>;
  finishSample(ids: readonly AttemptId[]): Promise<void>;
  /** Calls that an older lease of this store left without an answer, or abandoned without telling their listings. */
  orphans(storeId: StoreId, fence: number): Promise<Attempt[]>;
  due(o: { storeId: StoreId; state: AttemptState; now: Date; limit: number }): Promise<Attempt[]>;
  /** When the next attempt in this state should be looked at (perhaps in the past); null when there is none. */
  nextDueAt(storeId: StoreId, state: AttemptState): Promise<Date | null>;
  storesDue(before: Date): Promise<StoreId[]>;
  /** Open attempts of a store, oldest first. */
  open(storeId: StoreId): Promise<Attempt[]>;
  /** Accepted calls that publish or withdraw, the longest waiting first. */
  acceptedContent(storeId: StoreId, limit: number): Promise<Attempt[]>;
  /** Has the receipts of these asked for now. */
  hurryReceipts(ids: readonly AttemptId[], at: Date): Promise<void>;
  /** Items of those among these whose outcome is known by now. */
  settledItems(ids: readonly AttemptId[]): Promise<number>;
  /** Makes everything unknown be looked up now; what is not there yet may still come, and is waited for as ever. */
  hurryUnknown(storeIds: readonly StoreId[], at: Date): Promise<void>;
}

export function createAttemptStore(db: Db): AttemptStore {
  const attempts: Collection<Attempt> = db.collection('attempts');

  async function move(id: AttemptId, from: readonly AttemptState[], set: Partial<Attempt>): Promise<boolean> {
    const { matchedCount } = await attempts.updateOne({ _id: id, state: { $in: from } }, { $set: set });
    return matchedCount === 1;
  }

  return {
    async prepare(attempt) {
      await attempts.insertOne(attempt);
    },
    startSending: ({ id, items, at, dueAt }) => move(id, ['PREPARED'], { state: 'SENT', items, sentAt: at, dueAt }),
    accept: ({ id, receipt, at, dueAt }) => move(id, ['SENT'], { state: 'ACCEPTED', receipt, answeredAt: at, dueAt, failures: 0 }),
    async askAgain({ id, settledKeys, dueAt }) {
      await attempts.updateOne({ _id: id, state: 'ACCEPTED' }, { $set: { settledKeys, dueAt, failures: 0 }, $inc: { polls: 1 } });
    },
    loseSight: ({ id, lostAt, dueAt, provesFrom, error, suspect, settledKeys }) =>
      move(id, ['SENT', 'ACCEPTED', 'UNKNOWN'], { state: 'UNKNOWN', lostAt, dueAt, provesFrom, error, suspect, failures: 0, ...(settledKeys ? { settledKeys } : {}) }),
    async lookAgain({ id, items, sample, dueAt }) {
      await move(id, ['UNKNOWN'], { items, sample, dueAt, failures: 0 });
    },
    async delay({ id, dueAt, error }) {
      await attempts.updateOne({ _id: id, dueAt: { $ne: null } }, { $set: { dueAt, error }, $inc: { failures: 1 } });
    },
    finish: ({ id, state, at, error, sample, dueAt }) => move(id, OPEN_STATES, { state, settledAt: at, error, sample, dueAt }),
    abandon: (id, at) => move(id, ['PREPARED'], { state: 'NOT_SENT', settledAt: at }),
    disown: (id, at) => move(id, ['PREPARED', 'SENT'], { state: 'NOT_SENT', settledAt: at }),
    async closeUnsent(id) {
      await move(id, ['NOT_SENT'], { dueAt: null });
    },
    async finishSample(ids) {
      await attempts.updateMany({ _id: { $in: [...ids] }, state: 'SETTLED' }, { $set: { sample: [], dueAt: null } });
    },
    orphans: (storeId, fence) => attempts.find({ storeId, dueAt: { $gt: new Date(0) }, state: { $in: ['PREPARED', 'SENT', 'NOT_SENT'] }, fence: { $lt: fence } }).toArray(),
    due: ({ storeId, state, now, limit }) => attempts.find({ storeId, dueAt: { $lte: now }, state }).sort({ dueAt: 1 }).limit(limit).toArray(),
    async nextDueAt(storeId, state) {
      const [next] = await attempts.find({ storeId, dueAt: { $gt: new Date(0) }, state }, { projection: { dueAt: 1 } }).sort({ dueAt: 1 }).limit(1).toArray();
      return next?.dueAt ?? null;
    },
    storesDue: (before) => attempts.distinct('storeId', { dueAt: { $lte: before } }),
    open: (storeId) => attempts.find({ storeId, dueAt: { $gt: new Date(0) }, state: { $in: OPEN_STATES } }).sort({ dueAt: 1 }).limit(100).toArray(),
    acceptedContent: (storeId, limit) => attempts.find({ storeId, dueAt: { $gt: new Date(0) }, state: 'ACCEPTED', kind: { $in: ['PUBLISH', 'WITHDRAW'] } }).sort({ dueAt: 1 }).limit(limit).toArray(),
    async hurryReceipts(ids, at) {
      await attempts.updateMany({ _id: { $in: [...ids] }, state: 'ACCEPTED', dueAt: { $gt: at } }, { $set: { dueAt: at } });
    },
    async settledItems(ids) {
      const settled = await attempts.find({ _id: { $in: [...ids] }, state: 'SETTLED' }, { projection: { items: 1 } }).toArray();
      return settled.reduce((sum, { items }) => sum + items.length, 0);
    },
    async hurryUnknown(storeIds, at) {
      await attempts.updateMany({ storeId: { $in: [...storeIds] }, state: 'UNKNOWN', dueAt: { $gt: at } }, { $set: { dueAt: at } });
    },
  };
}

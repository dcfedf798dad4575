import type { Collection, Db, UpdateFilter } from 'mongodb';
import { outboxIndex } from '../../../platform/events/outbox.js';
import type { OperationId, SellerId, StoreId } from '../../../platform/ids.js';
import { isDuplicateKey } from '../../../platform/mongo/duplicate-key.js';
import type { CollectionIndexes } from '../../../platform/mongo/indexes.js';
import { findPage, type Page, type PageRequest } from '../../../platform/mongo/keyset-page.js';
import { isFinished, type OperationKind, type OperationProgress, type OperationState, type SyncOperation } from '../domain/operation.js';
import { operationChanged } from '../events.js';
import type { RecordedOutcome } from '../domain/recorded-outcome.js';

const expiry = { name: 'expiry', key: { expiresAt: 1 }, expireAfterSeconds: 0 } as const;

export const operationIndexes: readonly CollectionIndexes[] = [
  {
    collection: 'operations',
    indexes: [
      { name: 'idempotency', key: { sellerId: 1, idempotencyKey: 1 }, unique: true },
      { name: 'list', key: { sellerId: 1, createdAt: -1, _id: -1 } },
      { name: 'unfinished', key: { state: 1, countedAt: 1 } },
      expiry,
      outboxIndex,
    ],
  },
  { collection: 'operationOutcomes', indexes: [expiry] },
];

export interface OperationFilter {
  readonly states?: readonly OperationState[];
  readonly kinds?: readonly OperationKind[];
}

/** Operations alike in kind, state and stores, and what their values came to. */
export interface OperationGroup {
  readonly kind: OperationKind;
  readonly state: OperationState;
  readonly storeIds: readonly StoreId[];
  readonly operations: number;
  readonly values: number;
  readonly rejected: number;
}

export interface OperationStore {
  /** False when the seller has used the idempotency key before. */
  insert(operation: SyncOperation): Promise<boolean>;
  find(id: OperationId): Promise<SyncOperation | null>;
  findOwned(sellerId: SellerId, ids: readonly OperationId[]): Promise<SyncOperation[]>;
  findByKey(sellerId: SellerId, idempotencyKey: string): Promise<SyncOperation | null>;
  list(sellerId: SellerId, filter: OperationFilter, page: PageRequest): Promise<Page<SyncOperation>>;
  /** Takes over the recording of an operation whose recorder is gone; null when there is nothing to take over. */
  takeOverRecording(id: OperationId, now: Date, until: Date): Promise<SyncOperation | null>;
  /** RECORDING → RUNNING, once; what was asked for is dropped now that it is recorded. */
  finishRecording(id: OperationId, outcome: { storeIds: readonly StoreId[]; total: number; at: Date }): Promise<void>;
  saveOutcome(id: OperationId, outcome: RecordedOutcome): Promise<void>;
  outcomeOf(id: OperationId): Promise<RecordedOutcome | null>;
  /** Writes and announces progress if it differs from what the document says; false when the operation had finished otherwise. */
  progress(before: SyncOperation, progress: OperationProgress, at: Date): Promise<boolean>;
  reopen(id: OperationId, at: Date): Promise<void>;
  cancel(id: OperationId, at: Date): Promise<boolean>;
  abandonedRecordings(now: Date): Promise<SyncOperation[]>;
  /** Running operations nobody has counted since, longest first. */
  uncountedSince(before: Date, limit: number): Promise<SyncOperation[]>;
  markCounted(id: OperationId, at: Date): Promise<void>;
  /** Requests of this seller that may ask something of this store and that some live process is writing down now. */
  recordingsFor(store: { readonly sellerId: SellerId; readonly storeId: StoreId }, now: Date): Promise<readonly OperationId[]>;
  /** Whether some live process is writing down a request of anybody now. */
  isAnyRecording(now: Date): Promise<boolean>;
  /** How many a seller has asked for from `from` up to before `to`; counting stops at `atMost`. */
  countCreated(of: CreatedWithin & { readonly atMost: number }): Promise<number>;
  /** Those in groups; the database reads all of them in one go, so ask for a bounded number. */
  groupCreated(of: CreatedWithin): Promise<OperationGroup[]>;
  readonly collection: Collection<SyncOperation>;
}

export interface CreatedWithin {
  readonly sellerId: SellerId;
  readonly from: Date;
  readonly to: Date;
}

interface StoredOutcome extends RecordedOutcome {
  readonly _id: OperationId;
  readonly expiresAt?: Date | null;
}

const DAY_MS = 24 * 3_600_000;
export const OPERATION_DAYS = 90;

/** `keptForMs`: how long a finished operation, and with it its idempotency key, is remembered; 90 days by default. */
export function createOperationStore(db: Db, { keptForMs = OPERATION_DAYS * DAY_MS }: { readonly keptForMs?: number } = {}): OperationStore {
  const operations: Collection<SyncOperation> = db.collection('operations');
  const outcomes: Collection<StoredOutcome> = db.collection('operationOutcomes');

  /**
   * Before the operation's own date is set: a process that dies in between leaves an unfinished operation, which is counted again. The
   * outcome stays a day longer, so that whoever finds an operation finds what was said about it.
   */
  async function expireOutcome(id: OperationId, expiresAt: Date | null): Promise<void> {
    await outcomes.updateOne({ _id: id }, { $set: { expiresAt: expiresAt && new Date(expiresAt.getTime() + DAY_MS) } });
  }

  return {
    collection: operations,
    async insert(operation) {
      try {
        await operations.insertOne(operation);
        return true;
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },
    find: (id) => operations.findOne({ _id: id }),
    findOwned: (sellerId, ids) => operations.find({ _id: { $in: [...ids] }, sellerId }).toArray(),
    findByKey: (sellerId, idempotencyKey) => operations.findOne({ sellerId, idempotencyKey }),
    list: (sellerId, { states, kinds }, page) =>
      findPage(operations, {
        filter: { sellerId, ...(states?.length ? { state: { $in: [...states] } } : {}), ...(kinds?.length ? { kind: { $in: [...kinds] } } : {}) },
        order: [{ field: 'createdAt', direction: -1 }],
        page,
        projection: { request: 0, outbox: 0 },
      }),
    takeOverRecording: (id, now, until) =>
      operations.findOneAndUpdate({ _id: id, state: 'RECORDING', recordingUntil: { $lte: now } }, { $set: { recordingUntil: until } }, { returnDocument: 'after' }),
    async finishRecording(id, { storeIds, total, at }) {
      await operations.updateOne(
        { _id: id, state: 'RECORDING' },
        { ...announced(id, at, { state: 'RUNNING', recordingUntil: null, recordedAt: at, changedAt: at, storeIds, total }), $unset: { request: '' } },
      );
    },
    async saveOutcome(id, outcome) {
      await outcomes.replaceOne({ _id: id }, outcome, { upsert: true });
    },
    outcomeOf: (id) => outcomes.findOne({ _id: id }),
    async progress(before, { state, counts, total, superseded }, at) {
      const finishedAt = isFinished(state) ? (before.finishedAt ?? at) : null;
      const expiresAt = finishedAt && new Date(finishedAt.getTime() + keptForMs);
      if (expiresAt) await expireOutcome(before._id, expiresAt);
      const { matchedCount } = await operations.updateOne(
        { _id: before._id, state: before.state, changedAt: before.changedAt },
        announced(before._id, at, { state, counts, total, superseded, changedAt: at, countedAt: at, finishedAt, expiresAt }),
      );
      return matchedCount === 1;
    },
    async reopen(id, at) {
      await expireOutcome(id, null);
      await operations.updateOne({ _id: id, state: { $in: ['DONE', 'DONE_WITH_ERRORS'] } }, announced(id, at, { state: 'RUNNING', finishedAt: null, expiresAt: null, changedAt: at }));
    },
    async cancel(id, at) {
      const expiresAt = new Date(at.getTime() + keptForMs);
      await expireOutcome(id, expiresAt);
      const { matchedCount } = await operations.updateOne({ _id: id, state: 'RUNNING' }, announced(id, at, { state: 'CANCELLED', finishedAt: at, expiresAt, changedAt: at }));
      return matchedCount === 1;
    },
    abandonedRecordings: (now) => operations.find({ state: 'RECORDING', recordingUntil: { $lte: now } }).limit(20).toArray(),
    uncountedSince: (before, limit) => operations.find({ state: 'RUNNING', countedAt: { $lte: before } }, { projection: { request: 0 } }).sort({ countedAt: 1 }).limit(limit).toArray(),
    async markCounted(id, at) {
      await operations.updateOne({ _id: id }, { $set: { countedAt: at } });
    },
    countCreated: ({ sellerId, from, to, atMost }) => operations.countDocuments({ sellerId, createdAt: { $gte: from, $lt: to } }, { limit: atMost }),
    async groupCreated({ sellerId, from, to }) {
      const sum = { operations: { $sum: 1 }, values: { $sum: '$total' }, rejected: { $sum: '$counts.rejected' } };
      const groups = await operations.aggregate<Omit<OperationGroup, 'kind' | 'state' | 'storeIds'> & { readonly _id: Pick<OperationGroup, 'kind' | 'state' | 'storeIds'> }>([{ $match: { sellerId, createdAt: { $gte: from, $lt: to } } }, { $group: { _id: { kind: '$kind', state: '$state', storeIds: '$storeIds' }, ...sum } }]).toArray();
      return groups.map(({ _id, ...sums }) => ({ ..._id, ...sums }));
    },
    async isAnyRecording(now) {
      return (await operations.findOne({ state: 'RECORDING', recordingUntil: { $gt: now } }, { projection: { _id: 1 } })) !== null;
    },
    async recordingsFor({ sellerId, storeId }, now) {
      const here = { $in: [null, storeId] };
      const filter = { state: 'RECORDING' as const, sellerId, recordingUntil: { $gt: now }, 'request.storeIds': here, 'request.storeId': here };
      return (await operations.find(filter, { projection: { _id: 1 } }).toArray()).map(({ _id }) => _id);
    },
  };
}

function announced(id: OperationId, at: Date, set: Partial<SyncOperation>): UpdateFilter<SyncOperation> {
  return { $set: { ...set, outboxPending: true }, $push: { outbox: operationChanged(id, at) } };
}


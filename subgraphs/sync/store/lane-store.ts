import type { Collection, Db } from 'mongodb';
import type { OperationId, SellerId, StoreId } from '../../../platform/ids.js';
import { isDuplicateKey } from '../../../platform/mongo/duplicate-key.js';
import type { CollectionIndexes } from '../../../platform/mongo/indexes.js';
import { NO_ORDER_SWEEP, NO_SWEEP, type Lane, type LaneOrderSweep, type LaneSweep } from '../domain/lane.js';
import type { ReadBack } from '../schedule-port.js';

export const laneIndexes: CollectionIndexes = {
  collection: 'lanes',
  indexes: [
    { name: 'sweep-due', key: { 'sweep.dueAt': 1 } },
    { name: 'order-sweep-due', key: { 'orderSweep.dueAt': 1 } },
  ],
};

export type LaneRun = Lane['runs'][number];

/** What is known of a lane's health; absent fields stay as they are. */
export type LaneNotes = Partial<Pick<Lane, 'pushNotBefore' | 'heldFor' | 'suspects' | 'failures' | 'authFailures' | 'lastError' | 'lastPushAt' | 'sweep' | 'orderSweep' | 'workedAt'>>;

export interface LaneStore {
  /** The lane with a fence higher than any before, or null while another worker's lease runs. */
  acquire(o: { storeId: StoreId; sellerId: SellerId; owner: string; now: Date; leaseMs: number }): Promise<Lane | null>;
  /** False once the lane has gone to another holder. */
  renew(o: { storeId: StoreId; fence: number; until: Date }): Promise<boolean>;
  release(o: { storeId: StoreId; fence: number }): Promise<void>;
  /** Writes only while the fence is the holder's own. */
  note(storeId: StoreId, fence: number, notes: LaneNotes): Promise<void>;
  find(storeId: StoreId): Promise<Lane | null>;
  findMany(storeIds: readonly StoreId[]): Promise<Lane[]>;
  /** Asks the lane to do something for an operation; it is told by `finishRun`. */
  requestRun(storeId: StoreId, sellerId: SellerId, run: LaneRun, now: Date): Promise<void>;
  finishRun(storeId: StoreId, operationId: OperationId): Promise<void>;
  /** Ends what is waited for after trouble; a spent quota is waited for all the same. */
  stopWaiting(storeIds: readonly StoreId[]): Promise<void>;
  sweepsDue(now: Date): Promise<StoreId[]>;
  /** In place of an older wish of the same kind. */
  requestReadBack(storeId: StoreId, sellerId: SellerId, wish: ReadBack): Promise<void>;
  /** The next one wished for, as it is now. */
  nextReadBack(storeId: StoreId): Promise<ReadBack | null>;
  /** Writes only while the fence is the holder's own. */
  progressReadBack(storeId: StoreId, fence: number, wish: ReadBack): Promise<void>;
  endReadBack(storeId: StoreId, runId: string): Promise<void>;
}

export function createLaneStore(db: Db): LaneStore {
  const lanes: Collection<Lane> = db.collection('lanes');
  const fresh = (sellerId: SellerId): Omit<Lane, '_id' | 'owner' | 'leaseUntil' | 'fence'> => ({
    sellerId, pushNotBefore: null, failures: 0, authFailures: 0, lastError: null, lastPushAt: null, sweep: NO_SWEEP, runs: [], workedAt: null,
  });

  async function ensure(storeId: StoreId, sellerId: SellerId): Promise<void> {
    try {
      await lanes.updateOne({ _id: storeId }, { $setOnInsert: { ...fresh(sellerId), owner: null, leaseUntil: new Date(0), fence: 0 } }, { upsert: true });
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
  }

  async function take(storeId: StoreId, owner: string, now: Date, leaseMs: number): Promise<Lane | null> {
    return lanes.findOneAndUpdate(
      { _id: storeId, leaseUntil: { $lte: now } },
      { $set: { owner, leaseUntil: new Date(now.getTime() + leaseMs) }, $inc: { fence: 1 } },
      { returnDocument: 'after' },
    );
  }

  return {
    async acquire({ storeId, sellerId, owner, now, leaseMs }) {
      const taken = await take(storeId, owner, now, leaseMs);
      if (taken) return taken;
      await ensure(storeId, sellerId);
      return take(storeId, owner, now, leaseMs);
    },
    async renew({ storeId, fence, until }) {
      const { matchedCount } = await lanes.updateOne({ _id: storeId, fence }, { $set: { leaseUntil: until } });
      return matchedCount === 1;
    },
    async release({ storeId, fence }) {
      await lanes.updateOne({ _id: storeId, fence }, { $set: { owner: null, leaseUntil: new Date(0) } });
    },
    async note(storeId, fence, notes) {
      await lanes.updateOne({ _id: storeId, fence }, { $set: notes });
    },
    find: (storeId) => lanes.findOne({ _id: storeId }),
    findMany: (storeIds) => lanes.find({ _id: { $in: [...storeIds] } }).toArray(),
    async requestRun(storeId, sellerId, run, now) {
      await ensure(storeId, sellerId);
      const restarted: Partial<Record<LaneRun['kind'], { readonly sweep: LaneSweep } | { readonly orderSweep: LaneOrderSweep }>> = { VERIFY: { sweep: { ...NO_SWEEP, dueAt: now } }, VERIFY_ORDERS: { orderSweep: { ...NO_ORDER_SWEEP, dueAt: now } } };
      await lanes.updateOne(
        { _id: storeId, 'runs.operationId': { $ne: run.operationId } },
        { $push: { runs: run }, $set: { pushNotBefore: null, ...restarted[run.kind] } },
      );
    },
    async finishRun(storeId, operationId) {
      await lanes.updateOne({ _id: storeId }, { $pull: { runs: { operationId } } });
    },
    async requestReadBack(storeId, sellerId, wish) {
      await ensure(storeId, sellerId);
      await lanes.updateOne({ _id: storeId }, { $pull: { readBacks: { kind: wish.kind } } });
      await lanes.updateOne({ _id: storeId, 'readBacks.runId': { $ne: wish.runId } }, { $push: { readBacks: wish } });
    },
    nextReadBack: async (storeId) => (await lanes.findOne({ _id: storeId }, { projection: { readBacks: 1 } }))?.readBacks?.[0] ?? null,
    async progressReadBack(storeId, fence, wish) {
      await lanes.updateOne({ _id: storeId, fence, 'readBacks.runId': wish.runId }, { $set: { 'readBacks.$': wish } });
    },
    async endReadBack(storeId, runId) {
      await lanes.updateOne({ _id: storeId }, { $pull: { readBacks: { runId } } });
    },
    async stopWaiting(storeIds) {
      await lanes.updateMany({ _id: { $in: [...storeIds] }, 'lastError.errorClass': { $ne: 'RATE_LIMITED' } }, { $set: { pushNotBefore: null } });
    },
    async sweepsDue(now) {
      const [offers, orders] = await Promise.all([lanes.distinct('_id', { 'sweep.dueAt': { $lte: now } }), lanes.distinct('_id', { 'orderSweep.dueAt': { $lte: now } })]);
      return [...new Set([...offers, ...orders])];
    },
  };
}

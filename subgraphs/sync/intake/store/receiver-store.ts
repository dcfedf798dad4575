import type { Collection, Db } from 'mongodb';
import type { StoreId } from '../../../../platform/ids.js';
import { isDuplicateKey } from '../../../../platform/mongo/duplicate-key.js';
import type { LeaseKeeper } from '../../lanes/lease.js';

/** Who empties a store's queue. */
interface QueueReceiver {
  readonly _id: StoreId;
  readonly owner: string | null;
  readonly leaseUntil: Date;
  /** Grows with every holder. */
  readonly fence: number;
}

export interface ReceiverStore extends LeaseKeeper {
  /** A fence higher than any before, or null while another worker's lease runs. */
  acquire(o: { storeId: StoreId; owner: string; now: Date; leaseMs: number }): Promise<{ readonly fence: number; readonly until: Date } | null>;
}

export function createReceiverStore(db: Db): ReceiverStore {
  const receivers: Collection<QueueReceiver> = db.collection('queueReceivers');
  return {
    async acquire({ storeId, owner, now, leaseMs }) {
      const until = new Date(now.getTime() + leaseMs);
      try {
        // While another's lease runs nothing matches, and the insert that then is tried meets the key.
        const taken = await receivers.findOneAndUpdate({ _id: storeId, leaseUntil: { $lte: now } }, { $set: { owner, leaseUntil: until }, $inc: { fence: 1 } }, { upsert: true, returnDocument: 'after' });
        return taken && { fence: taken.fence, until };
      } catch (error) {
        if (isDuplicateKey(error)) return null;
        throw error;
      }
    },
    async renew({ storeId, fence, until }) {
      const { matchedCount } = await receivers.updateOne({ _id: storeId, fence }, { $set: { leaseUntil: until } });
      return matchedCount === 1;
    },
    async release({ storeId, fence }) {
      await receivers.updateOne({ _id: storeId, fence }, { $set: { owner: null, leaseUntil: new Date(0) } });
    },
  };
}

import { createHash } from 'node:crypto';
import type { Collection, Db } from 'mongodb';
import type { SellerId, StoreId } from '../../../../platform/ids.js';
import { isDuplicateKey } from '../../../../platform/mongo/duplicate-key.js';
import type { CollectionIndexes } from '../../../../platform/mongo/indexes.js';
import type { SecretBox } from '../../../../platform/secrets/secret-box.js';

/** Names of erased buyers that a store's archive has still to be freed of. */
export interface Scrub {
  readonly _id: string;
  readonly storeId: StoreId;
  readonly sellerId: SellerId;
  readonly names: readonly string[];
}

interface ScrubDocument extends Omit<Scrub, 'names'> {
  readonly namesSealed: string;
  readonly dueAt: Date;
}

export interface ScrubStore {
  /** Durable when it resolves. The same names again put the one there is off to the later moment. */
  note(o: { storeId: StoreId; sellerId: SellerId; names: readonly string[]; dueAt: Date }): Promise<void>;
  due(now: Date, limit: number): Promise<Scrub[]>;
  /** Takes those away that have not been noted for a later moment since. */
  done(ids: readonly string[], now: Date): Promise<void>;
}

const COLLECTION = 'buyerScrubs';
export const scrubIndexes: CollectionIndexes = { collection: COLLECTION, indexes: [{ name: 'due', key: { dueAt: 1 } }] };

export function createScrubStore(db: Db, secretBox: SecretBox): ScrubStore {
  const scrubs: Collection<ScrubDocument> = db.collection(COLLECTION);
  return {
    async note({ storeId, sellerId, names, dueAt }) {
      const _id = `${storeId}:${createHash('sha256').update(JSON.stringify(names)).digest('base64url')}`;
      try {
        await scrubs.updateOne({ _id }, { $setOnInsert: { storeId, sellerId, namesSealed: secretBox.seal(JSON.stringify(names), _id) }, $max: { dueAt } }, { upsert: true });
      } catch (error) {
        // Two noted the same at once: one of them has.
        if (!isDuplicateKey(error)) throw error;
      }
    },
    async due(now, limit) {
      const found = await scrubs.find({ dueAt: { $lte: now } }).sort({ dueAt: 1 }).limit(limit).toArray();
      return found.map(({ _id, storeId, sellerId, namesSealed }) => ({ _id, storeId, sellerId, names: JSON.parse(secretBox.open(namesSealed, _id)) as string[] }));
    },
    async done(ids, now) {
      await scrubs.deleteMany({ _id: { $in: [...ids] }, dueAt: { $lte: now } });
    },
  };
}

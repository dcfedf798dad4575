import type { Collection, Db } from 'mongodb';
import type { StoreId } from '../../../platform/ids.js';
import { isDuplicateKey } from '../../../platform/mongo/duplicate-key.js';
import type { CollectionIndexes } from '../../../platform/mongo/indexes.js';

/** A buyer whose data had to go, by the digest that orders have of one of their names. */
interface ErasureDocument {
  readonly _id: string;
  readonly storeId: StoreId;
  readonly at: Date;
  readonly expiresAt: Date;
}

/** Remembers who was erased, for orders of theirs that are told of only afterwards. */
export interface ErasureStore {
  /** Durable when it resolves; noting somebody again changes nothing. */
  note(o: { storeId: StoreId; buyerKeys: readonly string[]; at: Date }): Promise<void>;
  /** Which of these were erased, and when for the first time: an order placed later is somebody else's. */
  among(buyerKeys: readonly string[]): Promise<ReadonlyMap<string, Date>>;
}

const COLLECTION = 'buyerErasures';
/** Longer than any marketplace goes on showing a buyer's data. */
const KEPT_MS = 400 * 86_400_000;
export const erasureIndexes: CollectionIndexes = { collection: COLLECTION, indexes: [{ name: 'expiry', key: { expiresAt: 1 }, expireAfterSeconds: 0 }] };

export function createErasureStore(db: Db): ErasureStore {
  const erasures: Collection<ErasureDocument> = db.collection(COLLECTION);
  return {
    async note({ storeId, buyerKeys, at }) {
      const documents = [...new Set(buyerKeys)].map((_id): ErasureDocument => ({ _id, storeId, at, expiresAt: new Date(at.getTime() + KEPT_MS) }));
      if (documents.length === 0) return;
      await erasures.insertMany(documents, { ordered: false }).catch(unlessKnown);
    },
    async among(buyerKeys) {
      if (buyerKeys.length === 0) return new Map();
      const found = await erasures.find({ _id: { $in: [...new Set(buyerKeys)] } }, { projection: { at: 1 } }).toArray();
      return new Map(found.map(({ _id, at }) => [_id, at]));
    },
  };
}

function unlessKnown(error: unknown): void {
  if (!isDuplicateKey(error)) throw error;
}

import type { Db } from 'mongodb';
import type { KeyId, SellerId } from '../../../platform/ids.js';
import type { CollectionIndexes } from '../../../platform/mongo/indexes.js';
import type { ApiKey } from '../domain/api-key.js';

const COLLECTION = 'api_keys';

export const keyIndexes: CollectionIndexes = {
  collection: COLLECTION,
  indexes: [{ name: 'seller', key: { sellerId: 1, _id: 1 } }],
};

export type KeyCollection = ReturnType<typeof createKeyCollection>;

/** The keys collection. Nothing else reads or writes it. */
export function createKeyCollection(db: Db) {
  const keys = db.collection<ApiKey>(COLLECTION);

  return {
    byId: (id: KeyId) => keys.findOne({ _id: id }),
    ofSeller: (sellerId: SellerId) => keys.find({ sellerId }).sort({ _id: 1 }).toArray(),
    put: (key: ApiKey) => keys.replaceOne({ _id: key._id }, key, { upsert: true }),
    revoke: (sellerId: SellerId, id: KeyId, at: Date) => keys.updateOne({ _id: id, sellerId, revokedAt: null }, { $set: { revokedAt: at } }),
  };
}

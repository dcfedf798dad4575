import type { Db, Filter, MatchKeysAndValues } from 'mongodb';
import { outboxIndex } from '../../../platform/events/outbox.js';
import type { SellerId, StoreId } from '../../../platform/ids.js';
import type { CollectionIndexes } from '../../../platform/mongo/indexes.js';
import { findPage, type PageRequest } from '../../../platform/mongo/keyset-page.js';
import type { Marketplace } from '../domain/marketplace.js';
import type { Store } from '../domain/store.js';
import { storeChanged } from '../events.js';

const COLLECTION = 'stores';

export const storeIndexes: CollectionIndexes = {
  collection: COLLECTION,
  indexes: [
    { name: 'account_site', key: { marketplace: 1, remoteSellerId: 1, remoteSite: 1 }, unique: true },
    { name: 'seller', key: { sellerId: 1, _id: 1 } },
    { name: 'policy_pending', key: { policyPending: 1 }, partialFilterExpression: { policyPending: true } },
    outboxIndex,
  ],
  // One store an account, as it was before a seller could have one for each site.
  retired: ['account'],
};

export type StoreCollection = ReturnType<typeof createStoreCollection>;

/** The stores collection. Nothing else reads or writes it. */
export function createStoreCollection(db: Db) {
  const stores = db.collection<Store>(COLLECTION);
  const find = (filter: Filter<Store>) => stores.find(filter).toArray();

  return {
    collection: stores,
    /** `sellerId` null: whoever's it is. */
    byId: (id: StoreId, sellerId: SellerId | null) => stores.findOne({ _id: id, ...(sellerId && { sellerId }) }),
    byIds: (ids: readonly StoreId[]) => find({ _id: { $in: [...ids] } }),
    ofAccount: (marketplace: Marketplace, remoteSellerId: string) => find({ marketplace, remoteSellerId }),
    pageOf: (sellerId: SellerId, page: PageRequest) => findPage(stores, { filter: { sellerId }, order: [], page }),
    all: () => stores.find().sort({ _id: 1 }).toArray(),
    withPendingPolicy: () => find({ policyPending: true }),
    /** Announced, as `change` and `setPolicy` are. */
    insert: (store: Store, at: Date) => stores.insertOne({ ...store, outbox: [storeChanged(store._id, at)], outboxPending: true }),
    /** Null when the seller has no such store (`sellerId` null: whoever's it is). */
    update: (id: StoreId, sellerId: SellerId | null, part: MatchKeysAndValues<Store>) =>
      stores.findOneAndUpdate({ _id: id, ...(sellerId && { sellerId }) }, { $set: part }, { returnDocument: 'after' }),
    /** The same, announced; `only` while the store is so. */
    change: (id: StoreId, sellerId: SellerId | null, part: MatchKeysAndValues<Store>, at: Date, only: Partial<Pick<Store, 'credentialsSealed'>> = {}) =>
      stores.findOneAndUpdate({ _id: id, ...(sellerId && { sellerId }), ...only }, { $set: { ...part, outboxPending: true }, $push: { outbox: storeChanged(id, at) } }, { returnDocument: 'after' }),
    setPolicy: (id: StoreId, sellerId: SellerId, stockPolicy: Store['stockPolicy'], at: Date) =>
      stores.findOneAndUpdate(
        { _id: id, sellerId },
        { $set: { stockPolicy, policyPending: true, outboxPending: true }, $inc: { policyVersion: 1 }, $push: { outbox: storeChanged(id, at) } },
        { returnDocument: 'after' },
      ),
    clearPendingPolicy: (id: StoreId, policyVersion: number) => stores.updateOne({ _id: id, policyVersion }, { $unset: { policyPending: true } }),
  };
}

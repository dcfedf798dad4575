import type { Db } from 'mongodb';
import type { SellerId, StoreId } from '../../../platform/ids.js';
import { isDuplicateKey } from '../../../platform/mongo/duplicate-key.js';
import type { CollectionIndexes } from '../../../platform/mongo/indexes.js';
import { ownPolicyId, type OwnPolicy, type OwnPolicySettings } from '../domain/own-policies.js';

const COLLECTION = 'error_policies';
const KEPT_CHANGES = 100;
export const policyIndexes: CollectionIndexes = { collection: COLLECTION, indexes: [{ name: 'seller', key: { sellerId: 1, storeId: 1 } }] };

export type PolicyStore = ReturnType<typeof createPolicyStore>;

/** What sellers have said of trouble with marketplaces. Nothing else reads or writes it. */
export function createPolicyStore(db: Db) {
  const policies = db.collection<OwnPolicy>(COLLECTION);

  return {
    /** Of all stores, and of this one; with null of all stores only. */
    ofStore: (sellerId: SellerId, storeId: StoreId | null) => policies.find({ sellerId, storeId: { $in: [null, ...(storeId === null ? [] : [storeId])] } }).toArray(),
    find: (of: Pick<OwnPolicy, 'sellerId' | 'storeId' | 'errorClass'>) => policies.findOne({ _id: ownPolicyId(of) }),
    /** Writes it with who did, in one write; false when a change under the same key was there first. */
    async set(of: Pick<OwnPolicy, 'sellerId' | 'storeId' | 'errorClass'>, own: OwnPolicySettings, change: OwnPolicy['changes'][number]): Promise<boolean> {
      const { sellerId, storeId, errorClass } = of;
      const isNew = change.idempotencyKey === null ? {} : { 'changes.idempotencyKey': { $ne: change.idempotencyKey } };
      try {
        await policies.updateOne({ _id: ownPolicyId(of), ...isNew }, { $set: { sellerId, storeId, errorClass, own }, $push: { changes: { $each: [change], $slice: -KEPT_CHANGES } } }, { upsert: true });
        return true;
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },
  };
}

import type { Db } from 'mongodb';
import type { SellerId } from '../../../../platform/ids.js';
import { isDuplicateKey } from '../../../../platform/mongo/duplicate-key.js';
import type { CollectionIndexes } from '../../../../platform/mongo/indexes.js';
import { ruleIdOf, type OwnRule, type RuleScope, type StoredRule } from '../domain/alert-rule.js';

const COLLECTION = 'alert_rules';
const KEPT_CHANGES = 100;

export const ruleIndexes: CollectionIndexes = {
  collection: COLLECTION,
  indexes: [
    { name: 'seller', key: { sellerId: 1, _id: 1 } },
    { name: 'kind_on', key: { kind: 1, 'own.isOn': 1 } },
  ],
};

/** Null takes a member back. */
export type RuleGiven = { readonly [K in keyof OwnRule]?: OwnRule[K] | null };

export type RuleStore = ReturnType<typeof createRuleStore>;

/** What sellers have said of alerts. Nothing else reads or writes it. */
export function createRuleStore(db: Db) {
  const rules = db.collection<Kept>(COLLECTION);

  return {
    ofSeller: async (sellerId: SellerId) => (await rules.find({ sellerId }).sort({ _id: 1 }).toArray()).map(asSaid),
    ofSellers: async (sellerIds: readonly SellerId[]) => (await rules.find({ sellerId: { $in: [...sellerIds] } }).toArray()).map(asSaid),
    /** Rules about stock that are on. */
    stockRules: async () => (await rules.find({ kind: 'STOCK_LOW', 'own.isOn': true }).toArray()).map(asSaid),
    /** Says what is given, takes back what is null, and writes down who did, in one write; false when a change under the same key was there first. */
    async change(scope: RuleScope, given: RuleGiven, change: StoredRule['changes'][number]): Promise<boolean> {
      const { idempotencyKey } = change;
      const set = Object.fromEntries(Object.entries(given).map(([field, value]) => [`own.${field}`, value]));
      try {
        await rules.updateOne(
          { _id: ruleIdOf(scope), ...(idempotencyKey !== null && { 'changes.idempotencyKey': { $ne: idempotencyKey } }) },
          { $set: { changedAt: change.at, ...set }, $setOnInsert: { sellerId: scope.sellerId, kind: scope.kind, storeId: scope.storeId, sku: scope.sku }, $push: { changes: { $each: [change], $slice: -KEPT_CHANGES } } },
          { upsert: true },
        );
        return true;
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },
  };
}

/** As it lies in the database: a member that was taken back is null there, and absent to everybody else. */
type Kept = Omit<StoredRule, 'own'> & { readonly own?: RuleGiven; readonly changedAt: Date };

function asSaid({ own = {}, changes, _id, sellerId, kind, storeId, sku }: Kept): StoredRule {
  return { _id, sellerId, kind, storeId, sku, changes, own: Object.fromEntries(Object.entries(own).filter(([, value]) => value !== null)) };
}

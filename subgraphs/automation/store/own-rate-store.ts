import type { Db } from 'mongodb';
import type { SellerId } from '../../../platform/ids.js';
import type { Currency } from '../../../platform/money.js';
import type { CollectionIndexes } from '../../../platform/mongo/indexes.js';
import type { OwnRate } from '../domain/exchange-rate.js';

const COLLECTION = 'own_exchange_rates';
const KEPT_CHANGES = 200;

/** One setting of a rate: what, who, when. */
export interface RateChange {
  readonly rate: string | null;
  readonly setAt: Date;
  readonly setBy: string;
  readonly idempotencyKey: string | null;
}

/** A seller's rate for a pair with the last 200 times it was set, newest last. */
export interface StoredOwnRate extends OwnRate {
  readonly _id: string;
  readonly history: readonly RateChange[];
}

export const ownRateIndexes: CollectionIndexes = {
  collection: COLLECTION,
  indexes: [{ name: 'seller', key: { sellerId: 1, from: 1, to: 1 } }],
};

export type OwnRateStore = ReturnType<typeof createOwnRateStore>;

/** The rates sellers have set themselves. Nothing else reads or writes it. */
export function createOwnRateStore(db: Db) {
  const rates = db.collection<StoredOwnRate>(COLLECTION);
  const idOf = (sellerId: SellerId, from: Currency, to: Currency) => `${sellerId}:${from}:${to}`;

  return {
    find: (sellerId: SellerId, from: Currency, to: Currency) => rates.findOne({ _id: idOf(sellerId, from, to) }),
    ofSeller: (sellerId: SellerId) => rates.find({ sellerId }).sort({ from: 1, to: 1 }).toArray(),
    /** In either direction. */
    ofPair: (sellerId: SellerId, from: Currency, to: Currency) => rates.find({ _id: { $in: [idOf(sellerId, from, to), idOf(sellerId, to, from)] } }).toArray(),
    /** Sets a rate and writes down who did, in one write. */
    async set({ sellerId, from, to }: Pick<OwnRate, 'sellerId' | 'from' | 'to'>, change: RateChange): Promise<StoredOwnRate | null> {
      const { rate, setAt, setBy } = change;
      return rates.findOneAndUpdate({ _id: idOf(sellerId, from, to) }, { $set: { sellerId, from, to, rate, setAt, setBy }, $push: { history: { $each: [change], $slice: -KEPT_CHANGES } } }, { upsert: true, returnDocument: 'after' });
    },
  };
}

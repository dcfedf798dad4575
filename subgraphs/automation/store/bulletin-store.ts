import type { Db } from 'mongodb';
import type { CollectionIndexes } from '../../../platform/mongo/indexes.js';
import type { Bank, Bulletin, StoredBulletin } from '../domain/bulletin.js';

const COLLECTION = 'exchange_rates';

export const bulletinIndexes: CollectionIndexes = {
  collection: COLLECTION,
  indexes: [{ name: 'bank_in_force', key: { bank: 1, inForceFrom: -1 } }],
};

export type BulletinStore = ReturnType<typeof createBulletinStore>;

/** What the banks published, one document per bank and day. Nothing else reads or writes it. */
export function createBulletinStore(db: Db) {
  const bulletins = db.collection<StoredBulletin>(COLLECTION);
  const newestOf = (bank: Bank, filter: object) => bulletins.find({ bank, ...filter }).sort({ inForceFrom: -1 }).limit(1).next();

  return {
    newest: (bank: Bank) => newestOf(bank, {}),
    /** The newest whose day has begun. */
    inForce: (bank: Bank, now: Date) => newestOf(bank, { inForceFrom: { $lte: now } }),
    /** Keeps a bulletin; one that is kept already stays, unless the bank has corrected it since. */
    async save(bulletin: Bulletin, fetchedAt: Date): Promise<'NEW' | 'KNOWN' | 'CORRECTED'> {
      const _id = `${bulletin.bank}:${bulletin.date}`;
      const { upsertedCount } = await bulletins.updateOne({ _id }, { $setOnInsert: { ...bulletin, fetchedAt } }, { upsert: true });
      if (upsertedCount > 0) return 'NEW';
      const known = await bulletins.findOne({ _id });
      if (!known || isSame(known.quotes, bulletin.quotes)) return 'KNOWN';
      const { quotes, number } = bulletin;
      const { modifiedCount } = await bulletins.updateOne({ _id, fetchedAt: known.fetchedAt }, { $set: { quotes, number, fetchedAt }, $push: { corrections: { quotes: known.quotes, replacedAt: fetchedAt } } });
      return modifiedCount > 0 ? 'CORRECTED' : 'KNOWN';
    },
  };
}

function isSame(a: Bulletin['quotes'], b: Bulletin['quotes']): boolean {
  const lines = (quotes: Bulletin['quotes']) => Object.entries(quotes).map(([code, { unit, value }]) => `${code} ${unit} ${value}`).sort().join();
  return lines(a) === lines(b);
}

import type { Db } from 'mongodb';
import { isDuplicateKey } from '../../../platform/mongo/duplicate-key.js';
import type { Bank } from '../domain/bulletin.js';

const COLLECTION = 'exchange_rate_feeds';
const NEVER = new Date(0);

/** How reading a bank's rates goes. */
export interface FeedState {
  readonly _id: Bank;
  readonly nextTryAt: Date;
  readonly lastTryAt: Date | null;
  readonly lastSuccessAt: Date | null;
  /** In a row. */
  readonly failures: number;
  readonly lastError: { readonly kind: string; readonly message: string; readonly at: Date } | null;
  /** Since when the newest rates in force have been older than allowed; null: they are not. */
  readonly staleSince: Date | null;
}

export type FeedStore = ReturnType<typeof createFeedStore>;

/** One document per bank: whose turn it is to read it, and how it went. Nothing else reads or writes it. */
export function createFeedStore(db: Db) {
  const feeds = db.collection<FeedState>(COLLECTION);

  async function open(bank: Bank): Promise<void> {
    const first = { nextTryAt: NEVER, lastTryAt: null, lastSuccessAt: null, failures: 0, lastError: null, staleSince: null };
    try {
      await feeds.updateOne({ _id: bank }, { $setOnInsert: first }, { upsert: true });
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
  }

  return {
    find: (bank: Bank) => feeds.findOne({ _id: bank }),
    all: () => feeds.find().sort({ _id: 1 }).toArray(),
    /** The turn to read a bank, if it is time; nobody else gets it before `until`. The state before. */
    async takeTurn(bank: Bank, { now, until }: { readonly now: Date; readonly until: Date }): Promise<FeedState | null> {
      await open(bank);
      return feeds.findOneAndUpdate({ _id: bank, nextTryAt: { $lte: now } }, { $set: { nextTryAt: until, lastTryAt: now } }, { returnDocument: 'before' });
    },
    succeeded: (bank: Bank, { at, nextTryAt }: { readonly at: Date; readonly nextTryAt: Date }) => feeds.updateOne({ _id: bank }, { $set: { lastSuccessAt: at, nextTryAt, failures: 0, lastError: null } }),
    failed: (bank: Bank, { error, nextTryAt }: { readonly error: NonNullable<FeedState['lastError']>; readonly nextTryAt: Date }) => feeds.updateOne({ _id: bank }, { $set: { lastError: error, nextTryAt }, $inc: { failures: 1 } }),
    /** Whether this call was the one that noted it: so that it is told once. */
    async becameStale(bank: Bank, at: Date): Promise<boolean> {
      return (await feeds.updateOne({ _id: bank, staleSince: null }, { $set: { staleSince: at } })).modifiedCount > 0;
    },
    async becameFresh(bank: Bank): Promise<boolean> {
      return (await feeds.updateOne({ _id: bank, staleSince: { $ne: null } }, { $set: { staleSince: null } })).modifiedCount > 0;
    },
  };
}

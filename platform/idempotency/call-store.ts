import type { Db } from 'mongodb';
import type { SellerId } from '../ids.js';
import type { CollectionIndexes } from '../mongo/indexes.js';

const KEPT_MS = 7 * 24 * 3_600_000;

/** A call that was done under an idempotency key, with its answer. */
interface DoneCall {
  readonly _id: string;
  readonly digest: string;
  readonly answer: unknown;
  readonly expiresAt: Date;
}

/** Each subgraph keeps the calls it answers in a collection of its own. */
export type CallCollection = 'catalog_calls' | 'sync_calls';

export function callIndexesOf(collection: CallCollection): CollectionIndexes {
  return { collection, indexes: [{ name: 'expiry', key: { expiresAt: 1 }, expireAfterSeconds: 0 }] };
}

export type CallStore = ReturnType<typeof createCallStore>;

/** The answers of calls with an idempotency key, kept for seven days. Nothing else reads or writes them. */
export function createCallStore(db: Db, collection: CallCollection) {
  const calls = db.collection<DoneCall>(collection);
  const idOf = (sellerId: SellerId, key: string) => `${sellerId}:${key}`;

  return {
    find: (sellerId: SellerId, key: string) => calls.findOne({ _id: idOf(sellerId, key) }),
    /** The first answer stays: of two calls at the same time, both of which did the same, one answer is kept. */
    keep: (sellerId: SellerId, key: string, { digest, answer, at }: { readonly digest: string; readonly answer: unknown; readonly at: Date }) =>
      calls.updateOne({ _id: idOf(sellerId, key) }, { $setOnInsert: { digest, answer, expiresAt: new Date(at.getTime() + KEPT_MS) } }, { upsert: true }),
  };
}

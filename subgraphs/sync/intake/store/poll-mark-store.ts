import type { Collection, Db } from 'mongodb';
import type { SellerId, StoreId } from '../../../../platform/ids.js';
import type { CollectionIndexes } from '../../../../platform/mongo/indexes.js';
import type { PollMark } from '../domain/poll-mark.js';
import { nextLookAt } from '../domain/returns-look.js';

const COLLECTION = 'pollMarks';
/** Under a storm of webhooks the moment of the last one is kept this roughly. */
export const HEARD_WITHIN_MS = 5_000;
/** However often polls are asked for, they come no closer than this. */
const BETWEEN_POLLS_MS = 1_000;
const TURN_MS = 10_000;

export const pollMarkIndexes: CollectionIndexes = {
  collection: COLLECTION,
  indexes: [
    { name: 'poll_at', key: { pollAt: 1 } },
    { name: 'webhook_check_at', key: { webhookCheckAt: 1 } },
  ],
};

export interface PollMarkStore {
  /** The store's mark; the first call makes one that is due at once. */
  open(store: { storeId: StoreId; sellerId: SellerId; now: Date }): Promise<PollMark>;
  find(storeIds: readonly StoreId[]): Promise<PollMark[]>;
  note(storeId: StoreId, notes: Partial<Omit<PollMark, '_id' | 'sellerId'>>): Promise<void>;
  /** The turn to poll a store that is due: false when another has it. Not taken for long, so that a poll that dies is soon made again. */
  takePoll(mark: Pick<PollMark, '_id' | 'pollAt'>, now: Date): Promise<boolean>;
  /** Brings the next poll forward to now, or to shortly after the last one; not while the marketplace has trouble. */
  askPoll(store: { storeId: StoreId; sellerId: SellerId; now: Date }): Promise<void>;
  /** Brings the next poll forward to then, where it would come later; not while the marketplace has trouble. */
  hurryPoll(storeId: StoreId, at: Date): Promise<void>;
  /** Brings the next look at the returns forward, with the check of the store that makes it. */
  askReturns(store: { storeId: StoreId; sellerId: SellerId; now: Date }): Promise<void>;
  /** A poll that began then has come to its end. One that was asked for since then comes right after it. */
  noteCovered(storeId: StoreId, notes: Partial<Omit<PollMark, '_id' | 'sellerId'>> & { readonly coveredUntil: Date; readonly polledAt: Date }): Promise<void>;
  /** The marketplace told something. */
  heard(storeId: StoreId, at: Date): Promise<void>;
  /** Nothing since then is taken as known any more, and a poll is due. */
  reopen(storeId: StoreId, since: Date, now: Date): Promise<void>;
  /** Stores whose poll or webhook check is due. */
  due(now: Date): Promise<StoreId[]>;
}

export function createPollMarkStore(db: Db): PollMarkStore {
  const marks: Collection<PollMark> = db.collection(COLLECTION);

  const open: PollMarkStore['open'] = async ({ storeId, sellerId, now }) => {
    const known = await marks.findOne({ _id: storeId });
    if (known !== null) return known;
    await marks.updateOne({ _id: storeId }, { $setOnInsert: newMark(sellerId, now) }, { upsert: true });
    const made = await marks.findOne({ _id: storeId });
    if (made === null) throw new Error(`the poll mark of store ${storeId} was removed`);
    return made;
  };

  const hurryPoll: PollMarkStore['hurryPoll'] = async (storeId, at) => {
    await marks.updateOne({ _id: storeId, failures: 0, authFailures: 0 }, { $min: { pollAt: at } });
  };

  return {
    open,
    find: (storeIds) => marks.find({ _id: { $in: [...storeIds] } }).toArray(),
    async note(storeId, notes) {
      await marks.updateOne({ _id: storeId }, { $set: notes });
    },
    async takePoll({ _id, pollAt }, now) {
      return (await marks.updateOne({ _id, pollAt }, { $set: { pollAt: new Date(now.getTime() + TURN_MS) } })).matchedCount === 1;
    },
    hurryPoll,
    async askPoll(store) {
      const { polledAt } = await open(store);
      const at = new Date(Math.max(store.now.getTime(), (polledAt?.getTime() ?? 0) + BETWEEN_POLLS_MS));
      await marks.updateOne({ _id: store.storeId }, { $max: { pollAskedAt: store.now } });
      await hurryPoll(store.storeId, at);
    },
    async askReturns(store) {
      const { returnsLook } = await open(store);
      const at = new Date(Math.max(store.now.getTime(), nextLookAt(returnsLook, store.now).getTime()));
      await marks.updateOne({ _id: store.storeId }, { $max: { returnsAskedAt: store.now }, $min: { webhookCheckAt: at } });
    },
    async noteCovered(storeId, notes) {
      await marks.updateOne({ _id: storeId }, { $set: notes });
      const at = new Date(notes.polledAt.getTime() + BETWEEN_POLLS_MS);
      await marks.updateOne({ _id: storeId, pollAskedAt: { $gt: notes.coveredUntil } }, { $min: { pollAt: at } });
    },
    async heard(storeId, at) {
      const isNews = { $or: [{ heardAt: null }, { heardAt: { $lt: new Date(at.getTime() - HEARD_WITHIN_MS) } }, { webhooksMissed: true }] };
      await marks.updateOne({ _id: storeId, ...isNews }, { $set: { heardAt: at, webhooksMissed: false } });
    },
    async reopen(storeId, since, now) {
      await marks.updateOne({ _id: storeId }, { $min: { coveredUntil: since }, $set: { window: null, pollAt: now } });
    },
    async due(now) {
      const [polls, checks] = await Promise.all([marks.distinct('_id', { pollAt: { $lte: now } }), marks.distinct('_id', { webhookCheckAt: { $lte: now } })]);
      return [...new Set([...polls, ...checks])];
    },
  };
}

function newMark(sellerId: SellerId, now: Date): Omit<PollMark, '_id'> {
  return { sellerId, coveredUntil: null, window: null, pollAt: now, intervalMs: 0, polledAt: null, heardAt: null, webhooksMissed: false, webhookCheckAt: now, failures: 0, authFailures: 0, lastError: null };
}

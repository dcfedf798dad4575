import type { Collection, Db } from 'mongodb';
import type { ExplainedCode } from '../../../../platform/explanations/explain.js';
import { duplicatePlaces } from '../../../../platform/mongo/duplicate-key.js';
import type { SellerId, StoreId } from '../../../../platform/ids.js';
import { createGroupCommit } from '../../../../platform/mongo/group-commit.js';
import { findPage, type Page, type PageRequest } from '../../../../platform/mongo/keyset-page.js';
import { isNaming } from '../../../../platform/payloads/erase-names.js';
import type { CollectionIndexes } from '../../../../platform/mongo/indexes.js';
import type { InboxEntry } from '../domain/inbox-entry.js';

const COLLECTION = 'inbox';
const KEPT_DAYS = 7;
const NOT_READING = { reading: '', orderIds: '', readAt: '', changedRevision: '' } as const;
const OF_READING = { receivedAt: 1, state: 1, orderIds: 1, readAt: 1, changedRevision: 1 } as const;

export const inboxIndexes: CollectionIndexes = {
  collection: COLLECTION,
  indexes: [
    { name: 'waiting', key: { waiting: 1, storeId: 1, receivedAt: 1 }, partialFilterExpression: { waiting: true } },
    { name: 'reading', key: { reading: 1, storeId: 1, readAt: 1 }, partialFilterExpression: { reading: true } },
    { name: 'naming', key: { reading: 1, storeId: 1, orderIds: 1 }, partialFilterExpression: { reading: true } },
    { name: 'quarantined', key: { quarantined: 1, sellerId: 1, receivedAt: -1, _id: -1 }, partialFilterExpression: { quarantined: true } },
    { name: 'expiry', key: { expiresAt: 1 }, expireAfterSeconds: 0 },
  ],
};

export type ArrivedEntry = InboxEntry & { readonly body: Buffer };
export type ReadingEntry = Pick<InboxEntry, '_id' | 'receivedAt' | 'state' | 'changedRevision'> & Required<Pick<InboxEntry, 'orderIds' | 'readAt'>>;

export interface InboxStore {
  /** Resolves once it is durable. DUPLICATE: the same body was there before, in whatever state. */
  add(entry: ArrivedEntry): Promise<'ADDED' | 'DUPLICATE'>;
  /** Keeps rows that a poll could not read; those kept before stay as they are. */
  addQuarantined(entries: readonly ArrivedEntry[]): Promise<void>;
  /** What waits for a store, longest waiting first. */
  waiting(storeId: StoreId, limit: number): Promise<ArrivedEntry[]>;
  storesWaiting(): Promise<StoreId[]>;
  /** What an entry says is durable. */
  markMapped(ids: readonly string[], at: Date): Promise<void>;
  /** All that an entry says is durable but these orders, which are to be read. */
  awaitReading(id: string, reading: { readonly orderIds: readonly string[]; readonly readAt: Date; readonly changedRevision?: number }): Promise<void>;
  /** What has orders to be read now, longest due first. */
  dueReading(storeId: StoreId, now: Date, limit: number): Promise<ReadingEntry[]>;
  /** What has any of these orders to be read, now or later. */
  naming(storeId: StoreId, orderIds: readonly string[]): Promise<ReadingEntry[]>;
  storesReading(now: Date): Promise<StoreId[]>;
  /** When the next order of the store is to be read; null when none is. */
  nextReadingAt(storeId: StoreId): Promise<Date | null>;
  /** Whether the store has told anything that is not wholly taken in. */
  isAnythingOpen(storeId: StoreId): Promise<boolean>;
  quarantine(id: string, reason: { code: ExplainedCode; message: string; at: Date }): Promise<void>;
  /** Counts a failure of the hub's own; answers how many there were. */
  countFailure(id: string): Promise<number>;
  /** Set aside, newest first, without bodies. Throws PageError. */
  quarantinedPage(o: { sellerId: SellerId; storeId?: StoreId; page: PageRequest }): Promise<Page<InboxEntry>>;
  /** A seller's set-aside entries among these, without bodies. */
  findQuarantined(sellerId: SellerId, ids: readonly string[]): Promise<InboxEntry[]>;
  /** Puts set-aside entries back in line, those that have their body still. */
  requeue(ids: readonly string[]): Promise<void>;
  /** Takes away the bodies of what was set aside before; the entries stay, without a way back. Answers how many there were. */
  dropBodies(storeId: StoreId, receivedBefore: Date): Promise<number>;
  /** Takes away the bodies of what was set aside and has one of these names in it. Answers how many there were. */
  dropBodiesNaming(storeId: StoreId, names: readonly string[]): Promise<number>;
  /** Forgets set-aside rows that another poll is going to bring again. */
  forget(ids: readonly string[]): Promise<void>;
}

export function createInboxStore(db: Db): InboxStore {
  const inbox: Collection<InboxEntry> = db.collection(COLLECTION);
  const commits = createGroupCommit((entries: readonly ArrivedEntry[]) => insertAll(inbox, entries));
  const received = (attempts: number) => ({ $set: { state: { kind: 'RECEIVED', attempts }, waiting: true }, $unset: { quarantined: '' } }) as const;

  return {
    add: (entry) => commits.add(entry),
    async addQuarantined(entries) {
      if (entries.length > 0) await insertAll(inbox, entries);
    },
    async waiting(storeId, limit) {
      const found = await inbox.find({ waiting: true, storeId }, { promoteBuffers: true }).sort({ receivedAt: 1 }).limit(limit).toArray();
      return found.flatMap((entry) => (entry.body ? [{ ...entry, body: entry.body }] : []));
    },
    storesWaiting: () => inbox.distinct('storeId', { waiting: true }),
    async markMapped(ids, at) {
      const expiresAt = new Date(at.getTime() + KEPT_DAYS * 86_400_000);
      await inbox.updateMany({ _id: { $in: [...ids] }, 'state.kind': 'RECEIVED' }, { $set: { state: { kind: 'MAPPED', at }, expiresAt }, $unset: { waiting: '', ...NOT_READING, body: '' } });
    },
    async awaitReading(id, reading) {
      await inbox.updateOne({ _id: id, 'state.kind': 'RECEIVED' }, { $set: { reading: true, ...reading }, $unset: { waiting: '' } });
    },
    async dueReading(storeId, now, limit) {
      return (await inbox.find({ reading: true, storeId, readAt: { $lte: now } }, { projection: OF_READING }).sort({ readAt: 1 }).limit(limit).toArray()).flatMap(toReading);
    },
    async naming(storeId, orderIds) {
      return (await inbox.find({ reading: true, storeId, orderIds: { $in: [...orderIds] } }, { projection: OF_READING }).toArray()).flatMap(toReading);
    },
    storesReading: (now) => inbox.distinct('storeId', { reading: true, readAt: { $lte: now } }),
    async nextReadingAt(storeId) {
      const [first] = await inbox.find({ reading: true, storeId }, { projection: { readAt: 1 } }).sort({ readAt: 1 }).limit(1).toArray();
      return first?.readAt ?? null;
    },
    async isAnythingOpen(storeId) {
      const found = await Promise.all([inbox.findOne({ waiting: true, storeId }, { projection: { _id: 1 } }), inbox.findOne({ reading: true, storeId }, { projection: { _id: 1 } })]);
      return found.some((one) => one !== null);
    },
    async quarantine(id, { code, message, at }) {
      await inbox.updateOne({ _id: id, 'state.kind': 'RECEIVED' }, { $set: { state: { kind: 'QUARANTINED', at, code, message }, quarantined: true }, $unset: { waiting: '', ...NOT_READING } });
    },
    async countFailure(id) {
      const entry = await inbox.findOneAndUpdate({ _id: id, 'state.kind': 'RECEIVED' }, { $inc: { 'state.attempts': 1 } }, { returnDocument: 'after', projection: { state: 1 } });
      return entry?.state.kind === 'RECEIVED' ? entry.state.attempts : 0;
    },
    quarantinedPage: ({ sellerId, storeId, page }) =>
      findPage(inbox, { filter: { quarantined: true, sellerId, ...(storeId ? { storeId } : {}) }, order: [{ field: 'receivedAt', direction: -1 }], page, projection: { body: 0 } }),
    findQuarantined: (sellerId, ids) => inbox.find({ _id: { $in: [...ids] }, sellerId, quarantined: true }, { projection: { body: 0 } }).toArray(),
    async requeue(ids) {
      await inbox.updateMany({ _id: { $in: [...ids] }, quarantined: true, body: { $exists: true } }, received(0));
    },
    async dropBodies(storeId, receivedBefore) {
      const { modifiedCount } = await inbox.updateMany({ quarantined: true, storeId, receivedAt: { $lte: receivedBefore }, body: { $exists: true } }, { $unset: { body: '' } });
      return modifiedCount;
    },
    async dropBodiesNaming(storeId, names) {
      let dropped = 0;
      for await (const { _id, body } of inbox.find({ quarantined: true, storeId, body: { $exists: true } }, { projection: { body: 1 }, promoteBuffers: true, batchSize: 50 })) {
        if (body === undefined || !isNaming(body, names)) continue;
        dropped += (await inbox.updateOne({ _id, quarantined: true, body: { $exists: true } }, { $unset: { body: '' } })).modifiedCount;
      }
      return dropped;
    },
    async forget(ids) {
      await inbox.deleteMany({ _id: { $in: [...ids] }, quarantined: true });
    },
  };
}

function toReading({ orderIds, readAt, ...entry }: InboxEntry): ReadingEntry[] {
  return orderIds && readAt ? [{ ...entry, orderIds, readAt }] : [];
}

async function insertAll(inbox: Collection<InboxEntry>, entries: readonly ArrivedEntry[]): Promise<('ADDED' | 'DUPLICATE')[]> {
  try {
    await inbox.insertMany([...entries], { ordered: false });
    return entries.map(() => 'ADDED');
  } catch (error) {
    const duplicates = duplicatePlaces(error);
    return entries.map((_entry, index) => (duplicates.has(index) ? 'DUPLICATE' : 'ADDED'));
  }
}

import type { AnyBulkWriteOperation, Collection, Db, Filter } from 'mongodb';
import type { OutboxEntry } from '../../../platform/events/outbox-entry.js';
import { outboxIndex } from '../../../platform/events/outbox.js';
import type { OrderId, SellerId, StoreId } from '../../../platform/ids.js';
import { isDuplicateKey } from '../../../platform/mongo/duplicate-key.js';
import type { CollectionIndexes } from '../../../platform/mongo/indexes.js';
import type { Order } from '../domain/order.js';
import type { Markable } from '../domain/order-marks.js';

export const ORDERS_COLLECTION = 'orders';

export const orderIndexes: CollectionIndexes = {
  collection: ORDERS_COLLECTION,
  indexes: [
    { name: 'remote_order', key: { storeId: 1, remoteOrderId: 1 }, unique: true },
    { name: 'seller_ordered', key: { sellerId: 1, orderedAt: -1, _id: -1 } },
    { name: 'seller_changed', key: { sellerId: 1, changedAt: -1, _id: -1 } },
    { name: 'unmapped', key: { hasUnmappedLines: 1, sellerId: 1, changedAt: 1 }, partialFilterExpression: { hasUnmappedLines: true } },
    { name: 'stock_pending', key: { stockPending: 1, changedAt: 1 }, partialFilterExpression: { stockPending: true } },
    { name: 'action_pending', key: { actionPending: 1, storeId: 1, actionDueAt: 1 }, partialFilterExpression: { actionPending: true } },
    { name: 'action_issue', key: { sellerId: 1, 'actions.issue.code': 1 }, partialFilterExpression: { 'actions.issue.code': { $exists: true } } },
    { name: 'buyer', key: { storeId: 1, buyerKeys: 1 }, partialFilterExpression: { buyerKeys: { $exists: true } } },
    { name: 'buyer_idle', key: { storeId: 1, buyerIdleSince: 1 }, partialFilterExpression: { buyerIdleSince: { $exists: true } } },
    { name: 'short', key: { sellerId: 1, shortAt: 1 }, partialFilterExpression: { shortAt: { $exists: true } } },
    outboxIndex,
  ],
};

/** A decided write: what was read (null: nothing), what it becomes, what it announces. */
export interface OrderWrite {
  readonly before: Order | null;
  readonly after: Order;
  readonly announce: readonly OutboxEntry[];
}

/** The only code that touches the collection of orders. Orders are read without their outbox, which belongs to the relay. */
export interface OrderStore {
  readonly collection: Collection<Order>;
  byId(sellerId: SellerId, orderId: OrderId): Promise<Order | null>;
  byIds(orderIds: readonly OrderId[]): Promise<Order[]>;
  byIdsOfSeller(sellerId: SellerId, orderIds: readonly OrderId[]): Promise<Order[]>;
  byRemoteIds(storeId: StoreId, remoteOrderIds: readonly string[]): Promise<Order[]>;
  /** At most 500; those whose buyer is gone already are left out. */
  byBuyerKeys(storeId: StoreId, buyerKeys: readonly string[]): Promise<Order[]>;
  /** Orders that have needed their buyer no longer since then or before, and still have one. */
  buyersIdle(storeId: StoreId, idleBefore: Date, limit: number): Promise<Order[]>;
  idsByRemoteIds(o: { sellerId: SellerId; storeId: StoreId; remoteOrderIds: readonly string[] }): Promise<ReadonlyMap<string, OrderId>>;
  /** Writes in one round trip; false when another writer was faster with some of them, which are then left as they were. */
  writeAll(writes: readonly OrderWrite[]): Promise<boolean>;
  stockPending(before: Date, limit: number): Promise<Order[]>;
  unmapped(sellerId: SellerId, changedAfter: Date, limit: number): Promise<Order[]>;
  actionsDue(storeId: StoreId, now: Date, limit: number): Promise<Order[]>;
  /** Orders with an action that has this issue and either waits, or was refused and may be asked again. */
  withActionIssue(of: { readonly sellerId: SellerId; readonly storeId: StoreId | null; readonly issueCode: string; readonly now: Date; readonly limit: number }): Promise<Order[]>;
  nextActionDueAt(storeId: StoreId): Promise<Date | null>;
  storesWithActionsDue(now: Date): Promise<StoreId[]>;
  /** Orders first seen from `from` up to before `to` to claim more than there was; one by one. */
  shortWithin(of: { readonly sellerId: SellerId; readonly from: Date; readonly to: Date }): AsyncIterable<Pick<Order, 'storeId' | 'holdings'>>;
  /** What marks are made of, nothing else. */
  marksByRemoteIds(storeId: StoreId, remoteOrderIds: readonly string[]): Promise<Markable[]>;
  /** Ids of orders placed in a span of time, by the id, after one. */
  remoteIdsOrdered(of: { readonly sellerId: SellerId; readonly storeId: StoreId; readonly from: Date; readonly to: Date; readonly after: string | null; readonly limit: number }): Promise<string[]>;
  countSince(of: { readonly sellerId: SellerId; readonly storeId: StoreId; readonly since: Date; readonly atMost: number }): Promise<number>;
}

const MOST_OF_A_BUYER = 500;
const LINE_MARKS = { 'packages.lines.quantity': 1, 'packages.lines.unitPriceMinor': 1, 'packages.lines.unitDiscountMinor': 1, 'packages.lines.status': 1 } as const;
const MARKS_ONLY = { remoteOrderId: 1, orderedAt: 1, currency: 1, 'packages.remotePackageId': 1, 'packages.remoteRevision': 1, 'packages.status': 1, ...LINE_MARKS } as const;
const WITHOUT_OUTBOX = { outbox: 0, outboxPending: 0 } as const;

export function createOrderStore(db: Db): OrderStore {
  const collection = db.collection<Order>(ORDERS_COLLECTION);
  const find = (filter: Filter<Order>) => collection.find(filter, { projection: WITHOUT_OUTBOX });
  const pendingActions = { actionPending: true } as const;

  return {
    collection,
    byId: (sellerId, orderId) => collection.findOne({ _id: orderId, sellerId }, { projection: WITHOUT_OUTBOX }),
    byIds: (orderIds) => find({ _id: { $in: [...orderIds] } }).toArray(),
    byIdsOfSeller: (sellerId, orderIds) => find({ _id: { $in: [...orderIds] }, sellerId }).toArray(),
    byRemoteIds: (storeId, remoteOrderIds) => find({ storeId, remoteOrderId: { $in: [...remoteOrderIds] } }).toArray(),
    byBuyerKeys: (storeId, buyerKeys) => find({ storeId, buyerKeys: { $in: [...buyerKeys] }, buyerErasedAt: { $exists: false } }).limit(MOST_OF_A_BUYER).toArray(),
    buyersIdle: (storeId, idleBefore, limit) => find({ storeId, buyerIdleSince: { $lte: idleBefore } }).limit(limit).toArray(),
    async idsByRemoteIds({ sellerId, storeId, remoteOrderIds }) {
      const found = await collection.find({ storeId, remoteOrderId: { $in: [...remoteOrderIds] }, sellerId }, { projection: { remoteOrderId: 1 } }).toArray();
      return new Map(found.map(({ _id, remoteOrderId }) => [remoteOrderId, _id]));
    },
    writeAll: (writes) => writeAll(collection, writes),
    stockPending: (before, limit) => find({ stockPending: true, changedAt: { $lte: before } }).limit(limit).toArray(),
    unmapped: (sellerId, changedAfter, limit) => find({ hasUnmappedLines: true, sellerId, changedAt: { $gte: changedAfter } }).limit(limit).toArray(),
    actionsDue: (storeId, now, limit) => find({ ...pendingActions, storeId, actionDueAt: { $lte: now } }).sort({ actionDueAt: 1 }).limit(limit).toArray(),
    withActionIssue: ({ sellerId, storeId, issueCode, now, limit }) => {
      const inTrouble = { 'issue.code': issueCode, $or: [{ state: 'REJECTED', 'issue.retryable': true }, { state: { $in: ['QUEUED', 'UNKNOWN'] }, dueAt: { $gt: now } }] };
      // The first condition is for the index, which does not look into the second.
      return find({ sellerId, 'actions.issue.code': issueCode, actions: { $elemMatch: inTrouble }, ...(storeId === null ? {} : { storeId }) }).limit(limit).toArray();
    },
    async nextActionDueAt(storeId) {
      const [next] = await find({ ...pendingActions, storeId }).sort({ actionDueAt: 1 }).limit(1).toArray();
      return next?.actionDueAt ?? null;
    },
    shortWithin: ({ sellerId, from, to }) => collection.find({ sellerId, shortAt: { $exists: true, $gte: from, $lt: to } }, { projection: { storeId: 1, 'holdings.short': 1 } }),
    marksByRemoteIds: (storeId, remoteOrderIds) => collection.find<Markable>({ storeId, remoteOrderId: { $in: [...remoteOrderIds] } }, { projection: MARKS_ONLY }).toArray(),
    async remoteIdsOrdered({ sellerId, storeId, from, to, after, limit }) {
      const span = { sellerId, orderedAt: { $gte: from, $lt: to }, storeId, ...(after === null ? {} : { remoteOrderId: { $gt: after } }) };
      const found = await collection.find(span, { projection: { remoteOrderId: 1 } }).sort({ remoteOrderId: 1 }).limit(limit).toArray();
      return found.map(({ remoteOrderId }) => remoteOrderId);
    },
    countSince: ({ sellerId, storeId, since, atMost }) => collection.countDocuments({ sellerId, orderedAt: { $gte: since }, storeId }, { limit: atMost }),
    storesWithActionsDue: (now) => collection.distinct('storeId', { ...pendingActions, actionDueAt: { $lte: now } }),
  };
}

async function writeAll(collection: Collection<Order>, writes: readonly OrderWrite[]): Promise<boolean> {
  if (writes.length === 0) return true;
  try {
    const result = await collection.bulkWrite(writes.map(toBulkOperation), { ordered: false });
    return result.insertedCount + result.matchedCount === writes.length;
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    return false;
  }
}

function toBulkOperation({ before, after, announce }: OrderWrite): AnyBulkWriteOperation<Order> {
  const pending = announce.length > 0 ? { outboxPending: true } : {};
  if (before === null) return { insertOne: { document: { ...after, outbox: announce, ...pending } } };
  const unset = absentMarks(before, after);
  return {
    updateOne: {
      filter: { _id: before._id, version: before.version },
      update: {
        $set: { ...changedFields(before, after), ...pending },
        ...(Object.keys(unset).length > 0 ? { $unset: unset } : {}),
        ...(announce.length > 0 ? { $push: { outbox: { $each: [...announce] } } } : {}),
      },
    },
  };
}

/** Parts are replaced, never changed in place, so those that are the same need not travel. */
function changedFields(before: Order, after: Order): Partial<Order> {
  const names = (Object.keys(after) as (keyof Order)[]).filter((name) => after[name] !== before[name]);
  return Object.fromEntries(names.map((name) => [name, after[name]]));
}

const MARKS = ['stockPending', 'actionPending', 'buyerIdleSince'] as const;

/** The marks are present only while they hold, which keeps their partial indexes as small as the work that waits. */
function absentMarks(before: Order, after: Order): Partial<Record<(typeof MARKS)[number], ''>> {
  const gone = MARKS.filter((mark) => Boolean(before[mark]) && !after[mark]);
  return Object.fromEntries(gone.map((mark) => [mark, '']));
}

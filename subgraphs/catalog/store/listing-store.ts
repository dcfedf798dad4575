import type { Collection, Db, Filter } from 'mongodb';
import type { AttemptId, ListingId, OperationId, SellerId, StoreId, VariantId } from '../../../platform/ids.js';
import { groupBy } from '../../../platform/group-by.js';
import type { CollectionIndexes } from '../../../platform/mongo/indexes.js';
import { findPage, type PageRequest } from '../../../platform/mongo/keyset-page.js';
import { causesOf, operationState, PRIORITIES } from '../domain/due.js';
import type { StoredListingFilter } from '../domain/filters.js';
import { type Listing, type ListingIssue, LISTING_FIELDS, WRITE_STATES, type WriteState } from '../domain/listing.js';
import type { ListingConversion } from '../domain/listing-conversion.js';
import type { ListingMark } from '../domain/compare-offer.js';
import type { ListingChange } from '../domain/listing-change.js';
import type { RefusedListings } from '../domain/refused-listings.js';
import type { WaitingListings } from '../domain/waiting-listings.js';
import { findInChunks } from './chunks.js';
import { insertNew } from './insert-new.js';
import { writeChanges } from './versioned-write.js';

const COLLECTION = 'listings';
/** Part of the queries as well as of the index: a server uses a partial index only for queries that imply its filter. */
const IS_DUE = { $gt: new Date(0) };
const IS_UNSETTLED = { $gt: new Date(0) };
const IS_REFUSED = { $gt: '' };
const MOST_COUNTED = 10_000;
const IS_CONVERTED = { $gt: '' };
const IS_DOUBTED = { $gt: new Date(0) };
const WRITTEN_PARTS = ['content', 'price', 'quantity', 'remoteIds', 'mapping', 'ownPrice', 'conversion', 'variantVersion', 'policyVersion', 'fence', 'attemptIds', 'operationStates', 'dueAt', 'priority', 'unsettledSince', 'refusedFor', 'conflicts', 'conflictsPending', 'doubt', 'rival', 'remoteRevision'] as const;

const MARK = { remoteKey: 1, remoteIds: 1, doubt: 1, conflicts: 1, ...Object.fromEntries(['price', 'quantity'].flatMap((field) => ['state', 'sent', 'desired'].map((part) => [`${field}.${part}`, 1]))) };

export const listingIndexes: CollectionIndexes = {
  collection: COLLECTION,
  indexes: [
    { name: 'store_remoteKey', key: { storeId: 1, remoteKey: 1 }, unique: true },
    { name: 'variant_store', key: { variantId: 1, storeId: 1 }, unique: true },
    { name: 'store_due', key: { storeId: 1, priority: 1, dueAt: 1 }, partialFilterExpression: { dueAt: IS_DUE } },
    { name: 'store_unsettled', key: { storeId: 1, unsettledSince: 1 }, partialFilterExpression: { unsettledSince: IS_UNSETTLED } },
    { name: 'store_refused', key: { storeId: 1, refusedFor: 1 }, partialFilterExpression: { refusedFor: IS_REFUSED } },
    { name: 'conversion_store', key: { 'conversion.key': 1, storeId: 1 }, partialFilterExpression: { 'conversion.key': IS_CONVERTED } },
    { name: 'doubt_store', key: { 'doubt.lookAt': 1, storeId: 1 }, partialFilterExpression: { 'doubt.lookAt': IS_DOUBTED } },
    { name: 'conflicts_pending', key: { conflictsPending: 1 }, partialFilterExpression: { conflictsPending: true } },
    { name: 'attempts', key: { attemptIds: 1 } },
    { name: 'operation_states', key: { operationStates: 1 } },
    { name: 'seller', key: { sellerId: 1, _id: 1 } },
    { name: 'outbox_pending', key: { outboxPending: 1 }, partialFilterExpression: { outboxPending: true } },
  ],
};

export type ListingStore = ReturnType<typeof createListingStore>;

/** The listings collection. Nothing else reads or writes it. */
export function createListingStore(db: Db) {
  const listings = db.collection<Listing>(COLLECTION);
  const find = (filter: Filter<Listing>, limit = 0) => listings.find(filter).limit(limit).toArray();

  return {
    collection: listings,
    byIds: (ids: readonly ListingId[]) => findInChunks(ids, (chunk) => find({ _id: { $in: chunk } })),
    ofVariants: (ids: readonly VariantId[]) => findInChunks(ids, (chunk) => find({ variantId: { $in: chunk } })),
    ofStoreAndKeys: (storeId: StoreId, keys: readonly string[]) => findInChunks(keys, (chunk) => find({ storeId, remoteKey: { $in: chunk } })),
    /** A store's goods, ordered by remote key. */
    pageOfStore: (storeId: StoreId, after: string | null, limit: number) =>
      listings.find({ storeId, ...(after !== null && { remoteKey: { $gt: after } }) }, { projection: { variantId: 1, remoteKey: 1 } }).sort({ remoteKey: 1 }).limit(limit).toArray(),
    /** Of a store's goods what comparing them with a showing needs, not the documents. */
    marksOf: (storeId: StoreId, keys: readonly string[]): Promise<ListingMark[]> =>
      findInChunks(keys, (chunk) => listings.find<ListingMark>({ storeId, remoteKey: { $in: chunk } }, { projection: MARK }).toArray()),
    /** Remote keys of a store's goods that are on sale there, in order. */
    async keysOnSale(storeId: StoreId, after: string | null, limit: number): Promise<string[]> {
      const found = await listings.find({ storeId, ...(after !== null && { remoteKey: { $gt: after } }), 'content.published.value.presence': 'LISTED' }, { projection: { remoteKey: 1 } }).sort({ remoteKey: 1 }).limit(limit).toArray();
      return found.map(({ remoteKey }) => remoteKey);
    },
    /** Listings with a value in trouble; without a code, in any. */
    withIssue: ({ sellerId, storeId, issueCode, limit }: { readonly sellerId: SellerId; readonly storeId: StoreId | null; readonly issueCode: string | null; readonly limit: number }) =>
      listings.find({ sellerId, ...(storeId !== null && { storeId }), $or: LISTING_FIELDS.map((name) => ({ [`${name}.state`]: { $in: ['REJECTED', 'QUEUED'] }, [`${name}.issue.code`]: issueCode ?? { $gt: '' } })) }).limit(limit).toArray(),
    countOnSale: (storeId: StoreId) => listings.countDocuments({ storeId, 'content.published.value.presence': 'LISTED' }),
    ofOperation: (operationId: OperationId) => find({ operationStates: { $in: WRITE_STATES.map((state) => operationState(operationId, state)) } }),
    /** Those with a value of the operation's that has not come to its end, or was refused; at most 10,000. */
    unsettledOfOperation: (operationId: OperationId) =>
      listings.find({ operationStates: { $in: (['QUEUED', 'UNKNOWN', 'REJECTED'] as const).map((state) => operationState(operationId, state)) } }, { projection: { content: 1, price: 1, quantity: 1 } }).limit(10_000).toArray(),
    ofSeller: (sellerId: SellerId, ids: readonly ListingId[]) => findInChunks(ids, (chunk) => find({ sellerId, _id: { $in: chunk } })),
    page: (sellerId: SellerId, conditions: StoredListingFilter, page: PageRequest) => findPage(listings, { filter: { sellerId, ...queryOf(conditions) }, order: [], page }),
    ofAttempt: (attemptId: AttemptId) => find({ attemptIds: attemptId }),
    due: ({ storeId, now, limit }: { readonly storeId: StoreId; readonly now: Date; readonly limit: number }) =>
      listings.find({ storeId, dueAt: { ...IS_DUE, $lte: now } }).sort({ priority: 1, dueAt: 1 }).limit(limit).toArray(),
    /** The priority of a store's most valuable listing that may be sent now. */
    async firstPriority(storeId: StoreId, now: Date): Promise<number | null> {
      const [first] = await listings.find({ storeId, dueAt: { ...IS_DUE, $lte: now } }, { projection: { priority: 1 } }).sort({ priority: 1, dueAt: 1 }).limit(1).toArray();
      return first?.priority ?? null;
    },
    nextDueAt: (storeId: StoreId) => nextDueAt(listings, storeId),
    /** Since when the longest waiting price or quantity of a store is wanted and not settled. */
    async oldestUnsettled(storeId: StoreId): Promise<Date | null> {
      const [first] = await listings.find({ storeId, unsettledSince: IS_UNSETTLED }, { projection: { unsettledSince: 1 } }).sort({ unsettledSince: 1 }).limit(1).toArray();
      return first?.unsettledSince ?? null;
    },
    refusals: (storeId: StoreId) => refusals(db, listings, storeId),
    /** How many of a store's listings wait to be sent, as far as `limit`: the index alone answers. */
    countDue: (storeId: StoreId, limit: number) => countIndexed(db, { storeId, dueAt: IS_DUE }, limit),
    /** How many of a store's listings may be sent by then. */
    countDueBy: (storeId: StoreId, until: Date) => listings.countDocuments({ storeId, dueAt: { ...IS_DUE, $lte: until } }),
    waitingAfter: (storeId: StoreId, after: Date) => waitingAfter(listings, storeId, after),
    /** The first listing on the next rate after this one, by key: one index seek per rate, however many listings stand on it. */
    nextConversion: (after: string | null) => nextConversion(listings, after),
    storesOnRate: (key: string) => storesOnRate(listings, key),
    onRate: (key: string, storeId: StoreId, limit: number) => listings.find({ 'conversion.key': key, storeId }).limit(limit).toArray(),
    /** The first store after this one, by id, with something waiting: one index seek per store, however many listings wait. */
    async nextWaitingStore(after: StoreId | null): Promise<StoreId | null> {
      const [first] = await listings.find({ ...(after ? { storeId: { $gt: after } } : {}), dueAt: IS_DUE }, { projection: { storeId: 1 } }).sort({ storeId: 1, priority: 1, dueAt: 1 }).limit(1).toArray();
      return first?.storeId ?? null;
    },
    /** Listings whose quantity is in doubt and to be looked at again, longest waiting first. */
    doubted: (storeId: StoreId, before: Date, limit: number) => listings.find({ storeId, 'doubt.lookAt': { ...IS_DOUBTED, $lte: before } }).sort({ 'doubt.lookAt': 1 }).limit(limit).toArray(),
    /** Those of the listings that are still in doubt are looked at again only then. */
    postponeDoubts: (ids: readonly ListingId[], { now, lookAt }: { readonly now: Date; readonly lookAt: Date }) =>
      listings.updateMany({ _id: { $in: [...ids] }, 'doubt.lookAt': { ...IS_DOUBTED, $lte: now } }, { $set: { 'doubt.lookAt': lookAt } }),
    async nextDoubtAt(storeId: StoreId): Promise<Date | null> {
      const [first] = await listings.find({ storeId, 'doubt.lookAt': IS_DOUBTED }, { projection: { doubt: 1 } }).sort({ 'doubt.lookAt': 1 }).limit(1).toArray();
      return first?.doubt?.lookAt ?? null;
    },
    storesDoubted: (before: Date): Promise<StoreId[]> => listings.distinct('storeId', { 'doubt.lookAt': { ...IS_DOUBTED, $lte: before } }),
    withPendingConflicts: (limit: number) => find({ conflictsPending: true }, limit),
    stateCounts: (operationId: OperationId) => stateCounts(db, operationId),
    /** Gives back those that were not inserted, because the variant or the remote key has a listing on the store already. */
    insert: (documents: readonly Listing[]) => insertNew(listings, documents),
    /** Gives back the changes not written because their listing was written meanwhile. */
    write: (changes: readonly ListingChange[]) => writeChanges(listings, changes, WRITTEN_PARTS),
  };
}

/** By what was said of the value that waits: a listing's own reason is that of its most valuable one. */
async function waitingAfter(listings: Collection<Listing>, storeId: StoreId, after: Date): Promise<WaitingListings[]> {
  const projection = { dueAt: 1, 'quantity.issue': 1, 'price.issue': 1, 'content.issue': 1 };
  const waiting = await listings.find({ storeId, dueAt: { $gt: after } }, { projection }).toArray();
  const byReason = groupBy(waiting, (listing) => `${issueOf(listing)?.code ?? ''} ${issueOf(listing)?.quotaGroup ?? ''}`);
  return [...byReason.values()].map((some) => {
    const issue = some[0] ? issueOf(some[0]) : null;
    return { code: issue?.code ?? null, quotaGroup: issue?.quotaGroup ?? null, listings: some.length, until: new Date(Math.max(...some.map(({ dueAt }) => dueAt?.getTime() ?? 0))) };
  });
}

function issueOf({ quantity, price, content }: Pick<Listing, 'quantity' | 'price' | 'content'>): ListingIssue | null {
  return quantity.issue ?? price.issue ?? content.issue ?? null;
}

async function nextConversion(listings: Collection<Listing>, after: string | null): Promise<{ readonly sellerId: SellerId; readonly conversion: ListingConversion } | null> {
  const filter = { 'conversion.key': { $gt: after ?? '' } };
  const [first] = await listings.find(filter, { projection: { sellerId: 1, conversion: 1 } }).sort({ 'conversion.key': 1, storeId: 1 }).limit(1).toArray();
  return first?.conversion ? { sellerId: first.sellerId, conversion: first.conversion } : null;
}

/** One index seek per store. */
async function storesOnRate(listings: Collection<Listing>, key: string): Promise<StoreId[]> {
  const found: StoreId[] = [];
  for (;;) {
    const last = found.at(-1);
    const filter = { 'conversion.key': key, ...(last ? { storeId: { $gt: last } } : {}) };
    const [first] = await listings.find(filter, { projection: { storeId: 1 } }).sort({ storeId: 1 }).limit(1).toArray();
    if (!first) return found;
    found.push(first.storeId);
  }
}

/** One index seek and one count of the index for each set of causes that occurs together. */
async function refusals(db: Db, listings: Collection<Listing>, storeId: StoreId): Promise<RefusedListings[]> {
  const counted = new Map<RefusedListings['code'], number>();
  for (let refusedFor = await nextCauses(listings, storeId, ''); refusedFor; refusedFor = await nextCauses(listings, storeId, refusedFor)) {
    const n = await countIndexed(db, { storeId, refusedFor }, MOST_COUNTED);
    for (const code of causesOf(refusedFor)) counted.set(code, Math.min(MOST_COUNTED, (counted.get(code) ?? 0) + n));
  }
  return [...counted].map(([code, count]) => ({ code, listings: count }));
}

async function nextCauses(listings: Collection<Listing>, storeId: StoreId, after: string): Promise<string | null> {
  const [first] = await listings.find({ storeId, refusedFor: { $gt: after } }, { projection: { refusedFor: 1 } }).sort({ refusedFor: 1 }).limit(1).toArray();
  return first?.refusedFor ?? null;
}

/** One seek per priority: the index orders by priority before time. */
async function nextDueAt(listings: Collection<Listing>, storeId: StoreId): Promise<Date | null> {
  const first = (priority: number) => listings.find({ storeId, priority, dueAt: IS_DUE }, { projection: { dueAt: 1 } }).sort({ dueAt: 1 }).limit(1).next();
  const found = await Promise.all(Object.values(PRIORITIES).map(first));
  const times = found.flatMap((listing) => (listing?.dueAt ? [listing.dueAt.getTime()] : []));
  return times.length === 0 ? null : new Date(Math.min(...times));
}

/** By the command that a server answers from an index alone; the driver's own counting reads the documents. Zero: no limit. */
async function countIndexed(db: Db, query: Filter<Listing>, limit = 0): Promise<number> {
  const { n } = (await db.command({ count: COLLECTION, query, ...(limit > 0 && { limit }) })) as { readonly n: number };
  return n;
}

/** The index alone answers each count, so that a running operation of thousands can be counted often. */
async function stateCounts(db: Db, operationId: OperationId): Promise<Readonly<Record<WriteState, number>>> {
  const count = async (state: WriteState) => [state, await countIndexed(db, { operationStates: operationState(operationId, state) })] as const;
  return Object.fromEntries(await Promise.all(WRITE_STATES.map(count))) as Record<WriteState, number>;
}

function queryOf({ storeIds, variantIds, states, fields }: StoredListingFilter): Filter<Listing> {
  return {
    ...(storeIds && { storeId: { $in: [...storeIds] } }),
    ...(variantIds && { variantId: { $in: [...variantIds] } }),
    ...(states && { $or: (fields ?? LISTING_FIELDS).map((name) => ({ [`${name}.state`]: { $in: [...states] } })) }),
  };
}

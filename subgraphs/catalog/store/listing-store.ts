import type { Collection, Db, Filter } from 'mongodb';
import type { AttemptId, ListingId, OperationId, ProductId, SellerId, Sku, StoreId, VariantId } from '../../../platform/ids.js';
import type { CollectionIndexes } from '../../../platform/mongo/indexes.js';
import { findPage, type PageRequest } from '../../../platform/mongo/keyset-page.js';
import { type Listing, LISTING_FIELDS, type ListingField, type WriteState } from '../domain/listing.js';
import type { ListingChange } from '../domain/listing-change.js';
import { findInChunks } from './chunks.js';
import { insertNew } from './insert-new.js';
import { writeChanges } from './versioned-write.js';

const COLLECTION = 'listings';
/** Part of the queries as well as of the index: a server uses a partial index only for queries that imply its filter. */
const IS_DUE = { $gt: new Date(0) };
const WRITTEN_PARTS = ['content', 'price', 'quantity', 'remoteIds', 'mapping', 'ownPrice', 'variantVersion', 'policyVersion', 'fence', 'attemptIds', 'operationIds', 'dueAt', 'priority'] as const;

export const listingIndexes: CollectionIndexes = {
  collection: COLLECTION,
  indexes: [
    { name: 'store_remoteKey', key: { storeId: 1, remoteKey: 1 }, unique: true },
    { name: 'variant_store', key: { variantId: 1, storeId: 1 }, unique: true },
    { name: 'store_variant', key: { storeId: 1, variantId: 1 } },
    { name: 'store_due', key: { storeId: 1, priority: 1, dueAt: 1 }, partialFilterExpression: { dueAt: IS_DUE } },
    { name: 'attempts', key: { attemptIds: 1 } },
    { name: 'operations', key: { operationIds: 1 } },
    { name: 'seller_store', key: { sellerId: 1, storeId: 1, _id: 1 } },
    { name: 'seller_sku', key: { sellerId: 1, sku: 1, storeId: 1 } },
    { name: 'seller', key: { sellerId: 1, _id: 1 } },
    { name: 'product', key: { productId: 1 } },
    { name: 'outbox_pending', key: { outboxPending: 1 }, partialFilterExpression: { outboxPending: true } },
  ],
};

export type ListingStore = ReturnType<typeof createListingStore>;

interface ListingConditions {
  readonly storeIds?: readonly StoreId[] | null;
  readonly skus?: readonly Sku[] | null;
  readonly states?: readonly WriteState[] | null;
  readonly fields?: readonly ListingField[] | null;
}

/** The listings collection. Nothing else reads or writes it. */
export function createListingStore(db: Db) {
  const listings = db.collection<Listing>(COLLECTION);
  const find = (filter: Filter<Listing>) => listings.find(filter).toArray();

  return {
    collection: listings,
    byIds: (ids: readonly ListingId[]) => findInChunks(ids, (chunk) => find({ _id: { $in: chunk } })),
    ofVariants: (ids: readonly VariantId[]) => findInChunks(ids, (chunk) => find({ variantId: { $in: chunk } })),
    ofStoreAndKeys: (storeId: StoreId, keys: readonly string[]) => findInChunks(keys, (chunk) => find({ storeId, remoteKey: { $in: chunk } })),
    ofProducts: (ids: readonly ProductId[]) => findInChunks(ids, (chunk) => find({ productId: { $in: chunk } })),
    variantIdsOfStore: (storeId: StoreId, after: VariantId | null, limit: number) => variantIdsOfStore(listings, { storeId, after, limit }),
    ofSkus: (sellerId: SellerId, storeId: StoreId, skus: readonly Sku[]) => findInChunks(skus, (chunk) => find({ sellerId, storeId, sku: { $in: chunk } })),
    ofOperation: (operationId: OperationId) => find({ operationIds: operationId }),
    ofSeller: (sellerId: SellerId, ids: readonly ListingId[]) => findInChunks(ids, (chunk) => find({ sellerId, _id: { $in: chunk } })),
    page: (sellerId: SellerId, conditions: ListingConditions, page: PageRequest) => findPage(listings, { filter: { sellerId, ...queryOf(conditions) }, order: [], page }),
    ofAttempt: (attemptId: AttemptId) => find({ attemptIds: attemptId }),
    due: ({ storeId, now, limit }: { readonly storeId: StoreId; readonly now: Date; readonly limit: number }) =>
      listings.find({ storeId, dueAt: { ...IS_DUE, $lte: now } }).sort({ priority: 1, dueAt: 1 }).limit(limit).toArray(),
    nextDueAt: (storeId: StoreId) => nextDueAt(listings, storeId),
    /** The first store after this one, by id, with something waiting: one index seek per store, however many listings wait. */
    async nextWaitingStore(after: StoreId | null): Promise<StoreId | null> {
      const [first] = await listings.find({ ...(after ? { storeId: { $gt: after } } : {}), dueAt: IS_DUE }, { projection: { storeId: 1 } }).sort({ storeId: 1, priority: 1, dueAt: 1 }).limit(1).toArray();
      return first?.storeId ?? null;
    },
    stateCounts: (operationId: OperationId) => stateCounts(listings, operationId),
    /** Gives back those that were not inserted, because the variant or the remote key has a listing on the store already. */
    insert: (documents: readonly Listing[]) => insertNew(listings, documents),
    /** Gives back the changes not written because their listing was written meanwhile. */
    write: (changes: readonly ListingChange[]) => writeChanges(listings, changes, WRITTEN_PARTS),
  };
}

/** One seek per priority: the index orders by priority before time. */
async function nextDueAt(listings: Collection<Listing>, storeId: StoreId): Promise<Date | null> {
  const first = (priority: number) => listings.find({ storeId, priority, dueAt: IS_DUE }, { projection: { dueAt: 1 } }).sort({ dueAt: 1 }).limit(1).next();
  const found = await Promise.all([0, 1, 2, 3, 4].map(first));
  const times = found.flatMap((listing) => (listing?.dueAt ? [listing.dueAt.getTime()] : []));
  return times.length === 0 ? null : new Date(Math.min(...times));
}

async function stateCounts(listings: Collection<Listing>, operationId: OperationId): Promise<{ _id: WriteState; count: number }[]> {
  const stateOf = (field: string) => ({ $cond: [{ $eq: [`$${field}.desired.operationId`, operationId] }, `$${field}.state`, null] });
  return await listings
    .aggregate<{ _id: WriteState; count: number }>([
      { $match: { operationIds: operationId } },
      { $project: { state: [stateOf('content'), stateOf('price'), stateOf('quantity')] } },
      { $unwind: '$state' },
      { $match: { state: { $ne: null } } },
      { $group: { _id: '$state', count: { $sum: 1 } } },
    ])
    .toArray();
}

async function variantIdsOfStore(listings: Collection<Listing>, { storeId, after, limit }: { storeId: StoreId; after: VariantId | null; limit: number }): Promise<VariantId[]> {
  const filter: Filter<Listing> = after === null ? { storeId } : { storeId, variantId: { $gt: after } };
  const found = await listings.find(filter, { projection: { variantId: 1 } }).sort({ variantId: 1 }).limit(limit).toArray();
  return found.map(({ variantId }) => variantId);
}

function queryOf({ storeIds, skus, states, fields }: ListingConditions): Filter<Listing> {
  return {
    ...(storeIds && { storeId: { $in: [...storeIds] } }),
    ...(skus && { sku: { $in: [...skus] } }),
    ...(states && { $or: (fields ?? LISTING_FIELDS).map((name) => ({ [`${name}.state`]: { $in: [...states] } })) }),
  };
}

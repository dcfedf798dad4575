import type { Collection, Db, Filter } from 'mongodb';
import { outboxIndex, type Outboxed } from '../../../platform/events/outbox.js';
import type { ConflictId, ListingId, SellerId, StoreId, VariantId } from '../../../platform/ids.js';
import { isDuplicateKey } from '../../../platform/mongo/duplicate-key.js';
import type { CollectionIndexes } from '../../../platform/mongo/indexes.js';
import { findPage, type PageRequest } from '../../../platform/mongo/keyset-page.js';
import type { Conflict, ConflictField, ConflictRules, ConflictState } from '../domain/conflict.js';
import { USUAL_RULES } from '../domain/conflict.js';
import { CONFLICT_CHANGED } from '../events.js';
import { chunksOf, findInChunks } from './chunks.js';

const CONFLICTS = 'conflicts';
const RULES = 'conflict_rules';
/** Closed ones are forgotten after that long. */
const KEPT_MS = 90 * 24 * 3_600_000;
const NEWEST_FIRST = [{ field: 'foundAt', direction: -1 }] as const;

type StoredConflict = Conflict & Outboxed & { readonly expiresAt: Date | null };

interface StoredRules {
  readonly _id: StoreId;
  readonly sellerId: SellerId;
  readonly rules: ConflictRules;
  readonly changedAt: Date;
}

export const conflictIndexes: readonly CollectionIndexes[] = [
  {
    collection: CONFLICTS,
    indexes: [
      { name: 'seller_found', key: { sellerId: 1, foundAt: -1, _id: -1 } },
      { name: 'seller_state_found', key: { sellerId: 1, state: 1, foundAt: -1, _id: -1 } },
      { name: 'listing_found', key: { listingId: 1, foundAt: -1, _id: -1 } },
      { name: 'store_open', key: { storeId: 1 }, partialFilterExpression: { state: 'OPEN' } },
      { name: 'expiry', key: { expiresAt: 1 }, expireAfterSeconds: 0 },
      outboxIndex,
    ],
  },
  { collection: RULES, indexes: [] },
];

/** Several conditions must all hold; an absent one holds always. */
export interface ConflictFilter {
  readonly storeIds?: readonly StoreId[] | null;
  readonly variantIds?: readonly VariantId[] | null;
  readonly fields?: readonly ConflictField[] | null;
  readonly states?: readonly ConflictState[] | null;
}

export type ConflictStore = ReturnType<typeof createConflictStore>;

/** Conflicts as they are told, and the stores' rules about them. A listing knows its open ones by itself: what is here follows it. */
export function createConflictStore(db: Db) {
  const conflicts: Collection<StoredConflict> = db.collection(CONFLICTS);
  const rules: Collection<StoredRules> = db.collection(RULES);

  return {
    collection: conflicts,
    page: (sellerId: SellerId, filter: ConflictFilter, page: PageRequest) => findPage(conflicts, { filter: { sellerId, ...queryOf(filter) }, order: NEWEST_FIRST, page, projection: { outbox: 0, outboxPending: 0 } }),
    ofSeller: (sellerId: SellerId, ids: readonly ConflictId[]) => findInChunks(ids, (chunk) => conflicts.find({ sellerId, _id: { $in: chunk } }).toArray()),
    ofListing: (listingId: ListingId, limit: number) => conflicts.find({ listingId }).sort({ foundAt: -1, _id: -1 }).limit(limit).toArray(),
    /** How many of a store's conflicts wait for a person, as far as `limit`; the index alone answers it. */
    async countOpen(storeId: StoreId, limit: number): Promise<number> {
      const { n } = (await db.command({ count: CONFLICTS, query: { storeId, state: 'OPEN' }, limit })) as { readonly n: number };
      return n;
    },
    /** Writes each unless a newer version is there already; what was new is announced. */
    async put(changed: readonly Conflict[]): Promise<void> {
      for (const chunk of chunksOf(changed)) await ignoringOlder(conflicts.bulkWrite(chunk.map(upsertOf), { ordered: false }));
    },
    rulesOf: async (storeId: StoreId): Promise<ConflictRules> => (await rules.findOne({ _id: storeId }))?.rules ?? USUAL_RULES,
    rulesOfMany: async (storeIds: readonly StoreId[]): Promise<ReadonlyMap<StoreId, ConflictRules>> => new Map((await rules.find({ _id: { $in: [...storeIds] } }).toArray()).map((found) => [found._id, found.rules])),
    async putRule(store: { readonly storeId: StoreId; readonly sellerId: SellerId }, field: ConflictField, rule: ConflictRules[ConflictField], changedAt: Date): Promise<void> {
      await rules.updateOne({ _id: store.storeId }, { $setOnInsert: { sellerId: store.sellerId, rules: USUAL_RULES } }, { upsert: true });
      await rules.updateOne({ _id: store.storeId }, { $set: { [`rules.${field}`]: rule, changedAt } });
    },
  };
}

function upsertOf(conflict: Conflict) {
  const { _id, sellerId, ...told } = conflict;
  const at = conflict.closedAt ?? conflict.remote.seenAt;
  const event = { id: String(conflict.version), type: CONFLICT_CHANGED, at, data: { conflictId: _id, storeId: conflict.storeId } };
  return {
    updateOne: {
      filter: { _id, version: { $lt: conflict.version } },
      update: { $set: { ...told, sellerId, outboxPending: true, expiresAt: conflict.closedAt && new Date(conflict.closedAt.getTime() + KEPT_MS) }, $push: { outbox: event } },
      upsert: true,
    },
  };
}

/** Where this version or a newer one is there, the insert that the upsert then tries meets its id. */
async function ignoringOlder(writing: Promise<unknown>): Promise<void> {
  try {
    await writing;
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
}

function queryOf({ storeIds, variantIds, fields, states }: ConflictFilter): Filter<StoredConflict> {
  return {
    ...(storeIds && { storeId: { $in: [...storeIds] } }),
    ...(variantIds && { variantId: { $in: [...variantIds] } }),
    ...(fields && { field: { $in: [...fields] } }),
    ...(states && { state: { $in: [...states] } }),
  };
}

import type { AnyBulkWriteOperation, Collection, Db } from 'mongodb';
import type { ProductId, SellerId, Sku, VariantId } from '../../../platform/ids.js';
import type { CollectionIndexes } from '../../../platform/mongo/indexes.js';
import type { Variant } from '../domain/variant.js';
import type { VariantChange } from '../domain/variant-change.js';
import { findInChunks } from './chunks.js';
import { insertNew } from './insert-new.js';
import { writeChanges } from './versioned-write.js';

const COLLECTION = 'variants';
const WRITTEN_PARTS = ['productId', 'barcode', 'options', 'price', 'priceRevision', 'priceSetBy', 'stock', 'untoldSales', 'propagatedVersion', 'propagationPending', 'updatedAt'] as const;

export const variantIndexes: CollectionIndexes = {
  collection: COLLECTION,
  indexes: [
    { name: 'seller_sku', key: { sellerId: 1, sku: 1 }, unique: true },
    { name: 'product', key: { productId: 1 } },
    { name: 'propagation_pending', key: { propagationPending: 1 }, partialFilterExpression: { propagationPending: true } },
    { name: 'outbox_pending', key: { outboxPending: 1 }, partialFilterExpression: { outboxPending: true } },
  ],
};

export type VariantStore = ReturnType<typeof createVariantStore>;

/** The variants collection. Nothing else reads or writes it. */
export function createVariantStore(db: Db) {
  const variants = db.collection<Variant>(COLLECTION);

  return {
    collection: variants,
    byIds: (ids: readonly VariantId[]) => findInChunks(ids, (chunk) => variants.find({ _id: { $in: chunk } }).toArray()),
    bySkus: (sellerId: SellerId, skus: readonly Sku[]) => findInChunks(skus, (chunk) => variants.find({ sellerId, sku: { $in: chunk } }).toArray()),
    ofProducts: (ids: readonly ProductId[]) => findInChunks(ids, (chunk) => variants.find({ productId: { $in: chunk } }).sort({ _id: 1 }).toArray()),
    /** Gives back those that were not inserted, because the seller has the SKU already. */
    insert: (documents: readonly Variant[]) => insertNew(variants, documents),
    ofSeller: (sellerId: SellerId, ids: readonly VariantId[]) => findInChunks(ids, (chunk) => variants.find({ sellerId, _id: { $in: chunk } }).toArray()),
    /** The stock alone, in the order of the SKUs. */
    stockAfter: (sellerId: SellerId, after: Sku | null, limit: number) =>
      variants.find({ sellerId, ...(after !== null && { sku: { $gt: after } }) }, { projection: { sellerId: 1, sku: 1, 'stock.onHand': 1, 'stock.reserved': 1 } }).sort({ sku: 1 }).limit(limit).toArray(),
    withPendingPropagation: (limit: number) => variants.find({ propagationPending: true }).limit(limit).toArray(),
    /** Gives back the changes not written because their variant was written meanwhile. */
    write: (changes: readonly VariantChange[]) => writeChanges(variants, changes, WRITTEN_PARTS),
    markPropagated: (propagated: readonly Variant[]) => markPropagated(variants, propagated),
  };
}

/** All listings know these versions. A variant written since stays pending; sales told are forgotten. */
async function markPropagated(variants: Collection<Variant>, propagated: readonly Variant[]): Promise<void> {
  const plain = propagated.filter(({ untoldSales }) => untoldSales.length === 0);
  const withSales = propagated.filter(({ untoldSales }) => untoldSales.length > 0);
  const writes: AnyBulkWriteOperation<Variant>[] = [
    ...idsByVersion(plain).map(([version, ids]) => ({ updateMany: { filter: { _id: { $in: ids }, version }, update: { $set: { propagatedVersion: version }, $unset: { propagationPending: true } } } }) as const),
    ...withSales.map(({ _id, version }) => ({ updateOne: { filter: { _id, version }, update: { $set: { propagatedVersion: version, untoldSales: [] }, $unset: { propagationPending: true } } } }) as const),
  ];
  if (writes.length > 0) await variants.bulkWrite(writes, { ordered: false });
}

function idsByVersion(variants: readonly Variant[]): [number, VariantId[]][] {
  const ids = new Map<number, VariantId[]>();
  for (const { _id, version } of variants) append(ids, version, _id);
  return [...ids];
}

function append(lists: Map<number, VariantId[]>, key: number, id: VariantId): void {
  const list = lists.get(key);
  if (list) list.push(id);
  else lists.set(key, [id]);
}

import type { Db, Filter } from 'mongodb';
import type { ProductId, SellerId } from '../../../platform/ids.js';
import type { CollectionIndexes } from '../../../platform/mongo/indexes.js';
import { findPage, type PageRequest } from '../../../platform/mongo/keyset-page.js';
import type { ProductFilter } from '../domain/filters.js';
import type { Product } from '../domain/product.js';
import { findInChunks } from './chunks.js';
import { insertNew } from './insert-new.js';
import { writeChanges } from './versioned-write.js';

const COLLECTION = 'products';
const WRITTEN_PARTS = ['handle', 'title', 'descriptionHtml', 'language', 'translations', 'brand', 'categoryHint', 'images', 'contentRevision', 'contentPending', 'updatedAt'] as const;

export const productIndexes: CollectionIndexes = {
  collection: COLLECTION,
  indexes: [
    { name: 'seller_handle', key: { sellerId: 1, handle: 1 }, unique: true, partialFilterExpression: { handle: { $type: 'string' } } },
    { name: 'seller', key: { sellerId: 1, _id: 1 } },
    { name: 'content_pending', key: { contentPending: 1 }, partialFilterExpression: { contentPending: true } },
  ],
};

export type ProductStore = ReturnType<typeof createProductStore>;

/** The products collection. Nothing else reads or writes it. */
export function createProductStore(db: Db) {
  const products = db.collection<Product>(COLLECTION);

  return {
    collection: products,
    byIds: (ids: readonly ProductId[]) => findInChunks(ids, (chunk) => products.find({ _id: { $in: chunk } }).toArray()),
    byHandles: (sellerId: SellerId, handles: readonly string[]) => findInChunks(handles, (chunk) => products.find({ sellerId, handle: { $in: chunk, $type: 'string' } }).toArray()),
    ofSeller: (sellerId: SellerId, ids: readonly ProductId[]) => findInChunks(ids, (chunk) => products.find({ sellerId, _id: { $in: chunk } }).toArray()),
    page: (sellerId: SellerId, filter: ProductFilter, page: PageRequest) => findPage(products, { filter: { sellerId, ...queryOf(filter) }, order: [], page }),
    withPendingContent: (limit: number) => products.find({ contentPending: true }).limit(limit).toArray(),
    /** Gives back those that were not inserted, because the seller has a product with the handle already. */
    insert: (documents: readonly Product[]) => insertNew(products, documents),
    write: (changes: readonly { readonly before: Product; readonly after: Product }[]) => writeChanges(products, changes.map((change) => ({ ...change, outbox: [] })), WRITTEN_PARTS),
    /** Unless the content has changed again since. */
    clearPendingContent: (id: ProductId, contentRevision: number) => products.updateOne({ _id: id, contentRevision }, { $unset: { contentPending: true } }),
  };
}

function queryOf({ titleContains, brands, handles }: ProductFilter): Filter<Product> {
  return {
    ...(titleContains && { title: { $regex: titleContains.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), $options: 'i' } }),
    ...(brands && { brand: { $in: [...brands] } }),
    ...(handles && { handle: { $in: [...handles], $type: 'string' } }),
  };
}

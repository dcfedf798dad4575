import type { Db } from 'mongodb';
import type { SellerId } from '../../../platform/ids.js';
import { isDuplicateKey } from '../../../platform/mongo/duplicate-key.js';
import type { CollectionIndexes } from '../../../platform/mongo/indexes.js';
import { findPage, type PageRequest } from '../../../platform/mongo/keyset-page.js';
import type { Marketplace } from '../../stores/domain/marketplace.js';
import { type CategoryMapping, foldWord, type MappingContent } from '../domain/category-mapping.js';
import { findInChunks } from './chunks.js';

const COLLECTION = 'category_mappings';
export const mappingIndexes: CollectionIndexes = {
  collection: COLLECTION,
  indexes: [{ name: 'seller_marketplace_type', key: { sellerId: 1, marketplace: 1, typeKey: 1, _id: 1 } }],
};

export type MappingStore = ReturnType<typeof createMappingStore>;

/** The sellers' mappings, one document for each type of product on each marketplace. Nothing else reads or writes it. */
export function createMappingStore(db: Db) {
  const mappings = db.collection<CategoryMapping>(COLLECTION);

  return {
    ofTypes: (sellerId: SellerId, marketplace: Marketplace, types: readonly string[]) =>
      findInChunks([...new Set(types.map((type) => idOf(sellerId, marketplace, type)))], (chunk) => mappings.find({ _id: { $in: chunk } }).toArray()),
    find: (sellerId: SellerId, marketplace: Marketplace, type: string) => mappings.findOne({ _id: idOf(sellerId, marketplace, type) }),
    /** In the order of a file. */
    all: (sellerId: SellerId, marketplace: Marketplace | null) => mappings.find({ sellerId, ...(marketplace && { marketplace }) }).sort({ marketplace: 1, typeKey: 1 }),
    page: (sellerId: SellerId, marketplace: Marketplace | null, page: PageRequest) =>
      findPage(mappings, { filter: { sellerId, ...(marketplace && { marketplace }) }, order: [{ field: 'marketplace', direction: 1 }, { field: 'typeKey', direction: 1 }], page }),
    /** Writes over the version that was read (null: none); null when another wrote meanwhile. */
    async put(sellerId: SellerId, content: MappingContent, { before, at, by }: { readonly before: CategoryMapping | null; readonly at: Date; readonly by: string }): Promise<CategoryMapping | null> {
      const next: CategoryMapping = { _id: idOf(sellerId, content.marketplace, content.productType), sellerId, typeKey: foldWord(content.productType), ...content, version: (before?.version ?? 0) + 1, updatedAt: at, updatedBy: by };
      if (before) return (await mappings.replaceOne({ _id: next._id, version: before.version }, next)).modifiedCount > 0 ? next : null;
      try {
        await mappings.insertOne(next);
        return next;
      } catch (error) {
        if (isDuplicateKey(error)) return null;
        throw error;
      }
    },
    remove: async (sellerId: SellerId, marketplace: Marketplace, type: string) => (await mappings.deleteOne({ _id: idOf(sellerId, marketplace, type) })).deletedCount > 0,
  };
}

function idOf(sellerId: SellerId, marketplace: Marketplace, productType: string): string {
  return `${sellerId}:${marketplace}:${foldWord(productType)}`;
}

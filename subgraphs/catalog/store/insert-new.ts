import type { Collection, Document, Filter, OptionalUnlessRequiredId } from 'mongodb';
import { duplicatePlaces } from '../../../platform/mongo/duplicate-key.js';
import { chunksOf } from './chunks.js';

/**
 * Inserts documents with ids of their own making; gives back those that were not inserted, because a unique index has their key
 * already. One that is refused for its own id was inserted: the answer to the first try was lost, and the driver tried again.
 */
export async function insertNew<T extends Document>(collection: Collection<T>, documents: readonly T[]): Promise<T[]> {
  const refused: T[] = [];
  for (const chunk of chunksOf(documents)) {
    try {
      await collection.insertMany(chunk as OptionalUnlessRequiredId<T>[], { ordered: false });
    } catch (error) {
      const places = duplicatePlaces(error);
      refused.push(...(await absentOf(collection, chunk.filter((_document, index) => places.has(index)))));
    }
  }
  return refused;
}

async function absentOf<T extends Document>(collection: Collection<T>, documents: readonly T[]): Promise<T[]> {
  const ids = documents.map((document) => document['_id'] as unknown);
  const present = await collection.find({ _id: { $in: ids } } as Filter<T>, { projection: { _id: 1 } }).toArray();
  const inserted = new Set<unknown>(present.map(({ _id }) => _id));
  return documents.filter((document) => !inserted.has(document['_id']));
}

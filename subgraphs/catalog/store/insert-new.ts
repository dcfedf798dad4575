import { type Collection, type Document, MongoBulkWriteError, type OptionalUnlessRequiredId } from 'mongodb';
import { chunksOf } from './chunks.js';

const DUPLICATE_KEY = 11_000;

/** Inserts documents; gives back those that were not, because a unique index has their key already. */
export async function insertNew<T extends Document>(collection: Collection<T>, documents: readonly T[]): Promise<T[]> {
  const refused: T[] = [];
  for (const chunk of chunksOf(documents)) {
    try {
      await collection.insertMany(chunk as OptionalUnlessRequiredId<T>[], { ordered: false });
    } catch (error) {
      const failures = error instanceof MongoBulkWriteError ? [error.writeErrors].flat() : [];
      if (failures.length === 0 || failures.some(({ code }) => code !== DUPLICATE_KEY)) throw error;
      const places = new Set(failures.map(({ index }) => index));
      refused.push(...chunk.filter((_document, index) => places.has(index)));
    }
  }
  return refused;
}

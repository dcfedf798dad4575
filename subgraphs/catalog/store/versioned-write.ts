import { ObjectId, type AnyBulkWriteOperation, type Collection, type Document, type Filter } from 'mongodb';
import type { OutboxEntry } from '../../../platform/events/outbox-entry.js';
import { chunksOf } from './chunks.js';

/** A document that is only written over the reading a change was decided on. */
export interface Versioned {
  readonly _id: string;
  /** Grows by one with every such write. */
  readonly version: number;
  /** Mark of the write that made this version: tells two writers apart that made the same one. */
  readonly writeId?: string;
}

export interface Change<T extends Versioned> {
  readonly before: T;
  readonly after: T;
  readonly outbox: readonly OutboxEntry[];
}

/**
 * Writes the named parts of each change, with its announcements, unless its document has been written since it was read.
 * Gives back the changes that were not written. One command per 1,000 changes.
 */
export async function writeChanges<T extends Versioned>(collection: Collection<T>, changes: readonly Change<T>[], parts: readonly (keyof T & string)[]): Promise<Change<T>[]> {
  const missed: Change<T>[] = [];
  for (const chunk of chunksOf(changes)) {
    const writeId = new ObjectId().toHexString();
    const { matchedCount } = await collection.bulkWrite(chunk.map((change) => conditionalUpdate(change, parts, writeId)), { ordered: false });
    if (matchedCount < chunk.length) missed.push(...(await notWritten(collection, chunk, writeId)));
  }
  return missed;
}

function conditionalUpdate<T extends Versioned>({ before, after, outbox }: Change<T>, parts: readonly (keyof T & string)[], writeId: string): AnyBulkWriteOperation<T> {
  const changed = parts.filter((part) => before[part] !== after[part]);
  const set = { ...Object.fromEntries(changed.map((part) => [part, after[part]])), version: after.version, writeId };
  const update: Document = outbox.length === 0 ? { $set: set } : { $set: { ...set, outboxPending: true }, $push: { outbox: { $each: outbox } } };
  const filter = { _id: before._id, version: before.version };
  // The driver's types cannot follow fields of a generic document.
  return { updateOne: { filter: filter as Filter<T>, update: update } };
}

async function notWritten<T extends Versioned>(collection: Collection<T>, chunk: readonly Change<T>[], writeId: string): Promise<Change<T>[]> {
  const filter = { _id: { $in: chunk.map(({ before }) => before._id) }, writeId } as Document as Filter<T>;
  const written = new Set<string>((await collection.find(filter, { projection: { _id: 1 } }).toArray()).map(({ _id }) => _id));
  return chunk.filter(({ before }) => !written.has(before._id));
}

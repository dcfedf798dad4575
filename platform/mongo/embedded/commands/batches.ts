import { Long } from 'bson';
import type { DocumentStream } from '../cursors.js';
import { CommandError } from '../errors.js';
import type { Doc } from '../values/bson-type.js';
import { cursorReply } from '../wire/cursor-reply.js';
import { documentArgument, numberArgument, type CommandInput } from './command.js';

/** A reply may be a little over the largest document, so batches stop below it. */
const MAX_BATCH_BYTES = 16 * 1024 * 1024;
const DEFAULT_FIRST_BATCH = 101;
const CLOSED = Long.fromNumber(0);

/** The first batch of a result; what is left stays open under a cursor id. */
export function firstBatch({ engine, database, body, deadline }: CommandInput, collection: string, stream: DocumentStream, options: Doc): Buffer {
  const batchSize = numberArgument(options, 'batchSize', DEFAULT_FIRST_BATCH);
  if (batchSize < 0) throw new CommandError('Location51024', `BSON field 'batchSize' value must be >= 0, actual value '${batchSize}'`);
  const batch = stream.take(batchSize, MAX_BATCH_BYTES);
  const namespace = `${database}.${collection}`;
  const keepOpen = !batch.exhausted && body['singleBatch'] !== true;
  return cursorReply('firstBatch', batch, keepOpen ? engine.cursors.add(namespace, stream, deadline) : CLOSED, namespace);
}

export function nextBatch({ engine, database, body }: CommandInput, id: Long, collection: string): Buffer {
  const namespace = `${database}.${collection}`;
  const batchSize = numberArgument(body, 'batchSize', 0);
  const batch = engine.cursors.next(id, namespace, batchSize > 0 ? batchSize : Number.MAX_SAFE_INTEGER, MAX_BATCH_BYTES);
  return cursorReply('nextBatch', batch, batch.exhausted ? CLOSED : id, namespace);
}

/** The `cursor` argument of `aggregate`, `listCollections` and `listIndexes`. */
export function cursorOptions(body: Doc): Doc {
  return documentArgument(body, 'cursor');
}

import { Long } from 'bson';
import { CommandError } from '../errors.js';
import { isNumber, toExact } from '../values/numbers.js';
import { nextBatch } from './batches.js';
import { collectionName, wrongType, type Command } from './command.js';

export const getMore: Command = {
  fields: ['collection', 'batchSize'],
  run(input) {
    const { collection } = input.body;
    if (typeof collection !== 'string' || collection === '') throw new CommandError('TypeMismatch', "BSON field 'getMore.collection' is missing or of the wrong type");
    return nextBatch(input, cursorId('getMore', input.body['getMore']), collection);
  },
};

export const killCursors: Command = {
  fields: ['cursors'],
  run(input) {
    collectionName(input);
    const { cursors } = input.body;
    if (!Array.isArray(cursors)) throw wrongType('cursors', cursors, 'array');
    const ids = cursors.map((id: unknown) => cursorId('cursors', id));
    const cursorsKilled = ids.filter((id) => input.engine.cursors.close(id));
    const cursorsNotFound = ids.filter((id) => !cursorsKilled.includes(id));
    return { cursorsKilled, cursorsNotFound, cursorsAlive: [], cursorsUnknown: [] };
  },
};

function cursorId(field: string, value: unknown): Long {
  if (!isNumber(value)) throw wrongType(field, value, 'long');
  return Long.fromBigInt(toExact(value)?.coefficient ?? 0n);
}

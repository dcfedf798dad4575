import { MongoBulkWriteError, MongoServerError } from 'mongodb';

const DUPLICATE_KEY = 11_000;

/** Whether a write was refused for nothing but keys that are there already; of an unordered bulk write, every write that was refused. */
export function isDuplicateKey(error: unknown): boolean {
  if (error instanceof MongoBulkWriteError) return failuresOf(error).length > 0 && failuresOf(error).every(({ code }) => code === DUPLICATE_KEY);
  return error instanceof MongoServerError && error.code === DUPLICATE_KEY;
}

/** Which writes of an unordered bulk write were refused for keys that are there already. Any other trouble is thrown. */
export function duplicatePlaces(error: unknown): ReadonlySet<number> {
  if (!(error instanceof MongoBulkWriteError) || !isDuplicateKey(error)) throw error;
  return new Set(failuresOf(error).map(({ index }) => index));
}

function failuresOf(error: MongoBulkWriteError) {
  return [error.writeErrors].flat();
}

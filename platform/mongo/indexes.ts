import { MongoServerError, type Db, type IndexDescription } from 'mongodb';

/** The indexes one store needs; each store file exports its own. Every index has a `name`. */
export interface CollectionIndexes {
  readonly collection: string;
  readonly indexes: readonly IndexDescription[];
  /** Names of indexes that were declared before: dropped where they are still there. */
  readonly retired?: readonly string[];
}

/** An index of this name or key exists with other options: rename the declared one, or drop the old one by hand. */
export class IndexConflictError extends Error {
  override readonly name = 'IndexConflictError';
}

const CONFLICT_CODES: readonly unknown[] = [85, 86];
/** NamespaceNotFound, IndexNotFound. */
const GONE_CODES: readonly unknown[] = [26, 27];

/** Creates what is missing, drops what is retired, leaves whatever else is there. Runs at every start and may run in several processes at once. */
export async function ensureIndexes(db: Db, declarations: readonly CollectionIndexes[]): Promise<void> {
  for (const { collection, indexes, retired = [] } of declarations) {
    for (const name of retired) await dropIndex(db, collection, name);
    if (indexes.length === 0) continue;
    try {
      await db.collection(collection).createIndexes([...indexes]);
    } catch (error) {
      if (error instanceof MongoServerError && CONFLICT_CODES.includes(error.code)) {
        throw new IndexConflictError(`indexes of '${collection}' differ from their declaration: ${error.message}`, { cause: error });
      }
      throw error;
    }
  }
}

async function dropIndex(db: Db, collection: string, name: string): Promise<void> {
  try {
    await db.collection(collection).dropIndex(name);
  } catch (error) {
    if (!(error instanceof MongoServerError && GONE_CODES.includes(error.code))) throw error;
  }
}

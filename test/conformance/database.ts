import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll } from '@jest/globals';
import { MongoClient, MongoServerError, type Collection, type Db, type Document } from 'mongodb';

/** Documents of these suites have ids and fields of any type. */
export interface AnyDocument extends Document {
  _id?: unknown;
}
export type AnyCollection = Collection<Document & { _id: never }>;

export interface TestDatabase {
  readonly client: MongoClient;
  readonly db: Db;
  /** A new collection with these documents. */
  collection(documents?: readonly AnyDocument[]): Promise<AnyCollection>;
}

/**
 * A database of the suite's own on the server under test: the embedded one, or whichever MONGODB_URL names. These suites
 * say what MongoDB does, so they must pass on any MongoDB-compatible server.
 */
export function useDatabase(): TestDatabase {
  let client: MongoClient | undefined;
  const name = `conformance_${randomUUID().slice(0, 8)}`;
  let collections = 0;
  beforeAll(async () => {
    client = await new MongoClient(process.env['TEST_MONGODB_URL']!, { serverSelectionTimeoutMS: 5000 }).connect();
  });
  afterAll(async () => {
    await client?.db(name).dropDatabase();
    await client?.close();
  });
  return {
    get client() {
      return client!;
    },
    get db() {
      return client!.db(name);
    },
    async collection(documents = []) {
      const made = client!.db(name).collection(`c${collections++}`) as unknown as AnyCollection;
      if (documents.length > 0) await made.insertMany(documents as never);
      return made;
    },
  };
}

/** The server's error, when the promise is refused with one. */
export async function serverError(promise: Promise<unknown>): Promise<MongoServerError> {
  const outcome = await promise.then(
    (value) => new Error(`no error, but ${JSON.stringify(value)}`),
    (error: unknown) => error,
  );
  if (outcome instanceof MongoServerError) return outcome;
  throw outcome;
}

export async function ids(cursor: { toArray(): Promise<Document[]> }): Promise<unknown[]> {
  return (await cursor.toArray()).map((document) => document['_id'] as unknown);
}

export function numbered(count: number, make: (i: number) => AnyDocument = () => ({})): AnyDocument[] {
  return Array.from({ length: count }, (_, i) => ({ _id: i, ...make(i) }));
}

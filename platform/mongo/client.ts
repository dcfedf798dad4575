import { MongoClient, type Db } from 'mongodb';

/** One database and the connection pool it is reached through. */
export interface Mongo {
  readonly client: MongoClient;
  readonly db: Db;
  close(): Promise<void>;
}

export interface MongoOptions {
  readonly url: string;
  readonly database: string;
}

/**
 * Connects and checks with a ping; throws the driver's error when no server answers within 10 s. Writes are acknowledged
 * by a majority and journalled; `undefined` is never stored, so an optional field is absent rather than null.
 */
export async function connectMongo({ url, database }: MongoOptions): Promise<Mongo> {
  const client = new MongoClient(url, {
    appName: 'marketplace-hub',
    serverSelectionTimeoutMS: 10_000,
    connectTimeoutMS: 10_000,
    maxPoolSize: 50,
    ignoreUndefined: true,
    writeConcern: { w: 'majority', journal: true },
  });
  await client.connect();
  const db = client.db(database);
  await db.command({ ping: 1 });
  return { client, db, close: () => client.close() };
}

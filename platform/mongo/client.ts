import { MongoClient, type Db } from 'mongodb';
import { reconnectWhenDeaf } from './reconnect-when-deaf.js';

/** One database and the connection pool it is reached through. */
export interface Mongo {
  readonly client: MongoClient;
  readonly db: Db;
  close(): Promise<void>;
}

export interface MongoOptions {
  readonly url: string;
  readonly database: string;
  /** How long the driver may wait for one sign of life of a server; 25,000 by default. */
  readonly deafAfterMs?: number;
}

/** Longer than the driver's own timeouts for a new connection and its first answer, 10 s each. */
const DEAF_AFTER_MS = 25_000;

/**
 * Connects and checks with a ping; throws the driver's error when no server answers within 10 s. Writes are acknowledged
 * by a majority and journalled; `undefined` is never stored, so an optional field is absent rather than null.
 */
export async function connectMongo({ url, database, deafAfterMs = DEAF_AFTER_MS }: MongoOptions): Promise<Mongo> {
  const client = new MongoClient(url, {
    appName: 'marketplace-hub',
    serverSelectionTimeoutMS: 10_000,
    connectTimeoutMS: 10_000,
    maxPoolSize: 50,
    ignoreUndefined: true,
    writeConcern: { w: 'majority', journal: true },
  });
  const watch = reconnectWhenDeaf(client, deafAfterMs);
  await client.connect();
  const db = client.db(database);
  await db.command({ ping: 1 });
  return { client, db, close: () => watch.close() };
}

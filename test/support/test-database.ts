import { randomBytes } from 'node:crypto';
import { connectMongo, type Mongo } from '../../platform/mongo/client.js';

export interface TestDatabase extends Mongo {
  readonly url: string;
  readonly name: string;
  /** Drops the database and closes the connection. */
  drop(): Promise<void>;
}

/** An empty database of the suite's own, on the server that MONGODB_URL names or on the embedded one. */
export async function openTestDatabase(label = 'suite'): Promise<TestDatabase> {
  const url = process.env['TEST_MONGODB_URL'];
  if (!url) throw new Error('TEST_MONGODB_URL is not set: run the suite through jest');
  const name = `test_${label}_${randomBytes(6).toString('hex')}`;
  const mongo = await connectMongo({ url, database: name });
  return {
    ...mongo,
    url,
    name,
    async drop() {
      await mongo.db.dropDatabase();
      await mongo.close();
    },
  };
}

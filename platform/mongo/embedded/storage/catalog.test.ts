import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MongoClient, type Db } from 'mongodb';
import { startEmbeddedServer } from '../server.js';

let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'hub-catalog-'));
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

async function withServer<T>(work: (db: Db) => Promise<T>): Promise<T> {
  const server = await startEmbeddedServer({ dataDir });
  const client = await new MongoClient(server.url).connect();
  try {
    return await work(client.db('shop'));
  } finally {
    await client.close();
    await server.stop();
  }
}

describe('a server started again on its data', () => {
  it('has the same collections, indexes and counts, and holds to them', async () => {
    const before = await withServer(async (db) => {
      await db.collection('gone').insertOne({ a: 1 });
      await db.collection('gone').drop();
      const items = db.collection('items');
      await items.createIndexes([
        { key: { shop: 1, sku: -1 }, unique: true },
        { key: { tags: 1 } },
        { key: { state: 1 }, name: 'open', unique: true, partialFilterExpression: { state: { $gt: 5 } } },
        { key: { at: 1 }, expireAfterSeconds: 3600 },
        { key: { s: 'hashed' } },
        { key: { '$**': 1 } },
      ]);
      await items.insertMany([{ shop: 1, sku: 'a', tags: ['x', 'y'], state: 9 }, { shop: 1, sku: 'b', tags: 'y' }]);
      return { indexes: await items.indexes(), names: await db.listCollections().toArray() };
    });
    await withServer(async (db) => {
      const items = db.collection('items');
      expect(await items.indexes()).toEqual(before.indexes);
      expect(await db.listCollections().toArray()).toEqual(before.names);
      expect(await items.estimatedDocumentCount()).toBe(2);
      await expect(items.insertOne({ shop: 1, sku: 'a' })).rejects.toMatchObject({ code: 11000, keyPattern: { shop: 1, sku: -1 } });
      await expect(items.insertOne({ shop: 2, sku: 'c', state: 9 })).rejects.toMatchObject({ code: 11000, keyPattern: { state: 1 } });
      await items.insertOne({ shop: 2, sku: 'c', state: 1 });
      expect((await items.find({ tags: 'y' }, { hint: 'tags_1' }).toArray()).map((item) => item['sku'] as string)).toEqual(['a', 'b']);
      expect(await items.countDocuments({ tags: { $in: ['x', 'y'] } })).toBe(2);
    });
  });
});

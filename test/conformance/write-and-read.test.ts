import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { MongoClient, type Db } from 'mongodb';

let client: MongoClient;
let db: Db;
beforeAll(async () => {
  client = await new MongoClient(process.env['TEST_MONGODB_URL']!).connect();
  db = client.db(`reading_${randomUUID().slice(0, 8)}`);
});
afterAll(async () => {
  await db.dropDatabase();
  await client.close();
});

describe('a document written through the driver', () => {
  it('is read back by its id', async () => {
    const { insertedId } = await db.collection('notes').insertOne({ text: 'merhaba', pages: [1, { two: 2 }] });
    expect(await db.collection('notes').findOne({ _id: insertedId })).toEqual({ _id: insertedId, text: 'merhaba', pages: [1, { two: 2 }] });
  });
});

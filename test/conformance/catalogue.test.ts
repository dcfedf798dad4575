import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { GridFSBucket } from 'mongodb';
import { numbered, serverError, useDatabase } from './database.js';

const test = useDatabase();

describe('the server', () => {
  it('says who it is and answers pings', async () => {
    expect(await test.db.command({ ping: 1 })).toMatchObject({ ok: 1 });
    expect(await test.db.command({ hello: 1 })).toMatchObject({ isWritablePrimary: true });
    expect(((await test.db.admin().buildInfo()) as { version: string }).version).toMatch(/^\d+\.\d+/);
  });

  it('refuses unknown commands with 59 and wrong arguments with an error', async () => {
    expect(await serverError(test.db.command({ nosuchcommand: 1 }))).toMatchObject({ code: 59 });
    await serverError(test.db.command({ find: 5 }));
    await serverError(test.db.command({ insert: 'c', documents: 'no' }));
    expect(await test.db.command({ ping: 1 })).toMatchObject({ ok: 1 });
  });
});

describe('collections', () => {
  it('are made once, listed by name, renamed and dropped', async () => {
    await test.db.createCollection('made');
    expect(await test.db.listCollections({ name: 'made' }, { nameOnly: true }).toArray()).toMatchObject([{ name: 'made', type: 'collection' }]);
    const renamed = await test.db.renameCollection('made', 'other');
    expect(await test.db.listCollections({ name: 'made' }).toArray()).toEqual([]);
    expect(await renamed.drop()).toBe(true);
    expect(await test.db.listCollections({ name: 'other' }).toArray()).toEqual([]);
  });

  it('keep their documents and indexes when renamed', async () => {
    const items = await test.collection(numbered(5, (i) => ({ a: i })));
    await items.createIndex({ a: 1 });
    const renamed = await test.db.renameCollection(items.collectionName, `${items.collectionName}_renamed`);
    expect(await renamed.findOne({ a: 3 })).toEqual({ _id: 3, a: 3 });
    expect((await renamed.indexes()).map(({ name }) => name)).toEqual(['_id_', 'a_1']);
  });

  it('refuse with 48 to take a name that is in use', async () => {
    const [one, two] = [await test.collection([{}]), await test.collection([{}])];
    expect(await serverError(test.db.renameCollection(one.collectionName, two.collectionName))).toMatchObject({ code: 48 });
  });

  it('report their counts as they change', async () => {
    const items = await test.collection(numbered(50));
    await items.createIndex({ a: 1 });
    await items.deleteMany({ _id: { $lt: 10 } } as never);
    expect(await test.db.command({ collStats: items.collectionName })).toMatchObject({ count: 40, nindexes: 2 });
    expect(await items.estimatedDocumentCount()).toBe(40);
  });

  it('start empty again after a drop, without their old indexes', async () => {
    const items = await test.collection([{ _id: 1, u: 1 }]);
    await items.createIndex({ u: 1 }, { unique: true }, {});
    await items.drop();
    await items.insertMany([{ u: 1 }, { u: 1 }] as never);
    expect(await items.countDocuments({ u: 1 })).toBe(2);
  });

  it('are made by whoever of twenty writes first', async () => {
    const items = await test.collection();
    await Promise.all(Array.from({ length: 20 }, (_, _id) => items.insertOne({ _id } as never)));
    expect(await items.countDocuments()).toBe(20);
  });
});

describe('databases', () => {
  it('are listed while they hold something and empty once dropped', async () => {
    const other = test.client.db(`${test.db.databaseName}_x`);
    await other.collection('c').insertOne({ a: 1 });
    expect((await test.db.admin().listDatabases()).databases.map(({ name }) => name)).toContain(other.databaseName);
    await other.dropDatabase();
    expect(await other.listCollections().toArray()).toEqual([]);
    expect(await other.collection('c').countDocuments()).toBe(0);
  });
});

describe('files', () => {
  it('are stored and read in chunks', async () => {
    const bucket = new GridFSBucket(test.db);
    const data = Buffer.alloc(700_000, 7);
    await once(bucket.openUploadStream('f.bin').end(data), 'finish');
    const parts: Buffer[] = [];
    for await (const part of bucket.openDownloadStreamByName('f.bin')) parts.push(part as Buffer);
    expect(Buffer.concat(parts).equals(data)).toBe(true);
  });
});

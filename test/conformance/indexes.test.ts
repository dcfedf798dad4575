import { describe, expect, it } from '@jest/globals';
import type { Document } from 'mongodb';
import { ids, numbered, serverError, useDatabase } from './database.js';

const test = useDatabase();
const doc = (document: object): never => document as never;

describe('a unique index', () => {
  it('refuses duplicates by insert, update, upsert and findOneAndUpdate', async () => {
    const users = await test.collection([{ _id: 1, email: 'a@x' }, { _id: 2, email: 'b@x' }]);
    expect(await users.createIndex({ email: 1 }, { unique: true }, {})).toBe('email_1');
    expect(await serverError(users.insertOne(doc({ email: 'a@x' })))).toMatchObject({ code: 11000, keyPattern: { email: 1 }, keyValue: { email: 'a@x' } });
    expect(await serverError(users.updateOne(doc({ _id: 2 }), { $set: { email: 'a@x' } }))).toMatchObject({ code: 11000 });
    expect(await serverError(users.updateOne(doc({ _id: 9 }), { $set: { email: 'a@x' } }, { upsert: true }))).toMatchObject({ code: 11000 });
    expect(await ids(users.find({ email: 'a@x' }))).toEqual([1]);
  });

  it('counts a missing field as null, unless it is sparse', async () => {
    const plain = await test.collection();
    await plain.createIndex({ u: 1 }, { unique: true }, {});
    await plain.insertOne(doc({ _id: 1 }));
    expect(await serverError(plain.insertOne(doc({ _id: 2 })))).toMatchObject({ code: 11000 });
    const sparse = await test.collection();
    await sparse.createIndex({ u: 1 }, { unique: true, sparse: true }, {});
    await sparse.insertMany([{ _id: 1 }, { _id: 2 }, { _id: 3, u: 1 }] as never);
    expect(await serverError(sparse.insertOne(doc({ u: 1 })))).toMatchObject({ code: 11000 });
  });

  it('over several fields binds only their combination', async () => {
    const items = await test.collection();
    await items.createIndex({ shop: 1, sku: 1 }, { unique: true }, {});
    await items.insertMany([{ shop: 1, sku: 'a' }, { shop: 1, sku: 'b' }, { shop: 2, sku: 'a' }] as never);
    expect(await serverError(items.insertOne(doc({ shop: 2, sku: 'a' })))).toMatchObject({ code: 11000, keyPattern: { shop: 1, sku: 1 } });
  });

  it('that is partial binds only what it covers', async () => {
    const items = await test.collection();
    await items.createIndex({ u: 1 }, { unique: true, partialFilterExpression: { live: true } }, {});
    await items.insertMany([{ u: 1, live: true }, { u: 1, live: false }, { u: 1 }] as never);
    expect(await serverError(items.insertOne(doc({ u: 1, live: true })))).toMatchObject({ code: 11000 });
    expect(await items.countDocuments({ u: 1 })).toBe(3);
  });

  it('over an array binds each of its elements', async () => {
    const items = await test.collection();
    await items.createIndex({ tags: 1 }, { unique: true }, {});
    await items.insertOne(doc({ tags: ['a', 'b'] }));
    expect(await serverError(items.insertOne(doc({ tags: ['c', 'a'] })))).toMatchObject({ code: 11000 });
  });

  it('cannot be made over duplicates', async () => {
    const items = await test.collection([{ a: 1 }, { a: 1 }]);
    expect(await serverError(items.createIndex({ a: 1 }, { unique: true }, {}))).toMatchObject({ code: 11000 });
    expect((await items.indexes()).map(({ name }) => name)).toEqual(['_id_']);
  });

  it('frees a key when its document is deleted or changed', async () => {
    const items = await test.collection();
    await items.createIndex({ u: 1 }, { unique: true }, {});
    await items.insertMany([{ _id: 1, u: 'a' }, { _id: 2, u: 'b' }] as never);
    await items.updateOne(doc({ _id: 1 }), { $set: { u: 'c' } });
    await items.deleteOne(doc({ _id: 2 }));
    await items.insertMany([{ _id: 3, u: 'a' }, { _id: 4, u: 'b' }] as never);
    expect(await ids(items.find().sort({ u: 1 }))).toEqual([3, 4, 1]);
  });
});

describe('the list of indexes', () => {
  it('shows keys and options, and making one again changes nothing', async () => {
    const items = await test.collection([{ a: 1 }]);
    await items.createIndexes([{ key: { a: 1, b: -1 } }, { key: { c: 1 }, name: 'named', sparse: true }, { key: { d: 1 }, partialFilterExpression: { d: { $gt: 5 } } }, { key: { at: 1 }, expireAfterSeconds: 60 }, { key: { e: 1 }, unique: true }]);
    await items.createIndex({ a: 1, b: -1 });
    const byName = new Map((await items.indexes()).map((index) => [index['name'] as string, index]));
    expect([...byName.keys()].sort()).toEqual(['_id_', 'a_1_b_-1', 'at_1', 'd_1', 'e_1', 'named']);
    expect(byName.get('a_1_b_-1')).toMatchObject({ key: { a: 1, b: -1 } });
    expect(byName.get('named')).toMatchObject({ sparse: true });
    expect(byName.get('at_1')).toMatchObject({ expireAfterSeconds: 60 });
    expect(byName.get('e_1')).toMatchObject({ unique: true });
    expect(byName.get('d_1')).toMatchObject({ partialFilterExpression: { d: { $gt: 5 } } });
  });

  it('is refused with 26 for a collection that is not there', async () => {
    expect(await serverError((await test.collection()).indexes())).toMatchObject({ code: 26 });
  });

  it('shows a changed expiry after collMod', async () => {
    const items = await test.collection([{ a: 1 }]);
    await items.createIndex({ t: 1 }, { expireAfterSeconds: 60 }, {});
    await test.db.command({ collMod: items.collectionName, index: { keyPattern: { t: 1 }, expireAfterSeconds: 120 } });
    expect((await items.indexes()).find(({ name }) => name === 't_1')).toMatchObject({ expireAfterSeconds: 120 });
  });
});

describe('making and dropping indexes', () => {
  it('is refused with 86 for the same name with another shape, and 85 for another expiry', async () => {
    const items = await test.collection([{ a: 1 }]);
    await items.createIndex({ a: 1 });
    expect(await serverError(items.createIndex({ a: 1 }, { unique: true }, {}))).toMatchObject({ code: 86 });
    await items.createIndex({ t: 1 }, { expireAfterSeconds: 60 }, {});
    expect(await serverError(items.createIndex({ t: 1 }, { expireAfterSeconds: 90 }, {}))).toMatchObject({ code: 85 });
  });

  it('drops one or all, and refuses with 27 what is not there', async () => {
    const items = await test.collection([{ a: 1 }]);
    await items.createIndexes([{ key: { a: 1 } }, { key: { b: 1 } }]);
    await items.dropIndex('a_1');
    expect(await serverError(items.dropIndex('a_1'))).toMatchObject({ code: 27 });
    await items.dropIndexes();
    expect((await items.indexes()).map(({ name }) => name)).toEqual(['_id_']);
  });

  it('refuses two arrays side by side with 171', async () => {
    const items = await test.collection();
    await items.createIndex({ a: 1, b: 1 });
    expect(await serverError(items.insertOne(doc({ a: [1, 2], b: [1, 2] })))).toMatchObject({ code: 171 });
  });
});

describe('the plan of a query', () => {
  const planOf = async (explained: Promise<Document>): Promise<string> => JSON.stringify(((await explained)['queryPlanner'] as Document)['winningPlan']);

  it('names the index it uses, and says when it uses none', async () => {
    const items = await test.collection(numbered(300, (i) => ({ a: i, b: i })));
    await items.createIndex({ a: 1 });
    expect(await planOf(items.find({ a: 5 }).explain())).toMatch(/IXSCAN.*a_1/);
    expect(await planOf(items.find({ b: 5 }).explain())).toMatch(/COLLSCAN/);
  });
});

describe('strings too long for an index key', () => {
  it('are found, told apart, kept unique and sorted all the same', async () => {
    const items = await test.collection();
    await items.createIndex({ s: 1 }, { unique: true }, {});
    const long = 'x'.repeat(3000);
    await items.insertMany([{ _id: 'b', s: `${long}b` }, { _id: 'a', s: `${long}a` }, { _id: 'short', s: 'x' }, { _id: 'c', s: `${long}c` }] as never);
    expect(await ids(items.find({ s: `${long}b` }))).toEqual(['b']);
    expect(await ids(items.find({ s: { $gt: `${long}a` } }).sort({ s: 1 }))).toEqual(['b', 'c']);
    expect(await ids(items.find({ s: { $lte: `${long}b` } }).sort({ s: -1 }))).toEqual(['b', 'a', 'short']);
    expect(await serverError(items.insertOne(doc({ s: `${long}a` })))).toMatchObject({ code: 11000 });
  });
});

import { describe, expect, it } from '@jest/globals';
import { numbered, serverError, useDatabase } from './database.js';

const test = useDatabase();

describe('a cursor', () => {
  it('gives each of many documents once, in any order of reading', async () => {
    const many = await test.collection(numbered(5000, (i) => ({ k: i % 97 })));
    const plain = await many.find({}, { batchSize: 300 }).toArray();
    expect(new Set(plain.map(({ _id }) => _id)).size).toBe(5000);
    const sorted = (await many.find({}, { batchSize: 300 }).sort({ k: 1, _id: 1 }).toArray()).map((each) => each['k'] as number);
    expect(sorted).toEqual([...sorted].sort((a, b) => a - b));
    expect(sorted).toHaveLength(5000);
  });

  it('keeps its replies below the size limit of a message', async () => {
    const large = await test.collection(numbered(40, () => ({ s: 'z'.repeat(1024 * 1024) })));
    expect(await large.find({}, { batchSize: 1000 }).toArray()).toHaveLength(40);
  });

  it('goes on when documents ahead of it are deleted', async () => {
    const many = await test.collection(numbered(300));
    const cursor = many.find({}, { batchSize: 50 });
    await cursor.next();
    await many.deleteMany({ _id: { $gte: 200 } } as never);
    let rest = 0;
    while (await cursor.next()) rest += 1;
    expect(rest).toBeGreaterThanOrEqual(199);
    expect(rest).toBeLessThan(300);
  });

  it('is unknown to the server once closed', async () => {
    const many = await test.collection(numbered(500));
    const cursor = many.find({}, { batchSize: 10 }).sort({ _id: -1 });
    await cursor.next();
    const { id } = cursor;
    await cursor.close();
    expect(await serverError(test.db.command({ getMore: id, collection: many.collectionName }))).toMatchObject({ code: 43 });
  });

  it('stays apart from nineteen others', async () => {
    const many = await test.collection(numbered(400, (i) => ({ v: i % 7 })));
    const cursors = Array.from({ length: 20 }, () => many.find({}, { batchSize: 50 }).sort({ v: 1 }));
    const counts = await Promise.all(cursors.map(async (cursor) => (await cursor.toArray()).length));
    expect(new Set(counts)).toEqual(new Set([400]));
  });

  it('of an aggregation runs over many batches', async () => {
    const many = await test.collection(numbered(2000));
    const out = await many.aggregate([{ $group: { _id: '$_id' } }, { $sort: { _id: 1 } }], { batchSize: 100 }).toArray();
    expect(out.map(({ _id }) => _id as unknown)).toEqual(Array.from({ length: 2000 }, (_, i) => i));
  });
});

describe('counting', () => {
  it('heeds filter, skip and limit', async () => {
    const many = await test.collection(numbered(10, (i) => ({ a: i % 5 })));
    await many.createIndex({ a: 1 });
    expect(await many.countDocuments()).toBe(10);
    expect(await many.countDocuments({ a: { $gte: 3 } })).toBe(4);
    expect(await many.countDocuments({ a: { $gt: 1 } }, { skip: 1, limit: 2 })).toBe(2);
    expect(await many.estimatedDocumentCount()).toBe(10);
  });

  it('is nothing for a collection that is not there', async () => {
    const none = await test.collection();
    expect([await none.countDocuments(), await none.findOne(), await none.find().toArray(), await none.distinct('a')]).toEqual([0, null, [], []]);
  });

  it('gives distinct values, those inside arrays too', async () => {
    const tagged = await test.collection([{ _id: 1, t: ['x', 'y'] }, { _id: 2, t: 'x' }, { _id: 3, t: ['z'] }, { _id: 4 }]);
    expect((await tagged.distinct('t')).sort()).toEqual(['x', 'y', 'z']);
    expect(await tagged.distinct('t', { _id: { $lt: 2 } } as never)).toEqual(['x', 'y']);
  });
});

describe('maxTimeMS', () => {
  it('ends a query that takes longer with 50', async () => {
    const many = await test.collection(numbered(2500, (i) => ({ i })));
    const slow = many.aggregate([{ $lookup: { from: many.collectionName, pipeline: [{ $match: { i: { $gte: 0 } } }], as: 'all' } }, { $group: { _id: null, n: { $sum: { $size: '$all' } } } }], { maxTimeMS: 40 });
    expect(await serverError(slow.toArray())).toMatchObject({ code: 50 });
  });
});

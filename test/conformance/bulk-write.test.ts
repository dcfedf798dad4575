import { describe, expect, it } from '@jest/globals';
import { MongoBulkWriteError, type AnyBulkWriteOperation } from 'mongodb';
import { ids, numbered, serverError, useDatabase } from './database.js';

const test = useDatabase();
const bulk = (operations: object[]): AnyBulkWriteOperation<{ _id: never }>[] => operations as AnyBulkWriteOperation<{ _id: never }>[];

describe('bulkWrite', () => {
  it('does mixed operations in order and counts each kind', async () => {
    const things = await test.collection([{ _id: 1, a: 1 }, { _id: 2, a: 1 }]);
    const result = await things.bulkWrite(
      bulk([
        { insertOne: { document: { _id: 3, a: 1 } } },
        { updateOne: { filter: { _id: 1 }, update: { $set: { a: 9 } } } },
        { updateMany: { filter: { a: 1 }, update: { $inc: { a: 1 } } } },
        { replaceOne: { filter: { _id: 7 }, replacement: { r: 1 }, upsert: true } },
        { deleteOne: { filter: { _id: 2 } } },
      ]),
    );
    expect(result).toMatchObject({ insertedCount: 1, matchedCount: 3, modifiedCount: 3, deletedCount: 1, upsertedCount: 1, upsertedIds: { 3: 7 } });
    expect(await things.find().sort({ _id: 1 }).toArray()).toEqual([{ _id: 1, a: 9 }, { _id: 3, a: 2 }, { _id: 7, r: 1 }]);
  });

  const withDuplicate = [{ insertOne: { document: { _id: 1 } } }, { insertOne: { document: { _id: 1 } } }, { insertOne: { document: { _id: 2 } } }];

  it('stops at an error when ordered', async () => {
    const things = await test.collection();
    expect(await serverError(things.bulkWrite(bulk(withDuplicate)))).toMatchObject({ code: 11000 });
    expect(await ids(things.find())).toEqual([1]);
  });

  it('goes on past an error when unordered', async () => {
    const things = await test.collection();
    const error = await serverError(things.bulkWrite(bulk(withDuplicate), { ordered: false }));
    expect(error).toMatchObject({ result: { insertedCount: 2 } });
    expect(await ids(things.find().sort({ _id: 1 }))).toEqual([1, 2]);
  });

  it('upserts thousands and finds them all again', async () => {
    const things = await test.collection();
    const operations = bulk(Array.from({ length: 3000 }, (_, i) => ({ updateOne: { filter: { _id: i }, update: { $inc: { n: 1 } }, upsert: true } })));
    expect((await things.bulkWrite(operations, { ordered: false })).upsertedCount).toBe(3000);
    expect((await things.bulkWrite(operations, { ordered: false })).modifiedCount).toBe(3000);
  });

  it('says of hundreds which were refused, and when ordered does none after the first of them', async () => {
    const clashing = async (ordered: boolean): Promise<unknown> => {
      const things = await test.collection([...numbered(250, (i) => ({ u: i })), { _id: 'taken', u: 'taken' }]);
      await things.createIndexes([{ key: { u: 1 }, unique: true }]);
      const operations = bulk(Array.from({ length: 250 }, (_, i) => ({ updateOne: { filter: { _id: i }, update: { $set: { u: i === 120 || i === 230 ? 'taken' : 1_000 + i } } } })));
      const error = await serverError(things.bulkWrite(operations, { ordered }));
      if (!(error instanceof MongoBulkWriteError)) throw error;
      const { result } = error;
      return { matched: result.matchedCount, refused: result.getWriteErrors().map(({ index }) => index), changed: await things.countDocuments({ u: { $gte: 1_000 } }) };
    };
    expect(await clashing(false)).toEqual({ matched: 248, refused: [120, 230], changed: 248 });
    expect(await clashing(true)).toEqual({ matched: 120, refused: [120], changed: 120 });
  });

  it('run from both ends at once does everything', async () => {
    const things = await test.collection(numbered(200, () => ({ n: 0 })));
    const order = Array.from({ length: 200 }, (_, i) => i);
    const operations = (all: number[]): AnyBulkWriteOperation<{ _id: never }>[] => bulk(all.map((_id) => ({ updateOne: { filter: { _id }, update: { $inc: { n: 1 } } } })));
    await Promise.all(Array.from({ length: 8 }, (_, i) => things.bulkWrite(operations(i % 2 ? order : [...order].reverse()))));
    expect(await things.distinct('n')).toEqual([8]);
  });
});

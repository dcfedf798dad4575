import { describe, expect, it } from '@jest/globals';
import { Decimal128, Double, Long, type Document } from 'mongodb';
import { ids, serverError, useDatabase, type AnyDocument } from './database.js';

const test = useDatabase();

/** The document after one update, without its id. */
async function updated(document: AnyDocument, update: Document | Document[], options: Document = {}, filter: Document = { _id: 1 }): Promise<Document> {
  const collection = await test.collection([{ _id: 1, ...document }]);
  await collection.updateOne(filter, update, options);
  return (await collection.findOne({}, { projection: { _id: 0 } }))!;
}

describe('update operators', () => {
  it('set, unset, count, multiply, bound and rename fields in one go', async () => {
    expect(
      await updated({ a: 1, b: 2, c: 3, d: 4, e: 5, f: 6 }, { $set: { 'n.x': 1 }, $unset: { a: '' }, $inc: { b: 5 }, $mul: { c: 2 }, $min: { d: 1 }, $max: { e: 9 }, $rename: { f: 'g' } }),
    ).toEqual({ b: 7, c: 6, d: 1, e: 9, g: 6, n: { x: 1 } });
  });

  it('start counting and multiplying from nothing', async () => {
    expect(await updated({}, { $inc: { a: 3 }, $mul: { b: 5 }, $min: { c: 7 } })).toEqual({ a: 3, b: 0, c: 7 });
  });

  it.each<[string, Document, Document, Document]>([
    ['$push with position', { l: [1, 3] }, { $push: { l: { $each: [2], $position: 1 } } }, { l: [1, 2, 3] }],
    ['$push sorted and cut', { l: [3, 1] }, { $push: { l: { $each: [2, 9], $sort: -1, $slice: 3 } } }, { l: [9, 3, 2] }],
    ['$push sorted by a field, keeping the last', { l: [{ k: 2 }] }, { $push: { l: { $each: [{ k: 3 }, { k: 1 }], $sort: { k: 1 }, $slice: -2 } } }, { l: [{ k: 2 }, { k: 3 }] }],
    ['$push into a missing field', {}, { $push: { l: 1 } }, { l: [1] }],
    ['$addToSet', { l: ['a', { x: 1 }] }, { $addToSet: { l: { $each: ['a', 'b', { x: 1 }] } } }, { l: ['a', { x: 1 }, 'b'] }],
    ['$pull by condition', { l: [1, 2, 3, 4] }, { $pull: { l: { $gte: 3 } } }, { l: [1, 2] }],
    ['$pull by sub-document', { l: [{ k: 1, v: 1 }, { k: 2 }] }, { $pull: { l: { k: 1 } } }, { l: [{ k: 2 }] }],
    ['$pullAll', { l: [1, 1, 2] }, { $pullAll: { l: [1] } }, { l: [2] }],
    ['$pop from the front', { l: [1, 2, 3] }, { $pop: { l: -1 } }, { l: [2, 3] }],
    ['$bit', { a: 13 }, { $bit: { a: { and: 10 } } }, { a: 8 }],
    ['$unset of an array element', { l: [1, 2, 3] }, { $unset: { 'l.1': '' } }, { l: [1, null, 3] }],
    ['$set past the end of an array', { l: [1] }, { $set: { 'l.3': 4 } }, { l: [1, null, null, 4] }],
  ])('%s', async (_, document, update, expected) => {
    expect(await updated(document, update)).toEqual(expected);
  });

  it('reach array elements by filter, all of them, and the one that matched', async () => {
    const lines = { l: [{ k: 1, q: 1 }, { k: 2, q: 2 }, { k: 3, q: 3 }], n: [1, 2] };
    expect((await updated(lines, { $set: { 'l.$[x].hit': true } }, { arrayFilters: [{ 'x.q': { $gte: 2 } }] }))['l']).toEqual([{ k: 1, q: 1 }, { k: 2, q: 2, hit: true }, { k: 3, q: 3, hit: true }]);
    expect((await updated(lines, { $inc: { 'n.$[]': 1 } }))['n']).toEqual([2, 3]);
    expect((await updated(lines, { $inc: { 'l.$.q': 10 } }, {}, { 'l.k': 3 }))['l']).toEqual([{ k: 1, q: 1 }, { k: 2, q: 2 }, { k: 3, q: 13 }]);
    expect((await updated(lines, { $set: { 'l.$.q': 0 } }, {}, { l: { $elemMatch: { k: 2, q: 2 } } }))['l']).toEqual([{ k: 1, q: 1 }, { k: 2, q: 0 }, { k: 3, q: 3 }]);
  });

  it('set the date and a timestamp of now', async () => {
    const { at, ts } = await updated({}, { $currentDate: { at: true, ts: { $type: 'timestamp' } } });
    expect(Math.abs(Date.now() - (at as Date).getTime())).toBeLessThan(60_000);
    expect((ts as { _bsontype: string })._bsontype).toBe('Timestamp');
  });

  it('let an int that outgrows 32 bits become a long, and keep decimals exact', async () => {
    const collection = await test.collection([{ _id: 1, i: 2147483647, d: Decimal128.fromString('0.1'), f: new Double(1) }]);
    await collection.updateOne({}, { $inc: { i: 1, d: Decimal128.fromString('0.2'), f: 1 } });
    const after = await collection.findOne({}, { promoteValues: false });
    expect(after).toMatchObject({ i: Long.fromNumber(2147483648), f: new Double(2) });
    expect(String(after?.['d'])).toBe('0.3');
  });

  it('leave untouched numbers in their types', async () => {
    const collection = await test.collection([{ _id: 1, whole: new Double(3), big: Long.fromNumber(5) }]);
    await collection.updateOne({}, { $set: { x: 1 } });
    await collection.updateOne({}, [{ $set: { y: 1 } }]);
    expect(await collection.findOne({}, { promoteValues: false })).toMatchObject({ whole: new Double(3), big: Long.fromNumber(5) });
  });
});

describe('an update given as a pipeline', () => {
  it('calculates from the fields of each document', async () => {
    const collection = await test.collection([{ _id: 1, a: 2, b: 3 }, { _id: 2, a: 5, b: 5 }]);
    await collection.updateMany({}, [{ $set: { sum: { $add: ['$a', '$b'] }, big: { $cond: [{ $gt: ['$a', 3] }, 'yes', 'no'] } } }, { $unset: 'b' }]);
    expect(await collection.find().sort({ _id: 1 }).toArray()).toEqual([{ _id: 1, a: 2, sum: 5, big: 'no' }, { _id: 2, a: 5, sum: 10, big: 'yes' }]);
  });
});

describe('what an update reports', () => {
  it('counts a document that stays the same as matched but not modified', async () => {
    const collection = await test.collection([{ _id: 1, a: 1 }, { _id: 2, a: 2 }]);
    expect(await collection.updateMany({}, { $set: { a: 1 } })).toMatchObject({ matchedCount: 2, modifiedCount: 1 });
  });

  it('names the id it upserted', async () => {
    const collection = await test.collection();
    expect(await collection.updateOne({ _id: 'k' as never }, { $set: { a: 1 } }, { upsert: true })).toMatchObject({ matchedCount: 0, upsertedCount: 1, upsertedId: 'k' });
  });
});

describe('an upsert', () => {
  it('takes the equalities of its filter and what $setOnInsert gives', async () => {
    const collection = await test.collection();
    const upsert = (): Promise<unknown> => collection.updateOne({ k: 'x', 'deep.er': 1, n: { $gt: 1 } }, { $set: { v: 1 }, $setOnInsert: { made: true } }, { upsert: true });
    await upsert();
    expect(await collection.findOne({}, { projection: { _id: 0 } })).toEqual({ k: 'x', deep: { er: 1 }, v: 1, made: true });
    await collection.updateOne({}, { $set: { n: 5 }, $unset: { made: 1 } });
    await upsert();
    expect(await collection.find({}, { projection: { _id: 0 } }).toArray()).toEqual([{ k: 'x', deep: { er: 1 }, v: 1, n: 5 }]);
  });

  it('replaces or inserts a whole document', async () => {
    const collection = await test.collection([{ _id: 1, a: 1, b: 2 }]);
    await collection.replaceOne({ _id: 1 } as never, { z: 1 });
    expect(await collection.replaceOne({ _id: 2 } as never, { y: 1 }, { upsert: true })).toMatchObject({ upsertedId: 2 });
    expect(await collection.find().sort({ _id: 1 }).toArray()).toEqual([{ _id: 1, z: 1 }, { _id: 2, y: 1 }]);
  });

  it('raced by twenty on one unique key makes one document', async () => {
    const collection = await test.collection();
    await collection.createIndex({ key: 1 }, { unique: true }, {});
    await Promise.all(Array.from({ length: 20 }, () => collection.updateOne({ key: 'k' }, { $inc: { n: 1 } }, { upsert: true })));
    expect(await collection.find({}, { projection: { _id: 0 } }).toArray()).toEqual([{ key: 'k', n: 20 }]);
  });
});

describe('an update is refused', () => {
  it.each<[string, Document, number, Document?]>([
    ['when it would change _id', { $set: { _id: 2 } }, 66],
    ['when it counts a string', { $inc: { s: 1 } }, 14],
    ['when two operators meet on one path', { $set: { a: 1 }, $inc: { a: 1 } }, 40],
    ['when one path lies inside another', { $set: { 'a.b': 1, a: 2 } }, 40],
    ['when its operator is unknown', { $nope: { a: 1 } }, 9],
    ['when it pushes onto what is no array', { $push: { s: 1 } }, 2],
    ['when a path leads through a string', { $set: { 's.x': 1 } }, 28],
    ['when an array filter is missing', { $set: { 'l.$[x]': 1 } }, 2],
    ['when $currentDate is told neither yes nor a type', { $currentDate: { d: 'now' } }, 2],
    ['when nothing tells which element $ is', { $set: { 'l.$': 1 } }, 2],
  ])('%s', async (_, update, code) => {
    const collection = await test.collection([{ _id: 1, s: 'x', l: [1] }]);
    expect(await serverError(collection.updateOne({ _id: 1 } as never, update))).toMatchObject({ code });
    expect(await collection.find().toArray()).toEqual([{ _id: 1, s: 'x', l: [1] }]);
  });
});

describe('deleting', () => {
  it('counts what it removed', async () => {
    const collection = await test.collection(Array.from({ length: 10 }, (_, i) => ({ _id: i, g: i % 2 })));
    expect((await collection.deleteOne({ g: 0 })).deletedCount).toBe(1);
    expect((await collection.deleteMany({ g: 1 })).deletedCount).toBe(5);
    expect((await collection.deleteMany({ g: 7 })).deletedCount).toBe(0);
    expect(await ids(collection.find().sort({ _id: 1 }))).toEqual([2, 4, 6, 8]);
  });
});

import { beforeAll, describe, expect, it } from '@jest/globals';
import { BSONRegExp, Decimal128, Double, Int32, Long, type Document } from 'mongodb';
import { ids, numbered, serverError, useDatabase, type AnyCollection } from './database.js';

const test = useDatabase();

async function found(documents: readonly Document[], filter: Document): Promise<unknown[]> {
  const collection = await test.collection(documents);
  return ids(collection.find(filter).sort({ _id: 1 }));
}

describe('a filter', () => {
  let tens: AnyCollection;
  beforeAll(async () => {
    tens = await test.collection(numbered(10, (i) => ({ a: i })));
  });

  it.each<[Document, number[]]>([
    [{ a: { $gt: 2, $lte: 5 } }, [3, 4, 5]],
    [{ $or: [{ a: 1 }, { a: { $gte: 9 } }] }, [1, 9]],
    [{ a: { $nin: [0, 1, 2, 3, 4, 5, 6] } }, [7, 8, 9]],
    [{ $nor: [{ a: { $lt: 8 } }] }, [8, 9]],
    [{ a: { $not: { $gt: 1 } } }, [0, 1]],
    [{ a: { $mod: [4, 1] } }, [1, 5, 9]],
    [{ $and: [{ a: { $gte: 3 } }, { a: { $ne: 4 } }, { a: { $lt: 6 } }] }, [3, 5]],
    [{ a: { $bitsAllSet: 5 } }, [5, 7]],
    [{ $expr: { $gt: ['$a', 7] } }, [8, 9]],
  ])('%j finds %j', async (filter, expected) => {
    expect(await ids(tens.find(filter).sort({ _id: 1 }))).toEqual(expected);
  });

  it('tells null from missing only by $exists and $type', async () => {
    const documents = [{ _id: 1, a: 1 }, { _id: 2, a: null }, { _id: 3 }, { _id: 4, a: 's' }];
    expect(await found(documents, { a: null })).toEqual([2, 3]);
    expect(await found(documents, { a: { $ne: null } })).toEqual([1, 4]);
    expect(await found(documents, { a: { $exists: false } })).toEqual([3]);
    expect(await found(documents, { a: { $type: 'null' } })).toEqual([2]);
  });

  it('compares numbers of all types by value, and never with strings', async () => {
    const fives = [new Int32(5), Long.fromNumber(5), new Double(5), Decimal128.fromString('5.0'), '5'];
    expect(await found(fives.map((v, _id) => ({ _id, v })), { v: 5 })).toEqual([0, 1, 2, 3]);
    expect(await found(fives.map((v, _id) => ({ _id, v })), { v: { $gte: 5 } })).toEqual([0, 1, 2, 3]);
  });

  it('follows dotted paths through documents and arrays', async () => {
    const documents = [{ _id: 1, a: { b: { c: 1 } } }, { _id: 2, a: [{ b: { c: 1 } }, { b: { c: 2 } }] }, { _id: 3, a: { b: 1 } }];
    expect(await found(documents, { 'a.b.c': 1 })).toEqual([1, 2]);
    expect(await found(documents, { 'a.1.b.c': 2 })).toEqual([2]);
  });

  it('matches arrays by element, as a whole, by size and by $all', async () => {
    const documents = [{ _id: 1, tags: ['x', 'y'] }, { _id: 2, tags: ['y'] }, { _id: 3, tags: [] }, { _id: 4, tags: 'y' }];
    expect(await found(documents, { tags: 'y' })).toEqual([1, 2, 4]);
    expect(await found(documents, { tags: ['y'] })).toEqual([2]);
    expect(await found(documents, { tags: { $size: 0 } })).toEqual([3]);
    expect(await found(documents, { tags: { $all: ['x', 'y'] } })).toEqual([1]);
  });

  it('asks one element for everything with $elemMatch, any element without', async () => {
    const documents = [
      { _id: 1, lines: [{ sku: 'a', quantity: 1 }, { sku: 'b', quantity: 9 }] },
      { _id: 2, lines: [{ sku: 'a', quantity: 9 }] },
    ];
    expect(await found(documents, { lines: { $elemMatch: { sku: 'a', quantity: { $gt: 5 } } } })).toEqual([2]);
    expect(await found(documents, { 'lines.sku': 'a', 'lines.quantity': { $gt: 5 } })).toEqual([1, 2]);
    expect(await found([{ _id: 1, n: [1, 9] }, { _id: 2, n: [5] }], { n: { $elemMatch: { $gt: 2, $lt: 8 } } })).toEqual([2]);
  });

  it('matches regular expressions with their flags, also inside $in', async () => {
    const documents = [{ _id: 1, s: 'Apple' }, { _id: 2, s: 'apricot' }, { _id: 3, s: 'banana\nApple' }];
    expect(await found(documents, { s: /^ap/i })).toEqual([1, 2]);
    expect(await found(documents, { s: /^Apple/m })).toEqual([1, 3]);
    expect(await found(documents, { s: { $regex: 'AN+A', $options: 'i' } })).toEqual([3]);
    expect(await found(documents, { s: { $in: [/^apr/, 'Apple'] } })).toEqual([1, 2]);
    expect(await found(documents, { s: new BSONRegExp('^apri', '') })).toEqual([2]);
  });

  it('is refused with 2 when it has an unknown operator', async () => {
    expect(await serverError(tens.find({ a: { $nope: 1 } } as never).toArray())).toMatchObject({ code: 2 });
  });
});

describe('a projection', () => {
  let one: AnyCollection;
  beforeAll(async () => {
    one = await test.collection([{ _id: 1, a: 1, b: { c: 2, d: 3 }, list: [1, 2, 3, 4], parts: [{ k: 1, v: 'x' }, { k: 2, v: 'y' }] }]);
  });

  it.each<[Document, Document]>([
    [{ a: 1, _id: 0 }, { a: 1 }],
    [{ 'b.c': 1 }, { _id: 1, b: { c: 2 } }],
    [{ 'parts.v': 1, _id: 0 }, { parts: [{ v: 'x' }, { v: 'y' }] }],
    [{ list: 0, parts: 0, 'b.d': 0 }, { _id: 1, a: 1, b: { c: 2 } }],
    [{ list: { $slice: [1, 2] }, a: 1 }, { _id: 1, a: 1, list: [2, 3] }],
    [{ list: { $slice: -1 }, a: 1 }, { _id: 1, a: 1, list: [4] }],
    [{ parts: { $elemMatch: { k: 2 } } }, { _id: 1, parts: [{ k: 2, v: 'y' }] }],
    [{ _id: 0, sum: { $add: ['$a', '$b.c'] } }, { sum: 3 }],
  ])('%j gives %j', async (projection, expected) => {
    expect(await one.findOne({}, { projection })).toEqual(expected);
  });
});

describe('sorting', () => {
  it('goes by several keys, skips and limits', async () => {
    const many = await test.collection(numbered(20, (i) => ({ g: i % 3, v: -i })));
    expect(await ids(many.find().sort({ g: -1, v: 1 }).skip(2).limit(3))).toEqual([11, 8, 5]);
  });

  it('follows the order of BSON types', async () => {
    const mixed = await test.collection([{ _id: 'text', v: 's' }, { _id: 'number', v: 1 }, { _id: 'null', v: null }, { _id: 'document', v: {} }, { _id: 'boolean', v: true }, { _id: 'date', v: new Date(0) }, { _id: 'missing' }]);
    expect(await ids(mixed.find().sort({ v: 1, _id: 1 }))).toEqual(['missing', 'null', 'number', 'text', 'document', 'boolean', 'date']);
  });

  it('takes the least element of an array upward and the greatest downward', async () => {
    const lists = await test.collection([{ _id: 1, v: [5, 1] }, { _id: 2, v: 3 }, { _id: 3, v: [2, 9] }]);
    expect(await ids(lists.find().sort({ v: 1 }))).toEqual([1, 3, 2]);
    expect(await ids(lists.find().sort({ v: -1 }))).toEqual([3, 1, 2]);
  });

  it('gives the same without an index, with one, and against its direction', async () => {
    const many = await test.collection(numbered(300, (i) => ({ v: (i * 37) % 101 })));
    const expected = await ids(many.find().sort({ v: -1, _id: 1 }).limit(40));
    await many.createIndex({ v: 1, _id: -1 });
    expect(await ids(many.find().sort({ v: -1, _id: 1 }).limit(40))).toEqual(expected);
  });
});

import { beforeAll, describe, expect, it } from '@jest/globals';
import { Decimal128, type Document } from 'mongodb';
import { numbered, serverError, useDatabase, type AnyCollection } from './database.js';

const test = useDatabase();

let sales: AnyCollection;
beforeAll(async () => {
  sales = await test.collection([
    { _id: 1, item: 'a', qty: 2, price: 10, at: new Date('2024-01-03T05:00:00Z'), tags: ['x', 'y'] },
    { _id: 2, item: 'b', qty: 1, price: 20, at: new Date('2024-01-15T12:00:00Z'), tags: ['x'] },
    { _id: 3, item: 'a', qty: 5, price: 12, at: new Date('2024-02-02T23:30:00Z'), tags: [] },
    { _id: 4, item: 'c', qty: 8, price: 5, at: new Date('2024-02-20T00:00:00Z') },
    { _id: 5, item: 'b', qty: 4, price: 22, at: new Date('2024-03-01T00:00:00Z'), tags: ['y', 'z'] },
  ]);
});

const run = (...stages: Document[]): Promise<Document[]> => sales.aggregate(stages).toArray();

describe('stages', () => {
  it.each<[string, Document[], Document[]]>([
    ['$match, $sort, $skip, $limit, $project', [{ $match: { qty: { $gt: 1 } } }, { $sort: { qty: -1 } }, { $skip: 1 }, { $limit: 2 }, { $project: { _id: 0, t: { $multiply: ['$qty', '$price'] } } }], [{ t: 60 }, { t: 88 }]],
    ['$count', [{ $match: { item: 'a' } }, { $count: 'n' }], [{ n: 2 }]],
    ['$unwind with empties and places', [{ $unwind: { path: '$tags', preserveNullAndEmptyArrays: true } }, { $match: { _id: { $gte: 3 } } }, { $project: { tags: 1 } }, { $sort: { _id: 1, tags: 1 } }], [{ _id: 3 }, { _id: 4 }, { _id: 5, tags: 'y' }, { _id: 5, tags: 'z' }]],
    ['$addFields, $unset, $replaceRoot', [{ $match: { _id: 1 } }, { $addFields: { x: { y: '$qty' } } }, { $unset: 'tags' }, { $replaceRoot: { newRoot: '$x' } }], [{ y: 2 }]],
    ['$sortByCount', [{ $match: { item: { $ne: 'b' } } }, { $sortByCount: '$item' }], [{ _id: 'a', count: 2 }, { _id: 'c', count: 1 }]],
    ['$bucket', [{ $bucket: { groupBy: '$price', boundaries: [0, 10, 20], default: 'more', output: { n: { $sum: 1 } } } }], [{ _id: 0, n: 1 }, { _id: 10, n: 2 }, { _id: 'more', n: 2 }]],
    ['$facet', [{ $facet: { n: [{ $count: 'c' }], top: [{ $sort: { price: -1 } }, { $limit: 1 }, { $project: { price: 1 } }], none: [{ $match: { qty: 99 } }] } }], [{ n: [{ c: 5 }], top: [{ _id: 5, price: 22 }], none: [] }]],
    ['$redact', [{ $redact: { $cond: [{ $gt: ['$qty', 4] }, '$$KEEP', '$$PRUNE'] } }, { $project: { qty: 1 } }, { $sort: { _id: 1 } }], [{ _id: 3, qty: 5 }, { _id: 4, qty: 8 }]],
    ['$project of a missing field', [{ $match: { _id: 4 } }, { $project: { t: '$tags', n: { $ifNull: ['$tags', 'none'] } } }], [{ _id: 4, n: 'none' }]],
  ])('%s', async (_, stages, expected) => {
    expect(await run(...stages)).toEqual(expected);
  });

  it('are refused with 40324 when unknown, and unknown expressions with 31325', async () => {
    expect(await serverError(run({ $nope: 1 }))).toMatchObject({ code: 40324 });
    expect(await serverError(run({ $project: { x: { $nope: 1 } } }))).toMatchObject({ code: 31325 });
    expect(await serverError(run({ $project: { x: { $divide: ['$qty', 0] } } }))).toMatchObject({ code: 2 });
  });
});

describe('$group', () => {
  it('sums, averages and finds extremes per key', async () => {
    expect(await run({ $group: { _id: '$item', n: { $sum: 1 }, q: { $sum: '$qty' }, avg: { $avg: '$price' }, lo: { $min: '$price' }, hi: { $max: '$price' } } }, { $sort: { _id: 1 } })).toEqual([
      { _id: 'a', n: 2, q: 7, avg: 11, lo: 10, hi: 12 },
      { _id: 'b', n: 2, q: 5, avg: 21, lo: 20, hi: 22 },
      { _id: 'c', n: 1, q: 8, avg: 5, lo: 5, hi: 5 },
    ]);
  });

  it('gathers first, last and all values in the order they come', async () => {
    const [a] = await run({ $sort: { at: 1 } }, { $group: { _id: '$item', first: { $first: '$qty' }, last: { $last: '$qty' }, all: { $push: '$qty' }, items: { $addToSet: '$item' } } }, { $sort: { _id: 1 } });
    expect(a).toEqual({ _id: 'a', first: 2, last: 5, all: [2, 5], items: ['a'] });
  });

  it('counts a missing field as nothing, and null as a key', async () => {
    expect(await run({ $group: { _id: null, revenue: { $sum: { $multiply: ['$qty', '$price'] } }, none: { $sum: '$nope' } } })).toEqual([{ _id: null, revenue: 228, none: 0 }]);
  });

  it('groups by several fields at once', async () => {
    const groups = await run({ $group: { _id: { i: '$item', m: { $month: '$at' } }, n: { $sum: 1 } } }, { $sort: { '_id.i': 1, '_id.m': 1 } });
    expect(groups.map(({ _id, n }) => [(_id as Document)['i'], (_id as Document)['m'], n] as unknown[])).toEqual([['a', 1, 1], ['a', 2, 1], ['b', 1, 1], ['b', 3, 1], ['c', 2, 1]]);
  });

  it('adds decimals exactly', async () => {
    const prices = await test.collection(numbered(10, () => ({ p: Decimal128.fromString('0.10') })));
    const [total] = await prices.aggregate([{ $group: { _id: null, t: { $sum: '$p' } } }]).toArray();
    expect(String(total?.['t'])).toBe('1.00');
  });
});

describe('joins', () => {
  it('$lookup by fields finds what is equal, by pipeline what the pipeline says', async () => {
    const items = await test.collection([{ _id: 'a', name: 'A' }, { _id: 'b', name: 'B' }]);
    expect(await run({ $match: { _id: { $in: [1, 4] } } }, { $lookup: { from: items.collectionName, localField: 'item', foreignField: '_id', as: 'i' } }, { $sort: { _id: 1 } }, { $project: { 'i.name': 1 } })).toEqual([
      { _id: 1, i: [{ name: 'A' }] },
      { _id: 4, i: [] },
    ]);
    const byPipeline = { from: items.collectionName, let: { it: '$item' }, pipeline: [{ $match: { $expr: { $eq: ['$_id', '$$it'] } } }, { $project: { _id: 0, name: 1 } }], as: 'i' };
    expect(await run({ $match: { _id: 2 } }, { $lookup: byPipeline }, { $project: { i: 1 } })).toEqual([{ _id: 2, i: [{ name: 'B' }] }]);
  });

  it('$graphLookup follows references to the end', async () => {
    const tree = await test.collection([{ _id: 1 }, { _id: 2, up: 1 }, { _id: 3, up: 2 }]);
    const [found] = await tree.aggregate([{ $match: { _id: 3 } }, { $graphLookup: { from: tree.collectionName, startWith: '$up', connectFromField: 'up', connectToField: '_id', as: 'above', depthField: 'd' } }]).toArray();
    expect((found?.['above'] as Document[]).map((each) => [each['_id'] as number, Number(each['d'])]).sort()).toEqual([[1, 1], [2, 0]]);
  });

  it('$unionWith adds another collection', async () => {
    const other = await test.collection([{ _id: 'o', qty: 100 }]);
    expect(await run({ $unionWith: other.collectionName })).toHaveLength(6);
  });
});

describe('expressions', () => {
  it('cut, print and count dates in a time zone', async () => {
    const [out] = await run(
      { $match: { _id: 3 } },
      {
        $project: {
          _id: 0,
          month: { $dateTrunc: { date: '$at', unit: 'month' } },
          day: { $dateTrunc: { date: '$at', unit: 'day', timezone: 'Europe/Istanbul' } },
          text: { $dateToString: { date: '$at', format: '%Y-%m-%d %H:%M', timezone: 'Europe/Istanbul' } },
          next: { $dateAdd: { startDate: '$at', unit: 'day', amount: 1 } },
        },
      },
    );
    expect(out).toEqual({ month: new Date('2024-02-01T00:00:00Z'), day: new Date('2024-02-02T21:00:00Z'), text: '2024-02-03 02:30', next: new Date('2024-02-03T23:30:00Z') });
  });

  it('handle strings, conversions and choices', async () => {
    const [out] = await run(
      { $match: { _id: 4 } },
      {
        $project: {
          _id: 0,
          c: { $concat: ['$item', '-', { $toString: '$qty' }] },
          parts: { $split: ['a,b', ','] },
          matches: { $regexMatch: { input: 'abc', regex: /^A/, options: 'i' } },
          fallback: { $convert: { input: 'zz', to: 'int', onError: -1 } },
          size: { $switch: { branches: [{ case: { $gt: ['$qty', 5] }, then: 'many' }], default: 'few' } },
        },
      },
    );
    expect(out).toEqual({ c: 'c-8', parts: ['a', 'b'], matches: true, fallback: -1, size: 'many' });
  });

  it('see the variables of the command', async () => {
    const found = await sales.aggregate([{ $match: { $expr: { $eq: ['$item', '$$want'] } } }, { $sort: { _id: 1 } }], { let: { want: 'b' } }).toArray();
    expect(found.map(({ _id }) => _id as unknown)).toEqual([2, 5]);
  });
});

describe('windows and gaps', () => {
  it('running totals and ranks go by partition', async () => {
    const out = await run({ $setWindowFields: { partitionBy: '$item', sortBy: { at: 1 }, output: { total: { $sum: '$qty', window: { documents: ['unbounded', 'current'] } }, rank: { $rank: {} } } } }, { $sort: { _id: 1 } }, { $project: { total: 1, rank: 1 } });
    expect(out).toEqual([{ _id: 1, total: 2, rank: 1 }, { _id: 2, total: 1, rank: 1 }, { _id: 3, total: 7, rank: 2 }, { _id: 4, total: 8, rank: 1 }, { _id: 5, total: 5, rank: 2 }]);
  });

  it('$densify and $fill close gaps', async () => {
    const gaps = await test.collection([{ _id: 1, t: 1, v: 10 }, { _id: 2, t: 4 }]);
    const dense = await gaps.aggregate([{ $densify: { field: 't', range: { step: 1, bounds: 'full' } } }, { $sort: { t: 1 } }]).toArray();
    expect(dense.map(({ t }) => t as unknown)).toEqual([1, 2, 3, 4]);
    const filled = await gaps.aggregate([{ $fill: { sortBy: { t: 1 }, output: { v: { method: 'locf' } } } }, { $sort: { t: 1 } }]).toArray();
    expect(filled.map(({ v }) => v as unknown)).toEqual([10, 10]);
  });
});

describe('results written by a pipeline', () => {
  it('$out takes the place of a collection and keeps its indexes', async () => {
    const target = await test.collection([{ _id: 'old' }]);
    await target.createIndex({ n: 1 });
    await run({ $group: { _id: '$item', n: { $sum: 1 } } }, { $out: target.collectionName });
    expect(await target.find().sort({ _id: 1 }).toArray()).toEqual([{ _id: 'a', n: 2 }, { _id: 'b', n: 2 }, { _id: 'c', n: 1 }]);
    expect((await target.indexes()).map(({ name }) => name)).toEqual(['_id_', 'n_1']);
  });

  it('$merge adds to, replaces or keeps what is there', async () => {
    const target = await test.collection([{ _id: 'a', n: 0, kept: true }]);
    const counts = { $group: { _id: '$item', n: { $sum: 1 } } };
    await run(counts, { $merge: { into: target.collectionName } });
    expect(await target.find().sort({ _id: 1 }).toArray()).toEqual([{ _id: 'a', n: 2, kept: true }, { _id: 'b', n: 2 }, { _id: 'c', n: 1 }]);
    await run({ $group: { _id: '$item', n: { $sum: '$qty' } } }, { $merge: { into: target.collectionName, whenMatched: 'keepExisting', whenNotMatched: 'discard' } });
    expect(await target.findOne({ _id: 'a' as never })).toEqual({ _id: 'a', n: 2, kept: true });
    await run({ $group: { _id: '$item', n: { $sum: '$qty' } } }, { $merge: { into: target.collectionName, whenMatched: 'replace' } });
    expect(await target.findOne({ _id: 'a' as never })).toEqual({ _id: 'a', n: 7 });
  });
});

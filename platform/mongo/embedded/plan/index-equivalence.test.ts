import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Int32, type Document } from 'bson';
import fc from 'fast-check';
import type { Filter, IndexDescription } from 'mongodb';
import { parseSort, sortKey } from '../query/sort-order.js';
import { startTestServer, type TestServer } from '../test-engine.js';
import { anyValue } from '../values/arbitrary-values.js';

let test: TestServer;
beforeAll(async () => {
  test = await startTestServer();
});
afterAll(() => test.stop());

const indexes: IndexDescription[] = [
  { key: { a: 1 } },
  { key: { b: -1 } },
  { key: { a: 1, b: -1 } },
  { key: { 'c.d': 1 } },
  { key: { b: 1, 'c.d': 1, a: 1 } },
  { key: { a: -1, c: 1 }, sparse: true },
  { key: { b: 1 }, name: 'partial', partialFilterExpression: { a: { $gt: 0 } } },
];

const value = fc.oneof({ weight: 8, arbitrary: fc.integer({ min: -1, max: 2 }) }, { weight: 3, arbitrary: fc.constantFrom<unknown>('a', 'ab', 'b', null) }, { weight: 1, arbitrary: anyValue });
const maybeArray = fc.oneof({ weight: 4, arbitrary: value }, { weight: 1, arbitrary: fc.array(value, { maxLength: 3 }) });
const inner = fc.oneof(fc.record({ d: maybeArray }, { requiredKeys: [], noNullPrototype: true }), value);
const c = fc.oneof({ weight: 3, arbitrary: inner }, { weight: 1, arbitrary: fc.array(inner, { maxLength: 3 }) });

// Two arrays side by side cannot be indexed together, so only c may hold any.
const stored = fc.record({ a: value.filter((each) => !Array.isArray(each)), b: value.filter((each) => !Array.isArray(each)), c }, { requiredKeys: [], noNullPrototype: true });

const comparable = value.filter((each) => !(typeof each === 'object' && each !== null && '_bsontype' in each && each._bsontype === 'BSONRegExp'));
const condition = fc.oneof(
  value,
  fc.tuple(fc.constantFrom('$eq', '$ne', '$gt', '$gte', '$lt', '$lte'), comparable).map(([operator, operand]) => ({ [operator]: operand })),
  fc.tuple(comparable, comparable).map(([low, high]) => ({ $gte: low, $lt: high })),
  fc.array(value, { minLength: 1, maxLength: 4 }).map((operands) => ({ $in: operands })),
  fc.constantFrom<unknown>({ $exists: true }, { $exists: false }, { $regex: '^a' }, null, { $type: 'number' }, { $not: { $gt: new Int32(1) } }),
);
const field = fc.constantFrom('a', 'b', 'c', 'c.d');
const conditions = fc.dictionary(field, condition, { minKeys: 1, maxKeys: 2, noNullPrototype: true });
const elemMatch = condition.filter((each) => typeof each === 'object' && each !== null && Object.keys(each).some((key) => key.startsWith('$'))).map((each) => ({ c: { $elemMatch: { d: each } } }));
const filter = fc.oneof(
  { weight: 6, arbitrary: conditions },
  { weight: 1, arbitrary: elemMatch },
  { weight: 2, arbitrary: fc.array(conditions, { minLength: 1, maxLength: 3 }).map((alternatives) => ({ $or: alternatives })) },
);
const sort = fc.option(fc.dictionary(fc.constantFrom('a', 'b', 'c.d'), fc.constantFrom<1 | -1>(1, -1), { minKeys: 1, maxKeys: 2, noNullPrototype: true }), { nil: undefined });

describe('an index', () => {
  it('never changes what a query finds, nor its order, also after fields of documents were changed', async () => {
    let round = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(stored, { minLength: 1, maxLength: 25 }), fc.array(fc.tuple(fc.nat(24), stored), { maxLength: 10 }), fc.array(fc.tuple(filter, sort), { minLength: 10, maxLength: 10 }), async (docs, changes, queries) => {
        const collection = test.db.collection<Document & { _id: number }>(`c${round++}`);
        await collection.createIndexes(indexes);
        await collection.insertMany(docs.map((doc, _id) => ({ _id, ...doc })));
        for (const [_id, { a, ...rest }] of changes) await collection.updateOne({ _id }, a === undefined ? { $unset: { a: '' } } : { $set: { a }, ...(Object.keys(rest).length > 0 && { $rename: { b: 'c' } }) });
        for (const [query, order] of queries) {
          const find = (hint?: Document): Promise<Document[]> => {
            const cursor = collection.find(query as Filter<Document & { _id: number }>, { ...(hint && { hint }), promoteValues: false });
            return (order ? cursor.sort(order) : cursor).toArray();
          };
          const [planned, scanned] = [await find(), await find({ $natural: 1 })];
          const ids = (found: Document[]): unknown[] => found.map((doc) => Number(doc['_id']));
          expect(ids(planned).sort()).toEqual(ids(scanned).sort());
          expect(await collection.countDocuments(query as Filter<Document & { _id: number }>)).toBe(scanned.length);
          expect(await test.db.command({ count: collection.collectionName, query })).toMatchObject({ n: scanned.length });
          const keys = (found: Document[]): string[] => found.map((doc) => sortKey(doc, parseSort(order && Object.fromEntries(Object.entries(order)))).toString('hex'));
          expect(keys(planned)).toEqual(keys(scanned));
        }
        await collection.drop();
      }),
      { numRuns: 25 },
    );
  }, 60_000);
});

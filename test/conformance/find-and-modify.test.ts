import { describe, expect, it } from '@jest/globals';
import { numbered, serverError, useDatabase } from './database.js';

const test = useDatabase();
const one = (id: unknown): never => ({ _id: id }) as never;

describe('findOneAndUpdate', () => {
  it('gives the document before or after, and null when there is none', async () => {
    const jobs = await test.collection([{ _id: 1, n: 1 }]);
    expect(await jobs.findOneAndUpdate(one(1), { $inc: { n: 1 } })).toEqual({ _id: 1, n: 1 });
    expect(await jobs.findOneAndUpdate(one(1), { $inc: { n: 1 } }, { returnDocument: 'after', projection: { _id: 0 } })).toEqual({ n: 3 });
    expect(await jobs.findOneAndUpdate(one(2), { $set: { n: 1 } })).toBeNull();
    expect(await jobs.findOneAndUpdate(one(2), { $set: { n: 1 } }, { upsert: true, returnDocument: 'after' })).toEqual({ _id: 2, n: 1 });
  });

  it('tells whether it updated or inserted', async () => {
    const jobs = await test.collection([{ _id: 1, n: 1 }]);
    expect((await jobs.findOneAndUpdate(one(1), { $inc: { n: 1 } }, { includeResultMetadata: true })).lastErrorObject).toMatchObject({ n: 1, updatedExisting: true });
    expect((await jobs.findOneAndUpdate(one(9), { $inc: { n: 1 } }, { upsert: true, includeResultMetadata: true })).lastErrorObject).toMatchObject({ n: 1, updatedExisting: false, upserted: 9 });
  });

  it('takes the first in the given order', async () => {
    const jobs = await test.collection([{ _id: 1, p: 1, s: 'queued' }, { _id: 2, p: 9, s: 'queued' }, { _id: 3, p: 5, s: 'queued' }]);
    expect((await jobs.findOneAndUpdate({ s: 'queued' }, { $set: { s: 'running' } }, { sort: { p: -1 } }))?._id).toBe(2);
    expect(await jobs.findOneAndUpdate({ s: 'queued' }, [{ $set: { s: { $concat: ['$s', '!'] } } }], { sort: { p: -1 }, returnDocument: 'after' })).toEqual({ _id: 3, p: 5, s: 'queued!' });
  });

  it('hands each of two hundred jobs to one of twenty workers only', async () => {
    const jobs = await test.collection(numbered(200, (i) => ({ state: 'new', priority: i % 5 })));
    await jobs.createIndex({ state: 1, priority: -1 });
    const worker = async (): Promise<unknown[]> => {
      const taken: unknown[] = [];
      for (let job = await take(); job; job = await take()) taken.push(job._id);
      return taken;
    };
    const take = (): Promise<{ _id: unknown } | null> => jobs.findOneAndUpdate({ state: 'new' }, { $set: { state: 'taken' } }, { sort: { priority: -1 } });
    const taken = (await Promise.all(Array.from({ length: 20 }, worker))).flat();
    expect(taken).toHaveLength(200);
    expect(new Set(taken).size).toBe(200);
  });

  it('is refused with 11000 when it would break a unique index', async () => {
    const jobs = await test.collection([{ _id: 1, key: 'a' }, { _id: 2, key: 'b' }]);
    await jobs.createIndex({ key: 1 }, { unique: true }, {});
    expect(await serverError(jobs.findOneAndUpdate(one(2), { $set: { key: 'a' } }))).toMatchObject({ code: 11000 });
  });
});

describe('findOneAndReplace and findOneAndDelete', () => {
  it('replace the whole document and give back the deleted one', async () => {
    const jobs = await test.collection([{ _id: 1, a: 1 }, { _id: 2, a: 2 }]);
    expect(await jobs.findOneAndReplace(one(1), { b: 1 }, { returnDocument: 'after' })).toEqual({ _id: 1, b: 1 });
    expect(await jobs.findOneAndDelete({}, { sort: { _id: -1 } })).toEqual({ _id: 2, a: 2 });
    expect(await jobs.countDocuments()).toBe(1);
  });
});

describe('a counter', () => {
  it('loses none of a thousand increments from twenty clients', async () => {
    const counters = await test.collection([{ _id: 'n', v: 0 }]);
    await Promise.all(Array.from({ length: 20 }, async () => {
      for (let i = 0; i < 50; i++) await counters.updateOne(one('n'), { $inc: { v: 1 } });
    }));
    expect(await counters.findOne()).toEqual({ _id: 'n', v: 1000 });
  });
});

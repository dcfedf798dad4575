import { describe, expect, it } from '@jest/globals';
import { Binary, Decimal128, Double, Int32, Long, ObjectId, Timestamp, UUID } from 'mongodb';
import { ids, serverError, useDatabase } from './database.js';

const test = useDatabase();

describe('inserting', () => {
  it('reads back what was written, nested and empty values included', async () => {
    const notes = await test.collection();
    const document = { _id: new ObjectId(), text: 'çğış 漢字 🎉', empty: {}, none: [], nothing: null, deep: { list: [1, { two: [2] }] }, '': 'unnamed' };
    await notes.insertOne(document as never);
    expect(await notes.findOne({ _id: document._id as never })).toEqual(document);
  });

  it('keeps every number, date and binary in its own type', async () => {
    const values = await test.collection();
    const document = {
      _id: 1,
      int: new Int32(-7),
      whole: new Double(3),
      double: new Double(1.5),
      long: Long.fromString('9223372036854775807'),
      decimal: Decimal128.fromString('12345678901234567890.123456789'),
      date: new Date('2024-02-29T23:59:59.999Z'),
      before1970: new Date(-1),
      bytes: new Binary(Buffer.from([0, 1, 255]), 0),
      uuid: new UUID('00112233-4455-6677-8899-aabbccddeeff'),
      timestamp: new Timestamp({ t: 5, i: 9 }),
      pattern: /^a.*z$/i,
    };
    await values.insertOne(document as never);
    const back = await values.findOne({}, { promoteValues: false, promoteLongs: false });
    expect(back).toMatchObject({ int: document.int, whole: document.whole, double: document.double, long: document.long, date: document.date, before1970: document.before1970, pattern: document.pattern });
    expect(String(back?.['decimal'])).toBe('12345678901234567890.123456789');
    expect((back?.['timestamp'] as Timestamp).equals(document.timestamp)).toBe(true);
    expect((back?.['uuid'] as Binary).toUUID().toHexString()).toBe('00112233-4455-6677-8899-aabbccddeeff');
    expect(Buffer.from((back?.['bytes'] as Binary).buffer)).toEqual(Buffer.from([0, 1, 255]));
  });

  it('keeps the order of fields', async () => {
    const notes = await test.collection([{ _id: 1, z: 1, a: 2, m: { y: 1, b: 2 } }]);
    const back = await notes.findOne();
    expect([Object.keys(back!), Object.keys(back!['m'] as object)]).toEqual([['_id', 'z', 'a', 'm'], ['y', 'b']]);
  });

  it('refuses a second document with the same _id and says which', async () => {
    const notes = await test.collection([{ _id: 1 }]);
    const error = await serverError(notes.insertOne({ _id: 1 } as never));
    expect(error).toMatchObject({ code: 11000, keyPattern: { _id: 1 }, keyValue: { _id: 1 } });
    expect(error.message).toMatch(/^E11000 duplicate key error collection: .* index: _id_ dup key/);
  });

  it('stops at the first duplicate when ordered', async () => {
    const notes = await test.collection([{ _id: 2 }]);
    const error = await serverError(notes.insertMany([{ _id: 1 }, { _id: 2 }, { _id: 3 }] as never));
    expect(error.code).toBe(11000);
    expect(await ids(notes.find().sort({ _id: 1 }))).toEqual([1, 2]);
  });

  it('goes on past duplicates when unordered and names each of them', async () => {
    const notes = await test.collection([{ _id: 2 }]);
    const error = await serverError(notes.insertMany([{ _id: 1 }, { _id: 2 }, { _id: 3 }, { _id: 2 }] as never, { ordered: false }));
    expect(error).toMatchObject({ writeErrors: [{ index: 1, code: 11000 }, { index: 3, code: 11000 }] });
    expect(await ids(notes.find().sort({ _id: 1 }))).toEqual([1, 2, 3]);
  });

  it('takes documents of ten megabytes and refuses those over sixteen', async () => {
    const notes = await test.collection();
    await notes.insertOne({ _id: 1, s: 'y'.repeat(10 * 1024 * 1024) } as never);
    expect(((await notes.findOne())?.['s'] as string).length).toBe(10 * 1024 * 1024);
    await expect(notes.insertOne({ _id: 2, s: 'x'.repeat(17 * 1024 * 1024) } as never)).rejects.toThrow();
    expect(await notes.countDocuments()).toBe(1);
  });

  it('carries out writes that ask for no acknowledgement', async () => {
    const notes = await test.collection([{ _id: 0 }]);
    await notes.insertOne({ _id: 1 } as never, { writeConcern: { w: 0 } });
    while ((await notes.countDocuments()) < 2) await test.db.command({ ping: 1 });
    expect(await ids(notes.find().sort({ _id: 1 }))).toEqual([0, 1]);
  });

  it('lets exactly one of twenty racing inserts of one id win', async () => {
    const notes = await test.collection();
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => notes.insertOne({ _id: 'same' } as never)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await notes.countDocuments()).toBe(1);
  });
});

import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deserialize, serialize, type Document } from 'bson';
import { MongoServerError } from 'mongodb';
import { startTestServer, type TestServer } from './test-engine.js';

let test: TestServer;
beforeAll(async () => {
  test = await startTestServer();
  await test.db.collection('things').insertMany([{ a: 1 }, { a: 2 }]);
});
afterAll(() => test.stop());

async function refusal(command: Document): Promise<unknown> {
  return test.db.command(command).then(
    (reply) => reply,
    (error: unknown) => (error instanceof MongoServerError ? error.code : error),
  );
}

describe('what the server does not have', () => {
  it.each<[string, Document, number]>([
    ['collation', { find: 'things', filter: {}, collation: { locale: 'en', strength: 2 } }, 115],
    ['min and max', { find: 'things', filter: {}, min: { a: 1 }, hint: { a: 1 } }, 115],
    ['tailable cursors', { find: 'things', filter: {}, tailable: true }, 115],
    ['$where', { find: 'things', filter: { $where: 'true' } }, 115],
    ['$text', { find: 'things', filter: { $text: { $search: 'x' } } }, 115],
    ['$jsonSchema', { find: 'things', filter: { $jsonSchema: {} } }, 115],
    ['$near', { find: 'things', filter: { a: { $near: [0, 0] } } }, 2],
    ['sorting by text score', { find: 'things', filter: {}, sort: { s: { $meta: 'textScore' } } }, 115],
    ['text indexes', { createIndexes: 'things', indexes: [{ key: { a: 'text' }, name: 't' }] }, 115],
    ['geo indexes', { createIndexes: 'things', indexes: [{ key: { a: '2dsphere' }, name: 'g' }] }, 115],
    ['hidden indexes', { createIndexes: 'things', indexes: [{ key: { a: 1 }, name: 'h', hidden: true }] }, 197],
    ['capped collections', { create: 'capped', capped: true, size: 1000 }, 115],
    ['validators', { create: 'valid', validator: { a: 1 } }, 115],
    ['views', { create: 'view', viewOn: 'things', pipeline: [] }, 115],
    ['time series', { create: 'series', timeseries: { timeField: 't' } }, 115],
    ['transactions', { insert: 'things', documents: [{}], txnNumber: 1, startTransaction: true, autocommit: false }, 20],
    ['change streams', { aggregate: 'things', pipeline: [{ $changeStream: {} }], cursor: {} }, 40573],
    ['$geoNear', { aggregate: 'things', pipeline: [{ $geoNear: {} }], cursor: {} }, 115],
    ['scripts in expressions', { aggregate: 'things', pipeline: [{ $project: { x: { $function: { body: 'f', args: [], lang: 'js' } } } }], cursor: {} }, 115],
    ['unknown options', { find: 'things', filter: {}, colour: 'red' }, 40415],
    ['unknown options of statements', { update: 'things', updates: [{ q: {}, u: { $set: { a: 1 } }, colour: 'red' }] }, 40415],
    ['unknown commands', { mapReduce: 'things' }, 59],
  ])('is refused and never ignored: %s', async (_, command, code) => {
    const reply = await refusal(command);
    expect(typeof reply === 'number' ? reply : (reply as { writeErrors?: { code: number }[] }).writeErrors?.[0]?.code).toBe(code);
  });
});

describe('a hint', () => {
  it('to a wildcard index, which has no entries, still finds everything', async () => {
    await test.db.collection('wild').insertMany([{ w: 1 }, { w: 2 }]);
    await test.db.collection('wild').createIndex({ '$**': 1 });
    expect(await test.db.collection('wild').find({ w: 2 }, { hint: { '$**': 1 } }).toArray()).toHaveLength(1);
  });

  it('to a partial index that may lack a match is refused', async () => {
    await test.db.collection('part').createIndex({ a: 1 }, { partialFilterExpression: { live: true } }, {});
    expect(await refusal({ find: 'part', filter: { a: 1 }, hint: 'a_1' })).toBe(291);
    expect(await refusal({ find: 'part', filter: { a: 1, live: true }, hint: 'a_1' })).toMatchObject({ ok: 1 });
    expect(await refusal({ find: 'part', filter: {}, hint: 'nope' })).toBe(2);
  });
});

describe('a cursor whose ground is dropped', () => {
  it('fails with 175 rather than end early', async () => {
    const doomed = test.db.collection('doomed');
    await doomed.insertMany(Array.from({ length: 300 }, (_, a) => ({ a })));
    await doomed.createIndex({ a: 1 });
    const byIndex = doomed.find({ a: { $gte: 0 } }, { batchSize: 10 });
    const byScan = doomed.find({}, { batchSize: 10 });
    await Promise.all([byIndex.next(), byScan.next()]);
    await doomed.dropIndex('a_1');
    await expect(byIndex.toArray()).rejects.toMatchObject({ code: 175 });
    await doomed.drop();
    await expect(byScan.toArray()).rejects.toMatchObject({ code: 175 });
  });
});

describe('a search of its own kind', () => {
  it('gives no result for a $count of nothing', async () => {
    expect(await test.db.collection('things').aggregate([{ $match: { a: 9 } }, { $count: 'n' }]).toArray()).toEqual([]);
  });

  it('explains how much it looked at', async () => {
    const things = test.db.collection('explained');
    await things.insertMany(Array.from({ length: 100 }, (_, a) => ({ a, b: a % 2 })));
    await things.createIndex({ a: 1 });
    const stats = async (filter: Document): Promise<unknown> => ((await things.find(filter).explain('executionStats')))['executionStats'];
    expect(await stats({ a: { $lt: 10 }, b: 0 })).toMatchObject({ nReturned: 5, totalKeysExamined: 10, totalDocsExamined: 10 });
    expect(await stats({ b: 0 })).toMatchObject({ nReturned: 50, totalKeysExamined: 0, totalDocsExamined: 100 });
  });
});

describe('the wire protocol', () => {
  it('answers the legacy handshake of old and cautious drivers', async () => {
    const socket = connect(test.server.port, '127.0.0.1');
    await once(socket, 'connect');
    const name = Buffer.from('admin.$cmd\0');
    const body = Buffer.from(serialize({ ismaster: 1, helloOk: true }));
    const head = Buffer.alloc(20);
    head.writeInt32LE(16 + 4 + name.length + 8 + body.length, 0);
    head.writeInt32LE(7, 4);
    head.writeInt32LE(2004, 12);
    const slice = Buffer.alloc(8);
    slice.writeInt32LE(-1, 4);
    const request = Buffer.concat([head, name, slice, body]);
    // In two pieces, as TCP may deliver it.
    socket.write(request.subarray(0, 30));
    socket.write(request.subarray(30));
    const [reply] = (await once(socket, 'data')) as [Buffer];
    expect([reply.readInt32LE(8), reply.readInt32LE(12)]).toEqual([7, 1]);
    expect(deserialize(reply.subarray(36))).toMatchObject({ ok: 1, isWritablePrimary: true, helloOk: true });
    socket.destroy();
  });

  it('drops a connection that sends nonsense and serves the others on', async () => {
    const socket = connect(test.server.port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write(Buffer.from('GET / HTTP/1.1\r\n\r\n'));
    await once(socket, 'close');
    expect(await test.db.command({ ping: 1 })).toMatchObject({ ok: 1 });
  });
});

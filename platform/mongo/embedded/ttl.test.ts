import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createIndexes } from './commands/create-indexes.js';
import { Deadline } from './deadline.js';
import { openEngine, type Engine } from './engine.js';
import { removeExpired } from './ttl.js';
import { encode } from './values/codec.js';
import type { Doc } from './values/bson-type.js';
import { startTestServer } from './test-engine.js';

let engine: Engine;
let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'hub-ttl-'));
  engine = openEngine(dataDir);
});
afterAll(async () => {
  await engine.close();
  await rm(dataDir, { recursive: true, force: true });
});

const now = new Date('2026-03-01T12:00:00Z');
const secondsAgo = (seconds: number): Date => new Date(now.getTime() - seconds * 1000);

async function collectionWith(name: string, index: Doc, documents: readonly Doc[]): Promise<void> {
  const body = { createIndexes: name, indexes: [index] };
  await createIndexes.run({ engine, database: 'ttl', body, sequences: new Map(), deadline: new Deadline(undefined), connectionId: 0 });
  await engine.storage.write(() => {
    for (const document of documents) engine.writer.insert(engine.catalog.ensure('ttl', name), encode(document));
  });
}

describe('removing expired documents', () => {
  it('removes those whose date is further back than the index allows, and no others', async () => {
    await collectionWith('sessions', { name: 'at_1', key: { at: 1 }, expireAfterSeconds: 60 }, [
      { _id: 1, at: secondsAgo(61) },
      { _id: 2, at: secondsAgo(59) },
      { _id: 3, at: 'not a date' },
      { _id: 4 },
      { _id: 5, at: [secondsAgo(10), secondsAgo(100)] },
    ]);
    expect(await removeExpired(engine, now)).toBe(2);
    expect(engine.catalog.find('ttl', 'sessions')?.count).toBe(3);
    expect(await removeExpired(engine, now)).toBe(0);
  });

  it('leaves alone what a partial TTL index does not cover', async () => {
    await collectionWith('jobs', { name: 'done', key: { at: 1 }, expireAfterSeconds: 0, partialFilterExpression: { state: 'done' } }, [
      { _id: 1, at: secondsAgo(1), state: 'done' },
      { _id: 2, at: secondsAgo(1), state: 'running' },
    ]);
    expect(await removeExpired(engine, now)).toBe(1);
    expect(engine.catalog.find('ttl', 'jobs')?.count).toBe(1);
  });

  it('removes thousands in several transactions', async () => {
    await collectionWith('many', { name: 'at_1', key: { at: 1 }, expireAfterSeconds: 1 }, Array.from({ length: 2500 }, (_, _id) => ({ _id, at: secondsAgo(5) })));
    expect(await removeExpired(engine, now)).toBe(2500);
  });
});

describe('a running server', () => {
  it('removes expired documents by itself', async () => {
    const test = await startTestServer({ sweepIntervalMs: 20 });
    const sessions = test.db.collection('sessions');
    await sessions.createIndex({ at: 1 }, { expireAfterSeconds: 1 }, {});
    await sessions.insertMany([{ at: new Date(Date.now() - 60_000) }, { at: new Date(Date.now() + 60_000) }]);
    while ((await sessions.countDocuments()) > 1) await new Promise((resolve) => setImmediate(resolve));
    expect(await sessions.countDocuments({ at: { $gt: new Date() } })).toBe(1);
    await test.stop();
  });
});

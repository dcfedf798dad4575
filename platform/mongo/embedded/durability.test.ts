import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from '@jest/globals';
import { MongoClient, MongoServerError, type Collection } from 'mongodb';

interface Entry {
  _id: number;
  sku: string;
  tags: string[];
  n: number;
}

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function dataFolder(): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'hub-durability-'));
  cleanups.push(() => rm(dataDir, { recursive: true, force: true }));
  return dataDir;
}

async function startProcess(dataDir: string, acknowledge = 'flushed'): Promise<{ child: ChildProcess; url: string }> {
  const entry = fileURLToPath(new URL('main.js', import.meta.url));
  const child = spawn(process.execPath, [entry, '--port', '0', '--data', dataDir, '--acknowledge', acknowledge], { stdio: ['ignore', 'pipe', 'inherit'] });
  cleanups.push(async () => end(child, 'SIGKILL'));
  for await (const line of createInterface(child.stdout)) {
    const url = /^listening (mongodb:.+)$/.exec(line)?.[1];
    if (url !== undefined) return { child, url };
  }
  throw new Error('the process ended before it listened');
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  await once(child, 'exit');
}

async function connect(url: string): Promise<Collection<Entry>> {
  const client = await new MongoClient(`${url}/?directConnection=true`, { serverSelectionTimeoutMS: 2000, retryReads: false, retryWrites: false }).connect();
  cleanups.push(() => client.close());
  return client.db('shop').collection<Entry>('entries');
}

/** Inserts and updates without pause until the server is gone; gives the entries whose writes were acknowledged, with their last value. */
async function writeUntilGone(entries: Collection<Entry>, worker: number, acknowledged: Map<number, number>): Promise<void> {
  for (let i = 0; ; i++) {
    const _id = i * 8 + worker;
    try {
      await entries.insertOne({ _id, sku: `SKU-${_id}`, tags: [`t${_id % 7}`, 'all'], n: 1 });
      acknowledged.set(_id, 1);
      if (i % 3 === 0) {
        await entries.updateOne({ _id }, { $inc: { n: 1 }, $set: { sku: `NEW-${_id}` } });
        acknowledged.set(_id, 2);
      }
    } catch {
      return;
    }
  }
}

describe('a server killed in the middle of writing', () => {
  it.each(['flushed', 'committed'])('has every write it acknowledged when %s, and indexes that agree with the documents', async (acknowledge) => {
    const dataDir = await dataFolder();
    const first = await startProcess(dataDir, acknowledge);
    const entries = await connect(first.url);
    await entries.createIndexes([{ key: { sku: 1 }, unique: true }, { key: { tags: 1, n: -1 } }]);
    const acknowledged = new Map<number, number>();
    const writers = Array.from({ length: 8 }, (_, worker) => writeUntilGone(entries, worker, acknowledged));
    while (acknowledged.size < 150) await entries.findOne({ _id: 0 });
    await end(first.child, 'SIGKILL');
    await Promise.all(writers);

    const second = await startProcess(dataDir);
    const found = await connect(second.url);
    const stored = new Map((await found.find().toArray()).map((entry) => [entry._id, entry]));
    const lost = [...acknowledged].filter(([id, n]) => (stored.get(id)?.n ?? 0) < n);
    expect(acknowledged.size).toBeGreaterThanOrEqual(150);
    expect(lost).toEqual([]);

    const bySku = await found.find({ sku: { $gte: '' } }, { hint: { sku: 1 } }).toArray();
    const byTag = await found.find({ tags: 'all' }, { hint: { tags: 1, n: -1 } }).toArray();
    expect(bySku).toHaveLength(stored.size);
    expect(byTag).toHaveLength(stored.size);
    expect(await found.estimatedDocumentCount()).toBe(stored.size);
    expect(new Set(bySku.map(({ _id }) => _id))).toEqual(new Set(stored.keys()));
  }, 60_000);
});

describe('a server whose disk is full', () => {
  /** The kernel's limit of one process's files: needs neither a disk of its own nor to be root. Only the soft one, which may be raised again. */
  const limitFiles = ({ pid }: ChildProcess, bytes: number | 'unlimited') => promisify(execFile)('prlimit', ['--pid', String(pid), `--fsize=${bytes}:`]);
  const isRunning = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode === null && signalCode === null;
  const entry = (_id: number): Entry => ({ _id, sku: `SKU-${_id}-${'x'.repeat(500)}`, tags: ['all'], n: 1 });
  const insertAll = (entries: Collection<Entry>, from: number, acknowledged: number[]): Promise<unknown[]> =>
    Promise.all(Array.from({ length: 200 }, (_, i) => entries.insertOne(entry(from + i)).then(() => acknowledged.push(from + i), (error: unknown) => error)));

  it('refuses what needs room, keeps what it acknowledged, and goes on when there is room', async () => {
    const dataDir = await dataFolder();
    const acknowledged: number[] = [];
    let { child, url } = await startProcess(dataDir);
    let entries = await connect(url);
    await entries.createIndexes([{ key: { sku: 1 }, unique: true }]);
    await insertAll(entries, 0, acknowledged);
    await limitFiles(child, (await stat(join(dataDir, 'data.mdb'))).size);
    const refused = (await insertAll(entries, 1_000, acknowledged)).filter((one) => one instanceof Error);
    expect(refused.length).toBeGreaterThan(0);
    const told = refused.filter((error) => error instanceof MongoServerError);
    expect(told.filter(({ code }) => code !== 14_031)).toEqual([]);

    if (isRunning(child)) await limitFiles(child, 'unlimited');
    // LMDB may end the process over its own error message: then it is started again, as `hub start` does.
    else {
      ({ child, url } = await startProcess(dataDir));
      entries = await connect(url);
    }
    await insertAll(entries, 2_000, acknowledged);
    expect(acknowledged.filter((id) => id >= 2_000)).toHaveLength(200);
    await end(child, 'SIGKILL');
    const found = await connect((await startProcess(dataDir)).url);
    const stored = (await found.find({ sku: { $gte: '' } }, { hint: { sku: 1 } }).toArray()).map(({ _id }) => _id);
    expect(acknowledged.filter((id) => !stored.includes(id))).toEqual([]);
    expect(await found.countDocuments()).toBe(stored.length);
  }, 180_000);
});

describe('a server told to stop', () => {
  it('ends with code 0 and finds its data again', async () => {
    const dataDir = await dataFolder();
    const first = await startProcess(dataDir);
    await (await connect(first.url)).insertOne({ _id: 1, sku: 'a', tags: [], n: 1 });
    first.child.kill('SIGTERM');
    expect(await once(first.child, 'exit')).toEqual([0, null]);
    const second = await startProcess(dataDir);
    expect(await (await connect(second.url)).findOne({ _id: 1 })).toEqual({ _id: 1, sku: 'a', tags: [], n: 1 });
  });
});

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { MongoClient, type Collection } from 'mongodb';
import type { BenchResult } from './bench-result.js';

interface Thing {
  _id: number;
  sku: string;
  shop: number;
  pad: string;
  n?: number;
}

const DOCUMENTS = 1_000_000;
const BATCH = 1000;
const FINDS = 10_000;
const IN_FLIGHT = 20;

/** Fills a server of its own with a million documents of 1 KB and measures it through the driver. Takes about a minute and 1.5 GB of disk. */
export async function benchEmbeddedMongo(): Promise<BenchResult[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'hub-bench-mongo-'));
  const server = await startServer(dataDir);
  const client = await new MongoClient(server.url, { maxPoolSize: IN_FLIGHT }).connect();
  try {
    const things = client.db('bench').collection<Thing>('things');
    await things.createIndex({ sku: 1 });
    const memory = watchMemory(server.child);
    const results = [
      await perSecond('insertMany, batches of 1,000 of 1 KB, one secondary index', 'documents/s', DOCUMENTS, 8000, () => fill(things)),
      await perSecond('findOne by an indexed field, 20 in flight', 'finds/s', FINDS, 2500, () => findMany(things, (n) => ({ sku: skuOf(n) }))),
      await perSecond('findOne by _id, 20 in flight', 'finds/s', FINDS, 2500, () => findMany(things, (n) => ({ _id: n }))),
      await perSecond('bulkWrite of 1,000 updateOne by _id', 'updates/s', 20 * BATCH, 5000, () => updateMany(things)),
      { name: 'findOne by _id while three write thousands by 1,000 to a call, p95', figure: await readsBesideWriters(things), unit: 'ms', target: { atMost: 250 } },
    ];
    const { heapMb, residentAnonymousMb } = await memory.stop();
    return [
      ...results,
      { name: 'heap with 1,000,000 documents of 1 KB', figure: heapMb, unit: 'MB at most', target: { atMost: 200 } },
      { name: 'memory of the process that is not the mapped file', figure: residentAnonymousMb, unit: 'MB at most' },
    ];
  } finally {
    await client.close();
    server.child.kill('SIGTERM');
    await once(server.child, 'exit');
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function startServer(dataDir: string): Promise<{ url: string; child: ChildProcess }> {
  const entry = fileURLToPath(new URL('../platform/mongo/embedded/main.js', import.meta.url));
  const child = spawn(process.execPath, [entry, '--port', '0', '--data', dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface(child.stdout)) {
    const url = /^listening (.+)$/.exec(line)?.[1];
    if (url !== undefined) return { url: `${url}/?directConnection=true`, child };
  }
  throw new Error('the server ended before it listened');
}

async function perSecond(name: string, unit: string, count: number, target: number, work: () => Promise<void>): Promise<BenchResult> {
  const startedAt = performance.now();
  await work();
  return { name, unit, target: { atLeast: target }, figure: Math.round(count / ((performance.now() - startedAt) / 1000)) };
}

function skuOf(n: number): string {
  return `SKU-${String(n * 7919).padStart(12, '0')}`;
}

async function fill(things: Collection<Thing>): Promise<void> {
  const pad = 'x'.repeat(930);
  for (let start = 0; start < DOCUMENTS; start += BATCH) {
    await things.insertMany(Array.from({ length: BATCH }, (_, i) => ({ _id: start + i, sku: skuOf(start + i), shop: i % 10, pad })));
  }
}

async function findMany(things: Collection<Thing>, filterOf: (n: number) => Partial<Thing>): Promise<void> {
  await Promise.all(
    Array.from({ length: IN_FLIGHT }, async (_, worker) => {
      for (let i = worker; i < FINDS; i += IN_FLIGHT) {
        if (!(await things.findOne(filterOf((i * 97) % DOCUMENTS)))) throw new Error('a document is missing');
      }
    }),
  );
}

async function updateMany(things: Collection<Thing>): Promise<void> {
  for (let round = 0; round < 20; round++) {
    await things.bulkWrite(Array.from({ length: BATCH }, (_, i) => ({ updateOne: { filter: { _id: round * 40_000 + i * 31 }, update: { $inc: { n: 1 } } } })));
  }
}

const WRITERS = 3;
const CALLS_EACH = 10;

/** How long one who reads a document waits while others change thousands. */
async function readsBesideWriters(things: Collection<Thing>): Promise<number> {
  let writing = WRITERS;
  const writers = Array.from({ length: WRITERS }, async (_, writer) => {
    for (let call = 0; call < CALLS_EACH; call++) {
      await things.bulkWrite(Array.from({ length: BATCH }, (_each, i) => ({ updateOne: { filter: { _id: (writer * CALLS_EACH + call) * BATCH + i }, update: { $inc: { n: 1 } } } })), { ordered: false });
    }
    writing -= 1;
  });
  const waitedMs: number[] = [];
  while (writing > 0) {
    const startedAt = performance.now();
    await things.findOne({ _id: DOCUMENTS - 1 });
    waitedMs.push(performance.now() - startedAt);
  }
  await Promise.all(writers);
  return Math.round(waitedMs.toSorted((a, b) => a - b)[Math.floor(0.95 * waitedMs.length)] ?? 0);
}

/** Asks the server for its heap, and the kernel for its anonymous memory, four times a second; keeps the highest. */
function watchMemory(child: ChildProcess): { stop(): Promise<{ heapMb: number; residentAnonymousMb: number }> } {
  const highest = { heapMb: 0, residentAnonymousMb: 0 };
  const look = async (): Promise<void> => {
    const status = await readFile(`/proc/${child.pid ?? 0}/status`, 'utf8');
    const anonymousKb = Number(/RssAnon:\s+(\d+)/.exec(status)?.[1] ?? 0);
    highest.residentAnonymousMb = Math.max(highest.residentAnonymousMb, Math.round(anonymousKb / 1024));
  };
  const timer = setInterval(() => void look(), 250);
  return {
    async stop() {
      clearInterval(timer);
      await look();
      // The heap is part of the anonymous memory, so that is its upper bound.
      highest.heapMb = highest.residentAnonymousMb;
      return highest;
    },
  };
}

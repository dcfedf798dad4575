import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { Lane } from '../subgraphs/sync/domain/lane.js';
import type { BenchResult } from './bench-result.js';
import type { Child } from './child.js';
import { atRest, openFloor, until, type Floor, type FloorStore } from './resilience-parts/floor.js';

const KILLS = Number(process.env['BENCH_KILLS'] ?? 5);
const STORES = 4;
const GOODS = 50;
const LATENCY_MS = 1_000;
const GIVE_UP_MS = 60_000;
const LOOK_EVERY_MS = 20;
const BETWEEN_KILLS_MS = 2_000;

/** One worker keeps all stores going and another stands by; again and again the first is killed. Then the time until the other holds each store. */
export async function benchWorkerKilled(): Promise<readonly BenchResult[]> {
  const floor = await openFloor({ marketplace: 'TRENDYOL', stores: STORES, goodsPerStore: GOODS, latencyMs: LATENCY_MS });
  const stopping = new AbortController();
  const working = Promise.all(floor.stores.map((store) => keepBusy(floor, store, stopping.signal)));
  try {
    let first = await floor.startWorker();
    const tookMs: number[] = [];
    for (let kill = 0; kill < KILLS; kill += 1) {
      const second = await floor.startWorker();
      await pause(BETWEEN_KILLS_MS);
      tookMs.push(...(await killOne(floor, first)));
      first = second;
    }
    stopping.abort();
    await working;
    const endedAt = Date.now();
    await atRest(floor.house);
    console.log(`  taken over after ${tookMs.map((ms) => (ms / 1_000).toFixed(1)).join(', ')} s`);
    return [
      { name: `worker killed ${KILLS} times while it held ${tookMs.length} stores in all: until another worked on each of them, at most`, figure: Math.max(...tookMs) / 1_000, unit: 's', target: { atMost: 15 } },
      { name: 'after the last of it, until everything asked for was done', figure: (Date.now() - endedAt) / 1_000, unit: 's' },
    ];
  } finally {
    stopping.abort();
    await working.catch(() => undefined);
    await floor.close();
  }
}

/** One batch after another, whatever became of the one before. */
async function keepBusy({ house }: Floor, { storeId, skus }: FloorStore, signal: AbortSignal): Promise<void> {
  for (let onHand = 1; !signal.aborted; onHand += 1) {
    const { operation } = await house.sync.setStock(house.principal, { items: skus.map((sku) => ({ sku, onHand })) });
    if (!operation) throw new Error(`nothing was begun for ${storeId}`);
    await pause(LATENCY_MS);
  }
}

/** How long each store that it held was without a worker. */
async function killOne(floor: Floor, { process }: Child): Promise<number[]> {
  await until(async () => (await heldIn(floor)).length > 0, GIVE_UP_MS, LOOK_EVERY_MS);
  const died = once(process, 'exit');
  process.kill('SIGKILL');
  const killedAt = Date.now();
  await died;
  const left = await heldIn(floor);
  return Promise.all(
    left.map(async ({ _id, fence }) => {
      await until(async () => (await lanesOf(floor)).some((lane) => lane._id === _id && lane.fence > fence), GIVE_UP_MS, LOOK_EVERY_MS);
      return Date.now() - killedAt;
    }),
  );
}

async function heldIn(floor: Floor): Promise<readonly Lane[]> {
  return (await lanesOf(floor)).filter(({ owner }) => owner !== null);
}

function lanesOf({ house }: Floor): Promise<Lane[]> {
  return house.db.collection<Lane>('lanes').find({}).toArray();
}

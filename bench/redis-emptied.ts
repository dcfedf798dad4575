import { createClient } from 'redis';
import type { SyncOperation } from '../subgraphs/sync/domain/operation.js';
import type { BenchResult } from './bench-result.js';
import { askOneByOne, atRest, listingsOf, openFloor, type Floor } from './resilience-parts/floor.js';

const OPERATIONS = Number(process.env['BENCH_OPERATIONS'] ?? 10_000);
const STORES = 5;
const LATENCY_MS = 50;

/**
 * So many operations are asked for, each about one of the goods, while two workers are frozen: all wake-ups wait in Redis. It is
 * emptied, the workers go on, and only the ledger knows. Then the time until the last of the operations is on its way.
 */
export async function benchRedisEmptied(): Promise<readonly BenchResult[]> {
  const floor = await openFloor({ marketplace: 'TRENDYOL', stores: STORES, goodsPerStore: OPERATIONS / STORES, latencyMs: LATENCY_MS });
  try {
    const workers = [await floor.startWorker(), await floor.startWorker()];
    for (const { process } of workers) process.kill('SIGSTOP');
    for (const { skus } of floor.stores) await askOneByOne(floor.house, skus, { onHand: 7 });
    const open = await openOperations(floor);
    const emptiedAt = await empty(floor);
    for (const { process } of workers) process.kill('SIGCONT');
    await atRest(floor.house);
    const { firstMs, lastMs, appliedMs } = await movedAfter(floor, emptiedAt);
    return [
      { name: `Redis emptied with ${open} open operations: until the last of them was sent`, figure: lastMs / 1_000, unit: 's', target: { atMost: 30 } },
      { name: 'until the first was sent', figure: firstMs / 1_000, unit: 's' },
      { name: 'until the last was applied', figure: appliedMs / 1_000, unit: 's' },
    ];
  } finally {
    await floor.close();
  }
}

function openOperations({ house }: Floor): Promise<number> {
  return house.db.collection<SyncOperation>('operations').countDocuments({ kind: 'STOCK_SET', state: { $in: ['RECORDING', 'RUNNING'] } });
}

async function empty({ redis }: Floor): Promise<Date> {
  const client = await createClient({ url: redis.url }).connect();
  await client.flushAll();
  client.destroy();
  return new Date();
}

/** By the ledger's own times. */
async function movedAfter({ house, stores }: Floor, since: Date): Promise<{ firstMs: number; lastMs: number; appliedMs: number }> {
  const listings = await listingsOf(house, stores.flatMap(({ skus }) => skus));
  const msOf = (at: Date | null): number => (at === null ? Number.NaN : at.getTime() - since.getTime());
  const sent = listings.map(({ quantity }) => msOf(quantity.sentAt));
  const applied = listings.map(({ quantity }) => msOf(quantity.appliedAt));
  return { firstMs: Math.min(...sent), lastMs: Math.max(...sent), appliedMs: Math.max(...applied) };
}

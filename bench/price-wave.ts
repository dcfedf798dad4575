import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { StoreId } from '../platform/ids.js';
import type { Attempt } from '../subgraphs/sync/domain/attempt.js';
import type { SyncOperation } from '../subgraphs/sync/domain/operation.js';
import { createTrendyolConnector } from '../subgraphs/trendyol/connector/index.js';
import { startRedis } from '../test/support/redis-server.js';
import { openSyncHouse, type SyncHouse } from '../test/support/sync-house.js';
import type { BenchResult } from './bench-result.js';
import { startChildServer } from './child-server.js';

const CHANGES = 10_000;
const STORES = 3;
const FIRST_SELLER = 2_738_001;
const PUSH = 'price-and-inventory';
const GIVE_UP_MS = 180_000;

/**
 * Sets 10,000 prices that three stores show between them, through the real parts (ledger, queue, lanes, connector, HTTP,
 * sandbox), and waits until every one of them is applied by the marketplace's word. Then the same number on one store.
 */
export async function benchPriceWave(): Promise<readonly BenchResult[]> {
  const dir = await mkdtemp(join(tmpdir(), 'hub-price-wave-'));
  const mongo = await startChildServer('../platform/mongo/embedded/main.js', ['--port', '0', '--data', join(dir, 'mongo')]);
  const sandbox = await startChildServer('../subgraphs/trendyol/sandbox/main.js', ['--port', '0', '--data', join(dir, 'trendyol')]);
  const redis = await startRedis();
  const sandboxUrl = sandbox.url;
  const sellers = Array.from({ length: STORES }, (_, i) => ({ sellerId: FIRST_SELLER + i, apiKey: `key-${i}`, apiSecret: `secret-of-store-${i}`, tier: '50k' as const }));
  for (const seller of sellers) await control(sandboxUrl, 'POST', '/sellers', seller);
  await control(sandboxUrl, 'PUT', '/settings', { latencyMs: 50 });
  const mongoUrl = `${mongo.url}/?directConnection=true`;
  const house = await openSyncHouse({ mongoUrl, database: 'price_wave', redisUrl: redis.url, connectors: { TRENDYOL: createTrendyolConnector() } });
  try {
    const stores: StoreId[] = [];
    for (const { sellerId, apiKey, apiSecret } of sellers) stores.push(await house.connectStore({ marketplace: 'TRENDYOL', baseUrl: `${sandboxUrl}/integration`, remoteSellerId: String(sellerId), credentials: { apiKey, apiSecret } }));
    house.sync.worker.start();
    const shared = skusOf('W', Math.ceil(CHANGES / STORES));
    const alone = skusOf('S', CHANGES);
    await stock(house, { sandboxUrl, goods: shared, on: sellers.map(({ sellerId }, i) => ({ sellerId, storeId: stores[i] as StoreId })) });
    const overThree = await wave(house, sandboxUrl, shared);
    await stock(house, { sandboxUrl, goods: alone, on: [{ sellerId: FIRST_SELLER, storeId: stores[0] as StoreId }] });
    const onOne = await wave(house, sandboxUrl, alone);
    return [
      { name: `${overThree.total} changed prices over ${STORES} stores, all APPLIED`, figure: overThree.seconds, unit: 's', target: { atMost: 30 } },
      { name: `calls for ${overThree.total} prices over ${STORES} stores`, figure: overThree.calls, unit: 'calls', target: { atMost: STORES * Math.ceil(shared.length / 1_000) } },
      { name: `${onOne.total} changed prices on one store, all APPLIED`, figure: onOne.seconds, unit: 's', target: { atMost: 30 } },
      { name: `calls for ${onOne.total} prices on one store`, figure: onOne.calls, unit: 'calls', target: { atMost: 10 } },
    ];
  } finally {
    await house.sync.worker.stop();
    await house.close();
    await sandbox.stop();
    await Promise.all([mongo.stop(), redis.stop()]);
    await rm(dir, { recursive: true, force: true });
  }
}

function skusOf(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => `${prefix}-${String(i).padStart(5, '0')}`);
}

interface Shelf {
  readonly sandboxUrl: string;
  readonly goods: readonly string[];
  readonly on: readonly { readonly sellerId: number; readonly storeId: StoreId }[];
}

/** Goods that the marketplace sells and the hub knows of, in step with each other. */
async function stock(house: SyncHouse, { sandboxUrl, goods, on }: Shelf): Promise<void> {
  await house.addVariants(goods);
  for (const { sellerId, storeId } of on) {
    for (let from = 0; from < goods.length; from += 1_000) {
      await control(sandboxUrl, 'POST', '/products', { sellerId, items: goods.slice(from, from + 1_000).map((barcode) => ({ barcode, quantity: 10, salePrice: 100, listPrice: 100 })) });
    }
    await house.adoptListings(storeId, goods);
  }
  await settled(house, on.map(({ storeId }) => storeId));
}

async function settled(house: SyncHouse, storeIds: readonly StoreId[]): Promise<void> {
  const giveUpAt = Date.now() + GIVE_UP_MS;
  while (Date.now() < giveUpAt) {
    const open = await house.db.collection<Attempt>('attempts').countDocuments({ storeId: { $in: [...storeIds] }, state: { $in: ['PREPARED', 'SENT', 'ACCEPTED', 'UNKNOWN'] } });
    const due = await Promise.all(storeIds.map((storeId) => house.catalog.nextDueAt(storeId)));
    if (open === 0 && due.every((at) => at === null)) return;
    await pause(500);
  }
  throw new Error('the stores did not come to rest');
}

async function wave(house: SyncHouse, sandboxUrl: string, goods: readonly string[]): Promise<{ seconds: number; calls: number; total: number }> {
  const before = await pushes(sandboxUrl);
  const startedAt = performance.now();
  const { operation, userErrors } = await house.sync.setPrices(house.principal, { items: goods.map((sku) => ({ sku, price: { amount: '87.50', currency: 'TRY' } })) });
  if (!operation || userErrors.length > 0) throw new Error(`the prices were not taken: ${JSON.stringify(userErrors.slice(0, 3))}`);
  const done = await finished(house, operation);
  const { applied, verified } = done.counts;
  if (applied + verified !== done.total) throw new Error(`only ${applied + verified} of ${done.total} prices arrived: ${JSON.stringify(done.counts)}`);
  return { seconds: (performance.now() - startedAt) / 1_000, calls: (await pushes(sandboxUrl)) - before, total: done.total };
}

async function finished(house: SyncHouse, { _id }: SyncOperation): Promise<SyncOperation> {
  const giveUpAt = Date.now() + GIVE_UP_MS;
  while (Date.now() < giveUpAt) {
    const operation = await house.sync.findOperation(_id);
    if (operation && operation.state !== 'RECORDING' && operation.state !== 'RUNNING') return operation;
    await pause(100);
  }
  throw new Error(`the prices did not settle within ${GIVE_UP_MS} ms`);
}

async function pushes(sandboxUrl: string): Promise<number> {
  const { requests } = (await control(sandboxUrl, 'GET', `/requests?method=POST&path=${PUSH}&limit=100000`)) as { requests: unknown[] };
  return requests.length;
}

async function control(url: string, method: string, path: string, body?: unknown): Promise<unknown> {
  const answer = await fetch(`${url}/_sandbox${path}`, { method, ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }) });
  if (!answer.ok) throw new Error(`${method} /_sandbox${path} answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
}

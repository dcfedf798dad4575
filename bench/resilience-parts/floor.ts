import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { DEMO_STORES } from '../../hub/demo/demo-stores.js';
import type { Sku, StoreId } from '../../platform/ids.js';
import type { Listing } from '../../subgraphs/catalog/domain/listing.js';
import { createEbayConnector } from '../../subgraphs/ebay/connector/index.js';
import type { SyncOperation } from '../../subgraphs/sync/domain/operation.js';
import { createTrendyolConnector } from '../../subgraphs/trendyol/connector/index.js';
import { type RedisServer, startRedis } from '../../test/support/redis-server.js';
import { type SandboxControl, sandboxControl } from '../../test/support/sandbox-control.js';
import { openSyncHouse, type SyncHouse } from '../../test/support/sync-house.js';
import { type Child, startChild } from '../child.js';
import { startChildServer } from '../child-server.js';
import { type Door, openDoor } from '../six-parts/door.js';

/** A store of the seller, with goods that no other store has. */
export interface FloorStore {
  readonly storeId: StoreId;
  readonly skus: readonly string[];
}

/** The hub's real parts, as a process that is asked, workers in processes of their own, and one marketplace behind a door. */
export interface Floor {
  readonly house: SyncHouse;
  readonly redis: RedisServer;
  readonly sandbox: SandboxControl;
  readonly door: Door;
  readonly stores: readonly FloorStore[];
  startWorker(): Promise<Child>;
  close(): Promise<void>;
}

export interface FloorOptions {
  readonly marketplace: 'TRENDYOL' | 'EBAY';
  readonly stores: number;
  readonly goodsPerStore: number;
  readonly latencyMs: number;
  /** Whoever stands between the door and the marketplace at this address; where they are reached. */
  readonly through?: (url: string) => Promise<{ readonly url: string }>;
}

const FIRST_SELLER = 2_738_001;
const STOCK = 10;
const AT_ONCE = 1_000;
const REST_WITHIN_MS = 300_000;

/** Ready when every store is in step with its marketplace; no worker is left running. */
export async function openFloor({ marketplace, stores: count, goodsPerStore, latencyMs, through = (url) => Promise.resolve({ url }) }: FloorOptions): Promise<Floor> {
  const dir = await mkdtemp(join(tmpdir(), 'hub-floor-'));
  const name = marketplace === 'EBAY' ? 'ebay' : 'trendyol';
  const mongo = await startChildServer('../platform/mongo/embedded/main.js', ['--port', '0', '--data', join(dir, 'mongo')]);
  const server = await startChildServer(`../subgraphs/${name}/sandbox/main.js`, ['--port', '0', '--data', join(dir, name), '--seed', '1']);
  const redis = await startRedis();
  const door = await openDoor((await through(server.url)).url);
  const sandbox = sandboxControl(server.url);
  const where = { mongoUrl: `${mongo.url}/?directConnection=true`, database: 'floor', redisUrl: redis.url };
  const house = await openSyncHouse({ ...where, connectors: { TRENDYOL: createTrendyolConnector(), EBAY: createEbayConnector() } });
  const workers = new Set<Child>();
  const startWorker = async (): Promise<Child> => {
    const worker = await startChild('./resilience-parts/worker-process.js', { ...where, sellerId: house.sellerId });
    workers.add(worker);
    worker.process.once('exit', () => workers.delete(worker));
    return worker;
  };
  const close = async (): Promise<void> => {
    await Promise.all([...workers].map((worker) => worker.stop()));
    await house.close();
    await door.close();
    await Promise.all([mongo.stop(), server.stop(), redis.stop()]);
    await rm(dir, { recursive: true, force: true });
  };
  try {
    await sandbox.put('/settings', { quotaScale: 0, latencyMs: 0 });
    const stores: FloorStore[] = [];
    for (let place = 0; place < count; place += 1) {
      const skus = Array.from({ length: goodsPerStore }, (_, i) => `FLOOR-${place}-${String(i).padStart(5, '0')}`);
      await house.addVariants(skus);
      const storeId = marketplace === 'EBAY' ? await openOnEbay({ house, sandbox, door }, skus) : await openOnTrendyol({ house, sandbox, door }, FIRST_SELLER + place, skus);
      await house.adoptListings(storeId, skus);
      stores.push({ storeId, skus });
    }
    const worker = await startWorker();
    await atRest(house);
    await worker.stop();
    await sandbox.put('/settings', { latencyMs });
    return { house, redis, sandbox, door, stores, startWorker, close };
  } catch (error) {
    await close();
    throw error;
  }
}

type Opening = Pick<Floor, 'house' | 'sandbox' | 'door'>;

async function openOnTrendyol({ house, sandbox, door }: Opening, sellerId: number, skus: readonly string[]): Promise<StoreId> {
  const credentials = { apiKey: `key-${sellerId}`, apiSecret: `secret-of-${sellerId}` };
  await sandbox.post('/sellers', { sellerId, ...credentials, tier: '50k' });
  for (let from = 0; from < skus.length; from += AT_ONCE) await sandbox.post('/products', { sellerId, items: skus.slice(from, from + AT_ONCE).map((barcode) => ({ barcode, quantity: STOCK, salePrice: 100, listPrice: 100 })) });
  return house.connectStore({ marketplace: 'TRENDYOL', baseUrl: `${door.url}/integration`, remoteSellerId: String(sellerId), credentials });
}

async function openOnEbay({ house, sandbox, door }: Opening, skus: readonly string[]): Promise<StoreId> {
  const plan = DEMO_STORES.find((store) => store.marketplace === 'EBAY');
  if (!plan) throw new Error('no account is known on eBay');
  await sandbox.post('/sellers', plan.account);
  await sandbox.post('/products', { seller: plan.account['username'], items: skus.map((sku) => ({ sku, quantity: STOCK })) });
  return house.connectStore({ marketplace: 'EBAY', baseUrl: door.url + plan.basePath, remoteSellerId: plan.remoteSellerId, credentials: plan.credentials(door.url), currency: plan.currency });
}

/** Nothing waits to be sent or settled any more. */
export async function atRest(house: SyncHouse): Promise<void> {
  const listings = house.db.collection<Listing>('listings');
  await until(async () => (await listings.findOne({ dueAt: { $ne: null } }, { projection: { _id: 1 } })) === null && (await listings.findOne({ attemptIds: { $ne: [] } }, { projection: { _id: 1 } })) === null, REST_WITHIN_MS);
}

interface Asking {
  readonly onHand: number;
  readonly inFlight?: number;
  /** No quicker than this; as quick as they are answered by default. */
  readonly perSecond?: number;
}

/** An operation for each of the goods, so many asked for at once; as each was answered. */
export async function askOneByOne(house: SyncHouse, skus: readonly string[], { onHand, inFlight = 16, perSecond = Infinity }: Asking): Promise<readonly SyncOperation[]> {
  const answered: SyncOperation[] = [];
  const startedAt = Date.now();
  const waiting = skus.entries();
  await Promise.all(
    Array.from({ length: inFlight }, async () => {
      for (const [place, sku] of waiting) {
        const earlyMs = startedAt + (place * 1_000) / perSecond - Date.now();
        if (earlyMs > 0) await pause(earlyMs);
        const { operation, userErrors } = await house.sync.setStock(house.principal, { items: [{ sku, onHand }], idempotencyKey: randomUUID() });
        if (!operation || userErrors.length > 0) throw new Error(`not taken: ${JSON.stringify(userErrors)}`);
        answered.push(operation);
      }
    }),
  );
  return answered;
}

export function listingsOf(house: SyncHouse, skus: readonly string[]): Promise<Listing[]> {
  return house.db.collection<Listing>('listings').find({ sku: { $in: skus as readonly Sku[] } }).toArray();
}

export async function until(isSo: () => Promise<boolean>, withinMs: number, everyMs = 250): Promise<void> {
  const giveUpAt = Date.now() + withinMs;
  while (!(await isSo())) {
    if (Date.now() > giveUpAt) throw new Error(`not so within ${withinMs} ms`);
    await pause(everyMs);
  }
}

import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { StoreId } from '../../platform/ids.js';
import type { FaultInput } from '../../platform/sandbox/faults.js';
import type { Listing } from '../../subgraphs/catalog/domain/listing.js';
import { createHepsiburadaConnector } from '../../subgraphs/hepsiburada/index.js';
import { demoSeller, startHepsiburadaSandbox } from '../../subgraphs/hepsiburada/sandbox/index.js';
import { eventually } from '../../subgraphs/sync/testing/lane-suite.js';
import { sandboxControl, type SandboxControl } from '../support/sandbox-control.js';
import { openSyncHouse, type SyncHouse } from '../support/sync-house.js';
import { connectTestRedis, testRedisUrl } from '../support/test-redis.js';

const PUSH = { method: 'POST', path: '/stock-uploads' };
const POLL = { method: 'GET', path: '/stock-uploads/id/' };
const { merchantId, serviceKey, integrator } = demoSeller;

const CASES: readonly { name: string; fault: FaultInput; archived: { readonly status?: number; readonly failure?: unknown } }[] = [
  { name: 'a storm of 429 to uploads', fault: { kind: 'retry-after', retryAfterSeconds: 1, times: 3, match: PUSH }, archived: { status: 429 } },
  { name: 'HTML instead of JSON to an upload', fault: { kind: 'html', times: 1, match: PUSH }, archived: { status: 502 } },
  { name: 'half a JSON to an upload', fault: { kind: 'truncate', times: 1, match: PUSH }, archived: { failure: expect.anything() } },
  { name: 'a 500 to an upload', fault: { kind: 'status', status: 500, times: 1, match: PUSH }, archived: { status: 500 } },
  { name: 'no answer to an upload that was taken', fault: { kind: 'drop-after', times: 1, match: PUSH }, archived: { failure: expect.anything() } },
  { name: 'half a JSON for the result of an upload', fault: { kind: 'truncate', times: 2, match: POLL }, archived: { failure: expect.anything() } },
  { name: 'HTML for the result of an upload', fault: { kind: 'html', times: 2, match: POLL }, archived: { status: 502 } },
  { name: 'an upload that is not known any more', fault: { kind: 'status', status: 404, times: 1, match: POLL }, archived: { status: 404 } },
  { name: 'credentials refused once', fault: { kind: 'status', status: 401, times: 1, match: PUSH }, archived: { status: 401 } },
];
const SKUS = [...CASES.map((_, index) => `BAD-${index}`), 'BAD-KEY'];

describe('a stock change that meets on Hepsiburada', () => {
  let house: SyncHouse;
  let dataDir: string;
  let sandbox: { url: string; stop(): Promise<void> };
  let control: SandboxControl;
  let storeId: StoreId;

  const usual = createHepsiburadaConnector();
  /** What is real here for half a minute would only be waited for. */
  const connector = { ...usual, limits: { ...usual.limits, pushSpacingMs: 0, settleMs: 200 } };

  beforeAll(async () => {
    (await connectTestRedis()).destroy();
    dataDir = await mkdtemp(join(tmpdir(), 'hb-bad-input-'));
    sandbox = await startHepsiburadaSandbox({ port: 0, dataDir });
    control = sandboxControl(sandbox.url);
    await control.put('/settings', { quotaScale: 0, batchDelayMs: 20, dailyUploadsPerListing: 10_000 });
    await control.post('/products', { products: SKUS.map((merchantSku) => ({ merchantSku, price: 100, stock: 10 })) });
    house = await openSyncHouse({ mongoUrl: process.env['TEST_MONGODB_URL'] ?? '', database: `test_hb_bad_${randomBytes(6).toString('hex')}`, redisUrl: testRedisUrl(), connectors: { HEPSIBURADA: connector } });
    storeId = await house.connectStore({ marketplace: 'HEPSIBURADA', remoteSellerId: merchantId, credentials: { serviceKey, integrator }, baseUrl: sandbox.url });
    await house.addVariants(SKUS);
    await house.adoptListings(storeId, SKUS);
    house.sync.worker.start();
    await settled(await setStock(SKUS, 11));
  });
  afterAll(async () => {
    await house.sync.worker.stop();
    await house.db.dropDatabase();
    await house.close();
    await sandbox.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  const setStock = async (skus: readonly string[], onHand: number) => {
    const { operation, userErrors } = await house.sync.setStock(house.principal, { items: skus.map((sku) => ({ sku, onHand })) });
    expect(userErrors).toEqual([]);
    return operation!;
  };
  const settled = async ({ _id }: { _id: string }) => (await eventually(() => house.sync.findOperation(_id as never), (now) => now?.state === 'DONE' || now?.state === 'DONE_WITH_ERRORS'))!.state;
  const changesOf = async (sku: string) => (await control.effects('stock')).filter(({ key }) => key === sku).map(({ old, new: now }) => [old, now]);
  const store = async () => (await house.stores.findOwnStores({ sellerId: house.sellerId, ids: [storeId] }))[0]!;

  it.each(CASES.map((one, index) => ({ ...one, sku: SKUS[index]! })))('$name arrives all the same, once, with the bad answer archived and the store at work', async ({ sku, fault, archived }) => {
    const before = new Date();
    await control.post('/faults', fault);
    expect(await settled(await setStock([sku], 5))).toBe('DONE');
    expect(await changesOf(sku)).toEqual([[null, 10], [10, 11], [11, 5]]);
    const kept = await house.db.collection('payloads').find({ storeId, startedAt: { $gte: before } }).toArray();
    expect(kept).toContainEqual(expect.objectContaining(archived));
    expect((await store()).state.kind).toBe('ACTIVE');
  });

  it('a key that was taken away writes nothing, pauses the store and says why, and goes on with the new key', async () => {
    await control.post('/sellers', { ...demoSeller, serviceKey: 'quiteAnotherKey26' });
    const operation = await setStock(['BAD-KEY'], 4);
    expect((await eventually(store, ({ state }) => state.kind === 'PAUSED')).state).toMatchObject({ kind: 'PAUSED', code: 'AUTHENTICATION' });
    expect(await changesOf('BAD-KEY')).toEqual([[null, 10], [10, 11]]);
    expect(await house.db.collection('payloads').countDocuments({ storeId, status: 401 })).toBeGreaterThan(0);
    await house.connectStore({ marketplace: 'HEPSIBURADA', remoteSellerId: merchantId, credentials: { serviceKey: 'quiteAnotherKey26', integrator }, baseUrl: sandbox.url });
    expect(await settled(operation)).toBe('DONE');
    expect(await changesOf('BAD-KEY')).toEqual([[null, 10], [10, 11], [11, 4]]);
    const listing = await house.db.collection<Listing>('listings').findOne({ storeId, sku: 'BAD-KEY' as never });
    expect(listing?.quantity.state).toMatch(/APPLIED|VERIFIED/);
  });
});

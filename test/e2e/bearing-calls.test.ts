import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { StoreId } from '../../platform/ids.js';
import { createSubgraph } from '../../platform/subgraph/subgraph.js';
import { createEbayConnector } from '../../subgraphs/ebay/connector/index.js';
import { SELLER, startSandbox, type RunningSandbox } from '../../subgraphs/ebay/testing/running-sandbox.js';
import { openSyncHouse, type SyncHouse } from '../support/sync-house.js';
import { openTestDatabase, type TestDatabase } from '../support/test-database.js';
import { connectTestRedis, testRedisUrl } from '../support/test-redis.js';

const SKUS = Array.from({ length: 60 }, (_, index) => `KUPA-${String(index).padStart(3, '0')}`);
const CALL_PACE = 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Store { callPace { callsAtOnce most slowedAt cause } } } }';

/** eBay takes 25 changes a call, so a large change is many calls at once; here the sandbox refuses some for being too many. */
describe('a marketplace that bears fewer calls at once', () => {
  let sandbox: RunningSandbox;
  let database: TestDatabase;
  let house: SyncHouse;
  let storeId: StoreId;

  beforeAll(async () => {
    (await connectTestRedis()).destroy();
    database = await openTestDatabase('bearing_calls');
    house = await openSyncHouse({ mongoUrl: database.url, database: database.name, redisUrl: testRedisUrl(), connectors: { EBAY: createEbayConnector() } });
    sandbox = await startSandbox();
    await sandbox.control('POST', '/products', { seller: SELLER.username, items: SKUS.map((sku) => ({ sku, quantity: 10, price: '10.00' })) });
    storeId = await house.connectStore({ marketplace: 'EBAY', baseUrl: sandbox.url, remoteSellerId: SELLER.username, currency: 'EUR', credentials: sandbox.context.store.credentials });
    await house.addVariants(SKUS);
    await house.adoptListings(storeId, SKUS);
  }, 120_000);
  afterAll(async () => {
    await house.sync.worker.stop();
    await sandbox.stop();
    await house.close();
    await database.drop();
  }, 60_000);

  const callPace = async () => {
    const { data, errors } = await createSubgraph(house.sync.subgraph).local().execute({ query: CALL_PACE, variables: { r: [{ __typename: 'Store', id: storeId }] }, principal: house.principal, correlationId: 'c' });
    expect(errors).toBeUndefined();
    return (data as { _entities: { callPace: { callsAtOnce: number; most: number; slowedAt: string | null; cause: string | null } }[] })._entities[0]?.callPace;
  };

  /** As long as the test may take. */
  async function untilWished<T>(read: () => Promise<T>, isWished: (value: T) => boolean): Promise<T> {
    for (;;) {
      const value = await read();
      if (isWished(value)) return value;
      await pause(50);
    }
  }

  it('is sent fewer, says so, and has every change in the end', async () => {
    expect(await callPace()).toEqual({ callsAtOnce: 32, most: 32, slowedAt: null, cause: null });
    await sandbox.control('POST', '/faults', { match: { path: 'bulk_update_price_quantity' }, kind: 'retry-after', retryAfterSeconds: 1, times: 2 });
    const { operation } = await house.sync.setStock(house.principal, { items: SKUS.map((sku) => ({ sku, onHand: 7 })) });
    if (!operation) throw new Error('nothing was begun');
    house.sync.worker.start();
    const slowed = await untilWished(callPace, (pace) => (pace?.callsAtOnce ?? 32) < 32);
    expect(slowed).toMatchObject({ most: 32, slowedAt: expect.any(String), cause: expect.any(String) });
    const ended = await untilWished(() => house.sync.findOperation(operation._id), (now) => now?.state === 'DONE');
    expect(ended?.counts).toMatchObject({ rejected: 0, unknown: 0 });
    expect(await house.metrics.text()).toMatch(/hub_call_slowdowns_total\{marketplace="EBAY",cause="RATE_LIMITED"\} [1-9]/);
  }, 120_000);
});

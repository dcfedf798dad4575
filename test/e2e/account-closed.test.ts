import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import type { StoreId } from '../../platform/ids.js';
import { createSecretBox } from '../../platform/secrets/secret-box.js';
import { createEbayConnector } from '../../subgraphs/ebay/connector/index.js';
import { SELLER, startSandbox, type RunningSandbox } from '../../subgraphs/ebay/testing/running-sandbox.js';
import { ERASED_BUYER } from '../../subgraphs/orders/domain/erase-buyer.js';
import type { Buyer, Order } from '../../subgraphs/orders/domain/order.js';
import { openBuyer } from '../../subgraphs/orders/operations/open-buyer.js';
import { openSyncHouse, type SyncHouse } from '../support/sync-house.js';
import { openTestDatabase, type TestDatabase } from '../support/test-database.js';
import { connectTestRedis, testRedisUrl } from '../support/test-redis.js';
import { openDoor, reserveDoor } from '../support/webhook-door.js';

const GIVE_UP_MS = 50_000;
const secretBox = createSecretBox({ keys: [{ id: 'test', key: Buffer.alloc(32, 7) }] });

/** eBay's notice over its own ways: signed, delivered to the hub's door, taken in by the worker. */
describe('a buyer who closes the account', () => {
  let sandbox: RunningSandbox;
  let database: TestDatabase;
  let house: SyncHouse;
  let door: FastifyInstance;
  let storeId: StoreId;

  beforeAll(async () => {
    (await connectTestRedis()).destroy();
    database = await openTestDatabase('account_closed');
    const { url: publicUrl, port } = await reserveDoor();
    house = await openSyncHouse({ mongoUrl: database.url, database: database.name, redisUrl: testRedisUrl(), connectors: { EBAY: createEbayConnector() }, publicUrl });
    door = await openDoor(port, house.sync.webhookRoutes);
    sandbox = await startSandbox();
    await sandbox.control('POST', '/products', { seller: SELLER.username, items: [{ sku: 'KUPA-1' }] });
    const { credentials } = sandbox.context.store;
    storeId = await house.connectStore({ marketplace: 'EBAY', baseUrl: sandbox.url, remoteSellerId: SELLER.username, currency: 'EUR', credentials });
    house.sync.worker.start();
    await eventually(async () => (await house.stores.findStores([storeId]))[0]?.webhook.kind === 'ACTIVE');
  }, 120_000);
  afterAll(async () => {
    await house.sync.worker.stop();
    await door.close();
    await sandbox.stop();
    await house.close();
    await database.drop();
  }, 60_000);

  it("leaves no name, address or phone in the hub's orders, and other buyers theirs", async () => {
    const gone = await buy('ornek_alici', 'Ornek Alici');
    const here = await buy('baska_alici', 'Baska Alici');
    await eventually(async () => (await buyerOf(gone))?.name === 'Ornek Alici' && (await buyerOf(here))?.name === 'Baska Alici');
    await sandbox.control('POST', '/account-deletions', { username: 'ornek_alici' });
    // A poll may bring what eBay shows of the order by now, a buyer without a name, before the notice has been taken in.
    await eventually(async () => isDeepStrictEqual(await buyerOf(gone), ERASED_BUYER));
    expect((await buyerOf(here))?.name).toBe('Baska Alici');
  }, 120_000);

  async function buy(username: string, fullName: string): Promise<string> {
    const { orderId } = await sandbox.control<{ orderId: string }>('POST', '/orders', { seller: SELLER.username, lines: [{ sku: 'KUPA-1', quantity: 1 }], buyer: { username, fullName } });
    return orderId;
  }

  async function buyerOf(remoteOrderId: string): Promise<Buyer | null> {
    const order = await house.db.collection<Order>('orders').findOne({ storeId, remoteOrderId });
    return order === null ? null : openBuyer({ secretBox }, order);
  }

  async function eventually(isSo: () => Promise<boolean>): Promise<void> {
    for (const giveUpAt = Date.now() + GIVE_UP_MS; Date.now() < giveUpAt; ) {
      if (await isSo()) return;
      await pause(50);
    }
    throw new Error(`not within ${GIVE_UP_MS} ms`);
  }
});

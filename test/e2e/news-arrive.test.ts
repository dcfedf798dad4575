import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import type { StoreId } from '../../platform/ids.js';
import { createAmazonConnector } from '../../subgraphs/amazon/connector/index.js';
import { startContractSandbox as startAmazon } from '../../subgraphs/amazon/connector/testing/contract-sandbox.js';
import { createEbayConnector } from '../../subgraphs/ebay/connector/index.js';
import { startContractSandbox as startEbay } from '../../subgraphs/ebay/testing/running-sandbox.js';
import { createHepsiburadaConnector } from '../../subgraphs/hepsiburada/connector/index.js';
import { MERCHANT_ID, runSandbox as runHepsiburada } from '../../subgraphs/hepsiburada/sandbox/testing/running-sandbox.js';
import type { Order } from '../../subgraphs/orders/domain/order.js';
import { createOzonConnector } from '../../subgraphs/ozon/connector/index.js';
import { API_KEY, CLIENT_ID, runSandbox as runOzon } from '../../subgraphs/ozon/sandbox/testing/running-sandbox.js';
import type { Marketplace } from '../../subgraphs/stores/domain/marketplace.js';
import { showWebhookSetup } from '../../subgraphs/stores/operations/show-webhook-setup.js';
import type { InboxEntry } from '../../subgraphs/sync/intake/index.js';
import type { PollMark } from '../../subgraphs/sync/intake/domain/poll-mark.js';
import { createSecretBox } from '../../platform/secrets/secret-box.js';
import { openSyncHouse, type SyncHouse } from '../support/sync-house.js';
import { openTestDatabase, type TestDatabase } from '../support/test-database.js';
import { connectTestRedis, testRedisUrl } from '../support/test-redis.js';
import { openDoor, reserveDoor } from '../support/webhook-door.js';

const GIVE_UP_MS = 100_000;

/** A marketplace's sandbox with a seller and goods on sale, as this test uses each of them. */
interface Shop {
  readonly account: { readonly marketplace: Marketplace; readonly baseUrl: string; readonly remoteSellerId: string; readonly currency: string; readonly credentials: unknown };
  /** Buys one thing; answers the order's number. */
  buy(): Promise<string>;
  stop(): Promise<void>;
}

/** Stores of the four marketplaces that each tell of orders in a way of their own, over the ways they really take. */
describe('an order that a marketplace only names', () => {
  const shops: Shop[] = [];
  const storeIds = new Map<Marketplace, StoreId>();
  let hepsiburada: Awaited<ReturnType<typeof runHepsiburada>>;
  let database: TestDatabase;
  let house: SyncHouse;
  let door: FastifyInstance;
  let publicUrl: string;

  beforeAll(async () => {
    (await connectTestRedis()).destroy();
    database = await openTestDatabase('news_arrive');
    const { url, port } = await reserveDoor();
    publicUrl = url;
    const connectors = { AMAZON: createAmazonConnector(), EBAY: createEbayConnector(), HEPSIBURADA: createHepsiburadaConnector(), OZON: createOzonConnector() };
    house = await openSyncHouse({ mongoUrl: database.url, database: database.name, redisUrl: testRedisUrl(), connectors, publicUrl });
    door = await openDoor(port, house.sync.webhookRoutes);
    hepsiburada = await runHepsiburada({ isStanding: false });
    for (const open of [openAmazon, openEbay, openOzon, openHepsiburada]) shops.push(await open());
    for (const { account } of shops) {
      const { store, userErrors } = await house.stores.connectStore({ sellerId: house.sellerId, name: account.marketplace, ...account });
      expect(userErrors).toEqual([]);
      storeIds.set(account.marketplace, store!._id);
    }
    await handInWebhook();
    house.sync.worker.start();
  }, 320_000);
  afterAll(async () => {
    await house.sync.worker.stop();
    await door.close();
    for (const shop of shops) await shop.stop();
    await house.close();
    await database.drop();
  }, 60_000);

  const storeOf = async (marketplace: Marketplace) => (await house.stores.findStores([storeIds.get(marketplace)!]))[0]!;
  const markOf = async (marketplace: Marketplace) => house.db.collection<PollMark>('pollMarks').findOne({ _id: storeIds.get(marketplace)! });

  it.each([
    ['by a webhook it is asked to call', 'EBAY', async () => (await storeOf('EBAY')).webhook.kind === 'ACTIVE'],
    ['by a webhook with a secret in its address', 'OZON', async () => (await storeOf('OZON')).webhook.kind === 'ACTIVE'],
    ['by a webhook that the seller handed in', 'HEPSIBURADA', async () => (await markOf('HEPSIBURADA'))?.polledAt != null],
    ['by a queue', 'AMAZON', async () => (await markOf('AMAZON'))?.queueReadAt !== undefined],
  ] as const)('is told %s, read, and recorded', async (_how, marketplace, isReady) => {
    await eventually(isReady, () => markOf(marketplace));
    const storeId = storeIds.get(marketplace)!;
    const remoteOrderId = await shops.find(({ account }) => account.marketplace === marketplace)!.buy();
    const entries = () => house.db.collection<InboxEntry>('inbox').find({ storeId }).toArray();
    await eventually(async () => (await entries()).some(({ state }) => state.kind === 'MAPPED'), entries);
    await eventually(async () => (await house.db.collection<Order>('orders').countDocuments({ storeId, remoteOrderId })) === 1, entries);
    expect((await entries()).filter(({ state }) => state.kind === 'QUARANTINED')).toEqual([]);
    expect((await storeOf(marketplace)).state.kind).toBe('ACTIVE');
  }, 320_000);

  it('leaves no secret of a webhook in the ledger', async () => {
    const { sellerId, archive, db } = house;
    const { items } = await archive.findPayloads({ sellerId, page: { first: 250 } });
    const payloads = await Promise.all(items.map(({ node: { id } }) => archive.getPayload({ sellerId, id, revealPersonal: true })));
    const told = payloads.flatMap((payload) => [payload?.url, payload?.requestBody?.content?.toString(), payload?.responseBody?.content?.toString()]);
    const written = JSON.stringify([told, await db.collection('inbox').find().toArray(), await db.collection('pollMarks').find().toArray()]);
    expect(written).toContain('[redacted]');
    for (const marketplace of ['EBAY', 'OZON', 'HEPSIBURADA'] as const) expect(written).not.toContain(house.stores.openWebhookSecret(await storeOf(marketplace)));
  });

  async function openAmazon(): Promise<Shop> {
    const sandbox = await startAmazon();
    const { baseUrl, remoteSellerId, currency, credentials } = sandbox;
    return { account: { marketplace: 'AMAZON', baseUrl, remoteSellerId, currency, credentials }, buy: () => sandbox.placeOrder([{ remoteKey: sandbox.keys[0]!, quantity: 1 }]), stop: () => sandbox.stop() };
  }

  async function openEbay(): Promise<Shop> {
    const sandbox = await startEbay();
    const { baseUrl, remoteSellerId, currency, credentials } = sandbox;
    return { account: { marketplace: 'EBAY', baseUrl, remoteSellerId, currency, credentials }, buy: () => sandbox.placeOrder([{ remoteKey: sandbox.keys[0]!, quantity: 1 }]), stop: () => sandbox.stop() };
  }

  async function openOzon(): Promise<Shop> {
    const sandbox = await runOzon({ isStanding: false });
    await sandbox.sell('OZ-1');
    return {
      account: { marketplace: 'OZON', baseUrl: sandbox.url, remoteSellerId: CLIENT_ID, currency: 'RUB', credentials: { apiKey: API_KEY } },
      buy: async () => (await sandbox.order({ 'OZ-1': 1 })).orderNumber,
      stop: () => sandbox.stop(),
    };
  }

  async function openHepsiburada(): Promise<Shop> {
    await hepsiburada.control('/products', { products: [{ merchantSku: 'HB-1', stock: 50 }] });
    return {
      account: { marketplace: 'HEPSIBURADA', baseUrl: hepsiburada.url, remoteSellerId: MERCHANT_ID, currency: 'TRY', credentials: { serviceKey: 'hbDemoKey2026', integrator: 'markethub_dev', merchantName: 'Demo Mağaza' } },
      buy: async () => (await hepsiburada.control<{ orderNumber: string }>('/orders', { lines: [{ merchantSku: 'HB-1', quantity: 1 }] })).orderNumber,
      stop: () => hepsiburada.stop(),
    };
  }

  /** What a seller does by hand: takes address and secret from the hub, and gives them to Hepsiburada. */
  async function handInWebhook(): Promise<void> {
    const secretBox = createSecretBox({ keys: [{ id: 'test', key: Buffer.alloc(32, 7) }] });
    const setup = showWebhookSetup({ secretBox, publicUrl }, await storeOf('HEPSIBURADA'));
    await hepsiburada.control('/webhooks', { url: setup!.address, username: 'hub', password: setup!.secret }, 'PUT');
  }

  async function eventually(isSo: () => Promise<boolean>, seen: () => Promise<unknown>): Promise<void> {
    for (const giveUpAt = Date.now() + GIVE_UP_MS; Date.now() < giveUpAt; ) {
      if (await isSo()) return;
      await pause(50);
    }
    throw new Error(`not within ${GIVE_UP_MS} ms; last seen: ${JSON.stringify(await seen())}`);
  }
});

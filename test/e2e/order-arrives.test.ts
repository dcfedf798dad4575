import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { newId, type StoreId } from '../../platform/ids.js';
import type { Order } from '../../subgraphs/orders/domain/order.js';
import type { Store } from '../../subgraphs/stores/domain/store.js';
import { createTrendyolConnector } from '../../subgraphs/trendyol/connector/index.js';
import { startTrendyolSandbox, type TrendyolSandbox } from '../../subgraphs/trendyol/sandbox/index.js';
import { openSyncHouse, type SyncHouse } from '../support/sync-house.js';
import { openTestDatabase, type TestDatabase } from '../support/test-database.js';
import { connectTestRedis, testRedisUrl } from '../support/test-redis.js';
import { openDoor, reserveDoor } from '../support/webhook-door.js';

const GIVE_UP_MS = 40_000;
const SELLERS = [2_738_001, 2_738_002].map((sellerId) => ({ sellerId, apiKey: `key-${sellerId}`, apiSecret: `secret-of-${sellerId}`, tier: '50k' as const }));
const [FIRST, SECOND] = SELLERS as [(typeof SELLERS)[number], (typeof SELLERS)[number]];

interface SandboxPackage {
  readonly shipmentPackageId: number;
  readonly orderNumber: string;
  readonly status: string;
}

/** One seller with two Trendyol stores that show the same goods; buyers come through the sandbox. */
describe('an order on one store', () => {
  let dir: string;
  let sandbox: TrendyolSandbox;
  let database: TestDatabase;
  let house: SyncHouse;
  let door: FastifyInstance;
  let doorPort: number;
  let storeIds: StoreId[];
  let working: { stop(): Promise<void> };

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'hub-order-arrives-'));
    sandbox = await startTrendyolSandbox({ port: 0, dataDir: dir, sellers: SELLERS });
    await control('PUT', '/settings', { quotaScale: 0, batchDelayMs: 0, identicalBodyWindowMs: 0 });
    (await connectTestRedis()).destroy();
    database = await openTestDatabase('order_arrives');
    const { url, port } = await reserveDoor();
    doorPort = port;
    house = await openSyncHouse({ mongoUrl: database.url, database: database.name, redisUrl: testRedisUrl(), connectors: { TRENDYOL: createTrendyolConnector() }, publicUrl: url });
    door = await openDoor(doorPort, house.sync.webhookRoutes);
    const skus = Array.from({ length: 8 }, (_, index) => `BC-${index}`);
    await house.addVariants(skus);
    storeIds = [];
    for (const { sellerId, apiKey, apiSecret } of SELLERS) {
      await control('POST', '/products', { sellerId, items: skus.map((barcode) => ({ barcode, quantity: 10, salePrice: 100, listPrice: 100 })) });
      const storeId = await house.connectStore({ marketplace: 'TRENDYOL', baseUrl: `${sandbox.url}/integration`, remoteSellerId: String(sellerId), credentials: { apiKey, apiSecret } });
      await house.adoptListings(storeId, skus);
      storeIds.push(storeId);
    }
    house.sync.worker.start();
    working = house.sync.worker;
    await eventually(async () => (await house.db.collection<Store>('stores').find().toArray()).every((store) => store.webhook.kind === 'ACTIVE'));
  });
  afterAll(async () => {
    await working.stop();
    await door.close();
    await house.close();
    await database.drop();
    await sandbox.stop();
    await rm(dir, { recursive: true, force: true });
  });

  it('lowers the stock of the other, told by a webhook', async () => {
    const { orderNumber } = await buy(FIRST.sellerId, 'BC-0', 3);
    await eventually(async () => (await quantityOn(SECOND.sellerId, 'BC-0')) === 7);
    await eventually(async () => (await quantityOn(FIRST.sellerId, 'BC-0')) === 7);
    expect(await orderOf(orderNumber)).toMatchObject({ status: 'CREATED', storeId: storeIds[0], hasUnmappedLines: false, holdings: [{ sku: 'BC-0', quantity: 3, told: 'HELD' }] });
    expect(await house.db.collection('inbox').countDocuments({ 'state.kind': 'MAPPED' })).toBeGreaterThan(0);
    await eventually(async () => /^hub_oversell_window_seconds_count 1$/m.test(await house.metrics.text()));
  });

  it('gives the stock back when the buyer cancels a part of it', async () => {
    const { orderNumber } = await buy(FIRST.sellerId, 'BC-1', 5);
    await eventually(async () => (await quantityOn(SECOND.sellerId, 'BC-1')) === 5);
    await control('POST', `/orders/${orderNumber}/cancel`, { lines: [{ barcode: 'BC-1', quantity: 2 }] });
    await eventually(async () => (await quantityOn(SECOND.sellerId, 'BC-1')) === 7);
    await eventually(async () => (await quantityOn(FIRST.sellerId, 'BC-1')) === 7);
    expect(await stockOf('BC-1')).toEqual({ onHand: 10, reserved: 3 });
  });

  it('takes shipped goods off the shelf once', async () => {
    const { orderNumber } = await buy(SECOND.sellerId, 'BC-2', 2);
    await control('POST', `/orders/${orderNumber}/ship`, {});
    await eventually(async () => (await orderOf(orderNumber))?.status === 'SHIPPED');
    await control('POST', `/orders/${orderNumber}/deliver`, {});
    await eventually(async () => (await orderOf(orderNumber))?.status === 'DELIVERED');
    expect(await stockOf('BC-2')).toEqual({ onHand: 8, reserved: 0 });
  });

  it('counts once when webhooks come twice and overtake each other', async () => {
    await control('PUT', '/settings', { webhookDuplicateEveryNth: 1, webhookDisorderEveryNth: 3, webhookDisorderDelayMs: 300 });
    const orders: SandboxPackage[] = [];
    for (let times = 0; times < 6; times++) orders.push(await buy(FIRST.sellerId, 'BC-3', 1));
    for (const { orderNumber } of orders.slice(0, 3)) await control('POST', `/orders/${orderNumber}/ship`, {});
    await eventually(async () => (await house.db.collection<Order>('orders').countDocuments({ remoteOrderId: { $in: orders.map((one) => one.orderNumber) }, status: 'SHIPPED' })) === 3);
    await eventually(async () => (await quantityOn(SECOND.sellerId, 'BC-3')) === 4);
    await eventually(async () => ((await control('GET', '/webhook-deliveries')) as { deliveries: unknown[] }).deliveries.length === 0);
    await eventually(async () => (await house.db.collection('inbox').countDocuments({ waiting: true })) === 0);
    expect(await stockOf('BC-3')).toEqual({ onHand: 7, reserved: 3 });
    await control('PUT', '/settings', { webhookDuplicateEveryNth: 0, webhookDisorderEveryNth: 0 });
  });

  it('is read by a poll after a time when the hub could not be reached', async () => {
    await door.close();
    const { orderNumber } = await buy(FIRST.sellerId, 'BC-4', 4);
    await control('GET', '/webhook-deliveries');
    door = await openDoor(doorPort, house.sync.webhookRoutes);
    await house.sync.intake.pollNow({ storeId: storeIds[0]!, sellerId: house.sellerId });
    await eventually(async () => (await quantityOn(SECOND.sellerId, 'BC-4')) === 6);
    expect(await orderOf(orderNumber)).toMatchObject({ status: 'CREATED' });
  });

  it('is accepted and given up on the marketplace when the seller asks', async () => {
    const { orderNumber } = await buy(FIRST.sellerId, 'BC-5', 2);
    await eventually(async () => (await orderOf(orderNumber)) !== null);
    const order = (await orderOf(orderNumber))!;
    await house.orders.acceptOrder({ sellerId: house.sellerId, operationId: newId('operation'), orderId: order._id });
    await house.sync.intake.wakeCalls(order.storeId);
    await eventually(async () => (await orderOf(orderNumber))?.actions[0]?.state === 'APPLIED');
    expect((await packagesOf(orderNumber)).map((one) => one.status)).toEqual(['Picking']);
    const [line] = (await orderOf(orderNumber))!.packages[0]!.lines;
    await house.orders.cancelOrderLines({ sellerId: house.sellerId, operationId: newId('operation'), orderId: order._id, lines: [{ remoteLineId: line!.remoteLineId, quantity: 2 }], reason: 'OUT_OF_STOCK' });
    await house.sync.intake.wakeCalls(order.storeId);
    await eventually(async () => (await orderOf(orderNumber))?.status === 'UNSUPPLIED');
    await eventually(async () => (await stockOf('BC-5')).reserved === 0);
    expect((await orderOf(orderNumber))!.actions.map((one) => one.state)).toEqual(['APPLIED', 'APPLIED']);
  });

  it('tells the marketplace the secret of its webhook, and keeps it in no payload', async () => {
    const [store] = await house.stores.findStores(storeIds);
    const secret = house.stores.openWebhookSecret(store!)!;
    const { items } = await house.archive.findPayloads({ sellerId: house.sellerId, filter: { storeId: store!._id, operation: 'webhooks.create' }, page: {} });
    const payload = await house.archive.getPayload({ sellerId: house.sellerId, id: items[0]!.node.id, revealPersonal: true });
    const body = payload?.requestBody?.content?.toString();
    expect(body).toContain(store!._id);
    expect(body).not.toContain(secret);
  });

  it('keeps nothing of the buyer in clear text outside the archive', async () => {
    for (const name of ['orders', 'inbox', 'pollMarks']) expect(JSON.stringify(await house.db.collection(name).find().toArray())).not.toMatch(/example\.invalid|Musteri|Müşteri/);
  });

  async function control(method: string, path: string, body?: unknown): Promise<unknown> {
    const answer = await fetch(`${sandbox.url}/_sandbox${path}`, { method, ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }) });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }

  const buy = async (sellerId: number, barcode: string, quantity: number) => (await control('POST', '/orders', { sellerId, lines: [{ barcode, quantity }] })) as SandboxPackage;
  const packagesOf = async (orderNumber: string) => ((await control('GET', `/orders/${orderNumber}`)) as { packages: SandboxPackage[] }).packages;
  const orderOf = (remoteOrderId: string) => house.db.collection<Order>('orders').findOne({ remoteOrderId });

  async function quantityOn(sellerId: number, barcode: string): Promise<number | undefined> {
    const { listings } = (await control('GET', `/listings?sellerId=${sellerId}&barcode=${barcode}`)) as { listings: { quantity?: number }[] };
    return listings[0]?.quantity;
  }

  async function stockOf(sku: string): Promise<{ onHand: number; reserved: number }> {
    const variant = await house.db.collection('variants').findOne<{ stock: { onHand: number; reserved: number } }>({ sku });
    return { onHand: variant!.stock.onHand, reserved: variant!.stock.reserved };
  }

  async function eventually(isSo: () => Promise<boolean>): Promise<void> {
    for (const giveUpAt = Date.now() + GIVE_UP_MS; Date.now() < giveUpAt; ) {
      if (await isSo()) return;
      await pause(25);
    }
    expect(await isSo()).toBe(true);
  }
});

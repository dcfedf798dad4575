import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'undici';
import type { StoreId } from '../platform/ids.js';
import type { Listing } from '../subgraphs/catalog/domain/listing.js';
import type { Order } from '../subgraphs/orders/domain/order.js';
import type { Store } from '../subgraphs/stores/domain/store.js';
import type { InboxEntry } from '../subgraphs/sync/intake/index.js';
import { createTrendyolConnector } from '../subgraphs/trendyol/connector/index.js';
import { startRedis } from '../test/support/redis-server.js';
import { openSyncHouse, type SyncHouse } from '../test/support/sync-house.js';
import { openDoor, reserveDoor } from '../test/support/webhook-door.js';
import type { BenchResult } from './bench-result.js';
import { startChildServer } from './child-server.js';

const SELLERS = [2_738_001, 2_738_002, 2_738_003];
const GOODS = 500;
const CALLS = 4_000;
const IN_FLIGHT = 64;
const BUYERS = 100;
const BETWEEN_BUYERS_MS = 150;
const GIVE_UP_MS = 180_000;

interface Bench {
  readonly house: SyncHouse;
  readonly sandboxUrl: string;
  readonly doorUrl: string;
  readonly stores: readonly { readonly sellerId: number; readonly storeId: StoreId }[];
}

/**
 * Orders come in by webhook, as fast as they are taken, while archive, reservation, events and the pushes to the other
 * stores all run; then one by one through the sandbox, to see how long the others go on offering what is sold.
 */
export async function benchOrders(): Promise<readonly BenchResult[]> {
  const dir = await mkdtemp(join(tmpdir(), 'hub-orders-'));
  const [mongo, sandbox, redis] = [
    await startChildServer('../platform/mongo/embedded/main.js', ['--port', '0', '--data', join(dir, 'mongo')]),
    await startChildServer('../subgraphs/trendyol/sandbox/main.js', ['--port', '0', '--data', join(dir, 'trendyol'), '--seed', '1']),
    await startRedis(),
  ];
  const { url: doorUrl, port } = await reserveDoor();
  const house = await openSyncHouse({ mongoUrl: mongo.url, database: `bench_${randomBytes(4).toString('hex')}`, redisUrl: redis.url, connectors: { TRENDYOL: createTrendyolConnector() }, publicUrl: doorUrl });
  const door = await openDoor(port, house.sync.webhookRoutes);
  try {
    const bench: Bench = { house, sandboxUrl: sandbox.url, doorUrl, stores: await connectStores(house, sandbox.url) };
    return [...(await measureRate(bench)), ...(await measureWindow(bench))];
  } finally {
    await house.sync.worker.stop();
    await door.close();
    await house.close();
    await Promise.all([mongo.stop(), sandbox.stop(), redis.stop()]);
    await rm(dir, { recursive: true, force: true });
  }
}

/** Three stores that show the same goods and are in step, with webhooks to this process. */
async function connectStores(house: SyncHouse, sandboxUrl: string): Promise<Bench['stores']> {
  const skus = Array.from({ length: GOODS }, (_, index) => `BENCH-${index}`);
  await control(sandboxUrl, 'PUT', '/settings', { latencyMs: 50, quotaScale: 0, identicalBodyWindowMs: 0 });
  await house.addVariants(skus);
  await house.db.collection('variants').updateMany({}, { $set: { 'stock.onHand': 1_000 } });
  const stores: { sellerId: number; storeId: StoreId }[] = [];
  for (const sellerId of SELLERS) {
    const credentials = { apiKey: `key-${sellerId}`, apiSecret: `secret-of-${sellerId}`, tier: '50k' };
    await control(sandboxUrl, 'POST', '/sellers', { sellerId, ...credentials });
    await control(sandboxUrl, 'POST', '/products', { sellerId, items: skus.map((barcode) => ({ barcode, quantity: 1_000, salePrice: 100, listPrice: 100 })) });
    const storeId = await house.connectStore({ marketplace: 'TRENDYOL', baseUrl: `${sandboxUrl}/integration`, remoteSellerId: String(sellerId), credentials });
    await house.adoptListings(storeId, skus);
    stores.push({ sellerId, storeId });
  }
  house.sync.worker.start();
  await until(async () => (await house.db.collection<Store>('stores').countDocuments({ 'webhook.kind': 'ACTIVE' })) === SELLERS.length);
  await atRest(house);
  return stores;
}

async function measureRate({ house, doorUrl, stores }: Bench): Promise<readonly BenchResult[]> {
  const [{ storeId }] = stores as [Bench['stores'][number]];
  const [store] = await house.stores.findStores([storeId]);
  const secret = house.stores.openWebhookSecret(store!)!;
  const pool = new Pool(doorUrl, { connections: IN_FLIGHT });
  const latencies: number[] = [];
  const startedAt = performance.now();
  let next = 0;
  await Promise.all(
    Array.from({ length: IN_FLIGHT }, async () => {
      while (next < CALLS) {
        const body = webhookBody(next++);
        const sentAt = performance.now();
        const answer = await pool.request({ method: 'POST', path: `/webhooks/ty/${storeId}`, headers: { 'content-type': 'application/json', 'x-api-key': secret }, body });
        await answer.body.dump();
        if (answer.statusCode !== 200) throw new Error(`a webhook was answered ${answer.statusCode}`);
        latencies.push(performance.now() - sentAt);
      }
    }),
  );
  const answeredAfterMs = performance.now() - startedAt;
  // Asked of small indexes only, so that the asking costs nothing.
  for (const waiting of [{ collection: 'inbox', flag: 'waiting' }, { collection: 'orders', flag: 'stockPending' }, { collection: 'orders', flag: 'outboxPending' }]) {
    await until(async () => (await house.db.collection(waiting.collection).findOne({ [waiting.flag]: true }, { projection: { _id: 1 } })) === null);
  }
  const takenAfterMs = performance.now() - startedAt;
  await pool.close();
  const taken = await house.db.collection<Order>('orders').countDocuments({ storeId, 'holdings.told': 'HELD' });
  if (taken !== CALLS) throw new Error(`only ${taken} of ${CALLS} orders were taken in`);
  await atRest(house);
  return [
    { name: 'orders by webhook: recorded, archived, reserved, announced', figure: (CALLS * 1_000) / takenAfterMs, unit: 'orders/s', target: { atLeast: 150 } },
    { name: 'webhooks answered once durable', figure: (CALLS * 1_000) / answeredAfterMs, unit: 'calls/s' },
    { name: `time to the answer of a webhook, p95 of ${CALLS} with ${IN_FLIGHT} at once`, figure: percentile(latencies, 0.95), unit: 'ms' },
  ];
}

/** From the receipt of the webhook to the moment the last other store had accepted the lower quantity, by the ledger's own times. */
async function measureWindow({ house, sandboxUrl, stores }: Bench): Promise<readonly BenchResult[]> {
  const [{ sellerId, storeId }] = stores as [Bench['stores'][number]];
  const orderNumbers = new Map<string, string>();
  for (let buyer = 0; buyer < BUYERS; buyer++) {
    const barcode = `BENCH-${buyer}`;
    const { orderNumber } = (await control(sandboxUrl, 'POST', '/orders', { sellerId, lines: [{ barcode, quantity: 1 }] })) as { orderNumber: string };
    orderNumbers.set(orderNumber, barcode);
    await pause(BETWEEN_BUYERS_MS);
  }
  await until(async () => (await house.db.collection<Order>('orders').countDocuments({ storeId, remoteOrderId: { $in: [...orderNumbers.keys()] }, 'holdings.told': 'HELD' })) === BUYERS);
  await atRest(house);
  const windows = await Promise.all([...orderNumbers].map(([orderNumber, barcode]) => windowOf(house, storeId, orderNumber, barcode)));
  return [
    { name: `oversell window, p95 of ${BUYERS} orders, marketplace latency 50 ms`, figure: percentile(windows, 0.95), unit: 'ms', target: { atMost: 1_000 } },
    { name: 'oversell window, median', figure: percentile(windows, 0.5), unit: 'ms' },
  ];
}

async function windowOf(house: SyncHouse, soldOn: StoreId, remoteOrderId: string, barcode: string): Promise<number> {
  const order = await house.db.collection<Order>('orders').findOne({ storeId: soldOn, remoteOrderId });
  const entry = await house.db.collection<InboxEntry>('inbox').findOne({ payloadId: order!.payloadIds[0]! });
  const others = await house.db.collection<Listing>('listings').find({ remoteKey: barcode, storeId: { $ne: soldOn } }).toArray();
  // A call whose answer was lost is proven by a reading instead: then that is the first moment it is known.
  const acceptedAt = Math.max(...others.map(({ quantity }) => (quantity.acceptedAt ?? quantity.appliedAt ?? new Date(Number.NaN)).getTime()));
  return acceptedAt - entry!.receivedAt.getTime();
}

/** Nothing waits to be sent or settled any more. */
async function atRest(house: SyncHouse): Promise<void> {
  await until(async () => (await house.db.collection<Listing>('listings').countDocuments({ 'quantity.state': { $nin: ['APPLIED', 'VERIFIED'] } })) === 0);
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const giveUpAt = Date.now() + GIVE_UP_MS;
  while (!(await isSo())) {
    if (Date.now() > giveUpAt) throw new Error(`not reached within ${GIVE_UP_MS} ms`);
    await pause(100);
  }
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** An order page as Trendyol posts it: 1 to 3 units of one thing. */
function webhookBody(index: number): string {
  const now = Date.now();
  const address = { id: index, firstName: 'Test', lastName: 'Musteri', fullName: 'Test Musteri', address1: 'Ornek Mah. 1', city: 'İstanbul', cityCode: 34, district: 'Kadıköy', districtId: 1, countryCode: 'TR', fullAddress: 'Ornek Mah. 1 Kadıköy İstanbul', phone: '5550000000' };
  const barcode = `BENCH-${(index * 7) % GOODS}`;
  const line = {
    lineId: 5_500_000_000 + index, barcode, stockCode: barcode, contentId: 880_001, productName: 'Ornek Pamuk Tisort, M', productSize: 'M', productColor: 'Kirmizi',
    quantity: 1 + (index % 3), lineGrossAmount: 249.9, lineSellerDiscount: 25, lineTyDiscount: 0, lineTotalDiscount: 25, lineUnitPrice: 224.9, vatRate: 10, commission: 17, currencyCode: 'TRY', orderLineItemStatusName: 'Created',
  };
  const row = {
    shipmentPackageId: 8_800_000_000 + index, orderNumber: String(88_000_000_000 + index), status: 'Created', shipmentPackageStatus: 'Created', orderDate: now, lastModifiedDate: now, agreedDeliveryDate: now + 172_800_000,
    currencyCode: 'TRY', packageGrossAmount: 499.8, packageTotalPrice: 449.8, customerId: 700_001, customerFirstName: 'Test', customerLastName: 'Musteri', customerEmail: 'pf+test0001@example.invalid', identityNumber: '11111111111',
    taxNumber: null, commercial: false, micro: false, createdBy: 'order-creation', originPackageIds: null, channelId: 1, cargoTrackingNumber: 7_260_000_000_000_000 + index, cargoProviderName: 'Trendyol Express Marketplace',
    invoiceAddress: address, shipmentAddress: address, lines: [line], packageHistories: [{ createdDate: now, status: 'Created' }],
  };
  return JSON.stringify({ totalElements: 1, totalPages: 1, page: 0, size: 1, content: [row] });
}

async function control(url: string, method: string, path: string, body?: unknown): Promise<unknown> {
  const answer = await fetch(`${url}/_sandbox${path}`, { method, ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }) });
  if (!answer.ok) throw new Error(`${method} /_sandbox${path} answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
}

import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { StoreId } from '../../../platform/ids.js';
import { eventually } from '../../../test/support/graphql-client.js';
import { openSyncHouse, type SyncHouse } from '../../../test/support/sync-house.js';
import { connectTestRedis, testRedisUrl } from '../../../test/support/test-redis.js';
import { createAmazonConnector } from './index.js';
import { MARKETPLACE_TR } from './marketplaces.js';
import { openShop, SELLER, type Shop } from './testing/shop.js';

const DE = 'A1PA6795UKMFR9';
const KEY = { accessKeyId: 'AKIATWO', secretAccessKey: 'a-secret-of-the-shared-queue' };
const SKU = 'KUPA-1';
const PATIENCE_MS = 60_000;

describe('a seller account with stores on Amazon.com.tr and Amazon.de', () => {
  let shop: Shop;
  let house: SyncHouse;
  const storeIds = new Map<string, StoreId>();

  beforeAll(async () => {
    (await connectTestRedis()).destroy();
    shop = await openShop({ isStanding: false });
    await shop.control('POST', '/sellers', { ...SELLER, marketplaceIds: [MARKETPLACE_TR, DE] });
    for (const marketplaceId of [MARKETPLACE_TR, DE]) await shop.control('POST', '/listings', { sellerId: SELLER.sellerId, marketplaceId, items: [{ sku: SKU, quantity: 10, price: 100 }] });
    const { queueUrl } = await shop.control<{ queueUrl: string }>('POST', '/queues', { name: 'shared', ...KEY });
    const rates = { currentRate: async ({ from, to }: { from: string; to: string }) => ({ from, to, rate: '0.02', source: 'TCMB', date: '2026-11-20' }) as never };
    house = await openSyncHouse({ mongoUrl: process.env['TEST_MONGODB_URL'] ?? '', database: `test_amazon_two_${randomBytes(6).toString('hex')}`, redisUrl: testRedisUrl(), connectors: { AMAZON: createAmazonConnector() }, rates });
    const { clientId, clientSecret, refreshToken, sellerId: remoteSellerId } = SELLER;
    await house.addVariants([SKU]);
    house.sync.worker.start();
    for (const [marketplaceId, currency] of [[MARKETPLACE_TR, 'TRY'], [DE, 'EUR']] as const) {
      const credentials = { clientId, clientSecret, refreshToken, marketplaceId, sqsQueueUrl: queueUrl, sqsAccessKeyId: KEY.accessKeyId, sqsSecretAccessKey: KEY.secretAccessKey };
      const storeId = await house.connectStore({ marketplace: 'AMAZON', baseUrl: shop.url, remoteSellerId, credentials, currency });
      storeIds.set(marketplaceId, storeId);
      await house.adoptListings(storeId, [SKU]);
      // One after the other, as a seller would: both draw on one quota of five calls for setting up queues.
      await eventually(() => house.db.collection('pollMarks').countDocuments({ queueReadAt: { $exists: true } }), (reading) => reading === storeIds.size, PATIENCE_MS);
    }
  }, 120_000);
  afterAll(async () => {
    await house.sync.worker.stop();
    await house.db.dropDatabase();
    await house.close();
    await shop.stop();
  });

  const ordersOf = (orderId: string) => house.db.collection<{ remoteOrderId: string; storeId: StoreId }>('orders').find({ remoteOrderId: orderId }).toArray();
  const stock = async () => (await house.db.collection<{ sku: string; stock: { onHand: number; reserved: number } }>('variants').findOne({ sku: SKU }))!.stock;
  const live = async (marketplaceId: string) => (await shop.control<{ listings: { price: number; quantity: number }[] }>('GET', `/listings?sellerId=${SELLER.sellerId}&marketplaceId=${marketplaceId}&sku=${SKU}`)).listings[0];

  it('keeps both, each with its own currency', async () => {
    const stores = await house.stores.findStores([...storeIds.values()]);
    expect(stores.map(({ remoteSite, currency }) => [remoteSite, currency]).toSorted()).toEqual([[DE, 'EUR'], [MARKETPLACE_TR, 'TRY']].toSorted());
    await eventually(() => Promise.all([live(MARKETPLACE_TR), live(DE)]), ([turkish, german]) => turkish?.price === 100 && (german?.price ?? 100) < 100, PATIENCE_MS);
  });

  it.each([
    ['Amazon.com.tr', MARKETPLACE_TR, DE],
    ['Amazon.de', DE, MARKETPLACE_TR],
  ])('records an order of %s once, for its store, whichever of them reads the queue that both share', async (_name, placedOn, other) => {
    const reservedBefore = (await stock()).reserved;
    for (let round = 1; round <= 3; round += 1) {
      const { orderId } = await shop.control<{ orderId: string }>('POST', '/orders', { sellerId: SELLER.sellerId, marketplaceId: placedOn, lines: [{ sku: SKU, quantity: 1 }] });
      await eventually(stock, ({ reserved }) => reserved >= reservedBefore + round, PATIENCE_MS);
      expect((await ordersOf(orderId)).map(({ storeId }) => storeId)).toEqual([storeIds.get(placedOn)]);
    }
    const { onHand, reserved } = await stock();
    expect(reserved).toBe(reservedBefore + 3);
    await eventually(() => live(other), (shown) => shown?.quantity === onHand - reserved, PATIENCE_MS);
    expect(await house.db.collection('inbox').countDocuments({ quarantined: true })).toBe(0);
  }, 120_000);
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { StoreId } from '../../../platform/ids.js';
import { eventually } from '../../../test/support/graphql-client.js';
import { openOneMarket, type OneMarket } from '../../../test/support/one-market.js';
import type { SandboxControl } from '../../../test/support/sandbox-control.js';
import type { SyncHouse } from '../../../test/support/sync-house.js';
import { startAmazonSandbox } from '../sandbox/index.js';
import { createAmazonConnector } from './index.js';
import { MARKETPLACE_TR } from './marketplaces.js';
import { SELLER } from './testing/shop.js';

const DE = 'A1PA6795UKMFR9';
const KEY = { accessKeyId: 'AKIATWO', secretAccessKey: 'a-secret-of-the-shared-queue' };
const SKU = 'KUPA-1';
const PATIENCE_MS = 60_000;

describe('a seller account with stores on Amazon.com.tr and Amazon.de', () => {
  let market: OneMarket;
  let house: SyncHouse;
  let control: SandboxControl;
  const storeIds = new Map<string, StoreId>();

  beforeAll(async () => {
    const rates = { currentRate: async ({ from, to }: { from: string; to: string }) => ({ from, to, rate: '0.02', source: 'TCMB', date: '2026-11-20' }) as never };
    market = await openOneMarket({ connector: createAmazonConnector(), startSandbox: startAmazonSandbox, rates });
    ({ house, control } = market);
    await control.put('/settings', { orderListLagMs: 0 });
    await control.post('/sellers', { ...SELLER, marketplaceIds: [MARKETPLACE_TR, DE] });
    for (const marketplaceId of [MARKETPLACE_TR, DE]) await control.post('/listings', { sellerId: SELLER.sellerId, marketplaceId, items: [{ sku: SKU, quantity: 10, price: 100 }] });
    const { queueUrl } = (await control.post('/queues', { name: 'shared', ...KEY })) as { queueUrl: string };
    const { clientId, clientSecret, refreshToken, sellerId: remoteSellerId } = SELLER;
    await house.addVariants([SKU]);
    house.sync.worker.start();
    for (const [marketplaceId, currency] of [[MARKETPLACE_TR, 'TRY'], [DE, 'EUR']] as const) {
      const credentials = { clientId, clientSecret, refreshToken, marketplaceId, sqsQueueUrl: queueUrl, sqsAccessKeyId: KEY.accessKeyId, sqsSecretAccessKey: KEY.secretAccessKey };
      const storeId = await house.connectStore({ marketplace: 'AMAZON', baseUrl: market.url, remoteSellerId, credentials, currency });
      storeIds.set(marketplaceId, storeId);
      await house.adoptListings(storeId, [SKU]);
      // One after the other, as a seller would: both draw on one quota of five calls for setting up queues.
      await eventually(() => house.db.collection('pollMarks').countDocuments({ queueReadAt: { $exists: true } }), (reading) => reading === storeIds.size, PATIENCE_MS);
    }
  }, 120_000);
  afterAll(() => market.close());

  const ordersOf = (orderId: string) => house.db.collection<{ remoteOrderId: string; storeId: StoreId }>('orders').find({ remoteOrderId: orderId }).toArray();
  const stock = async () => (await house.db.collection<{ sku: string; stock: { onHand: number; reserved: number } }>('variants').findOne({ sku: SKU }))!.stock;
  const live = async (marketplaceId: string) => (await control.get<{ listings: { price: number; quantity: number }[] }>(`/listings?sellerId=${SELLER.sellerId}&marketplaceId=${marketplaceId}&sku=${SKU}`)).listings[0];

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
      const { orderId } = (await control.post('/orders', { sellerId: SELLER.sellerId, marketplaceId: placedOn, lines: [{ sku: SKU, quantity: 1 }] })) as { orderId: string };
      await eventually(stock, ({ reserved }) => reserved >= reservedBefore + round, PATIENCE_MS);
      expect((await ordersOf(orderId)).map(({ storeId }) => storeId)).toEqual([storeIds.get(placedOn)]);
    }
    const { onHand, reserved } = await stock();
    expect(reserved).toBe(reservedBefore + 3);
    await eventually(() => live(other), (shown) => shown?.quantity === onHand - reserved, PATIENCE_MS);
    expect(await house.db.collection('inbox').countDocuments({ quarantined: true })).toBe(0);
  }, 120_000);
});

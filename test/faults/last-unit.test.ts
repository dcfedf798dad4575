import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, type StoreId } from '../../platform/ids.js';
import type { Variant } from '../../subgraphs/catalog/domain/variant.js';
import type { Order } from '../../subgraphs/orders/domain/order.js';
import { sampleLine, sampleOrder, samplePackage } from '../../subgraphs/orders/testing/sample-orders.js';
import type { Marketplace } from '../../subgraphs/stores/domain/marketplace.js';
import { openSyncHouse, type SyncHouse } from '../support/sync-house.js';
import { openTestDatabase, type TestDatabase } from '../support/test-database.js';
import { connectTestRedis, testRedisUrl } from '../support/test-redis.js';

const MARKETPLACES: readonly Marketplace[] = ['TRENDYOL', 'N11', 'HEPSIBURADA', 'OZON', 'AMAZON', 'EBAY'];
const TRIALS = 6;
const BUYERS = 50;

/**
 * A marketplace may sell what it could not yet have been told is gone; nobody can hinder that. What the hub promises is that
 * no more orders are accepted than there are units, and that each of the others is marked as short for the seller to see.
 */
describe('the last unit, sold on six marketplaces to fifty buyers at once', () => {
  let database: TestDatabase;
  let houses: readonly SyncHouse[];
  const storeIds: readonly StoreId[] = MARKETPLACES.map(() => newId('store'));
  beforeAll(async () => {
    (await connectTestRedis()).destroy();
    database = await openTestDatabase('last_unit');
    const options = { mongoUrl: database.url, database: database.name, redisUrl: testRedisUrl(), connectors: {} };
    const first = await openSyncHouse(options);
    await first.addVariants(Array.from({ length: TRIALS }, (_, trial) => `LAST-${trial}`));
    await first.db.collection<Variant>('variants').updateMany({}, { $set: { 'stock.onHand': 1 } });
    houses = [first, await openSyncHouse({ ...options, sellerId: first.sellerId })];
  }, 60_000);
  afterAll(async () => {
    for (const house of houses) await house.close();
    await database.drop();
  });

  /** Of all buyers of one marketplace, told twice, to two processes at once, as a webhook and a poll do. */
  async function tell(sku: string, place: number): Promise<void> {
    const buyers = Array.from({ length: BUYERS }, (_, buyer) => buyer).filter((buyer) => buyer % MARKETPLACES.length === place);
    const orders = buyers.map((buyer) => sampleOrder({ remoteOrderId: `${sku}-${buyer}`, packages: [samplePackage({ remotePackageId: `P-${sku}-${buyer}`, lines: [sampleLine({ remoteLineId: `${buyer}`, remoteKey: sku, sellerSku: sku })] })] }));
    const store = { sellerId: houses[0]!.sellerId, storeId: storeIds[place]!, marketplace: MARKETPLACES[place]! };
    await Promise.all(houses.map((house) => house.orders.recordOrders({ store, orders })));
  }

  it('is accepted once, and every other order says that it is short', async () => {
    for (let trial = 0; trial < TRIALS; trial += 1) {
      const sku = `LAST-${trial}`;
      await Promise.all(MARKETPLACES.map((_, place) => tell(sku, place)));
      const orders = await database.db.collection<Order>('orders').find({ remoteOrderId: { $regex: `^${sku}-` } }).toArray();
      const isShort = orders.map(({ holdings }) => holdings.some(({ short }) => short));
      expect([sku, orders.length, isShort.filter((short) => !short).length]).toEqual([sku, BUYERS, 1]);
      const { stock } = (await database.db.collection<Variant>('variants').findOne({ sku: sku as Variant['sku'] }))!;
      expect([stock.onHand, stock.reserved, stock.reservations.reduce((sum, { quantity, shortBy }) => sum + quantity - shortBy, 0)]).toEqual([1, BUYERS, 1]);
    }
  }, 300_000);
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Listing } from '../../catalog/domain/listing.js';
import type { Order, RemotePackage } from '../domain/order.js';
import { openOrderSuite, type OrderSuite } from '../testing/order-suite.js';
import { packageHistories } from '../testing/package-history.js';
import { sampleBuyer, sampleLine, sampleOrder, samplePackage } from '../testing/sample-orders.js';
import { openBuyer } from './open-buyer.js';

const seed = Number(process.env['TEST_SEED'] ?? Date.now() % 1_000_000_000);

describe('recordOrders', () => {
  let suite: OrderSuite;
  let goods = 0;

  beforeAll(async () => {
    suite = await openOrderSuite();
  });
  afterAll(() => suite.drop());

  /** New goods with their barcode, on every store. */
  async function shelve(onHand: number): Promise<{ sku: string; barcode: string }> {
    const article = { sku: `SKU-${++goods}`, barcode: `BC-${goods}`, onHand };
    await suite.shelve([article]);
    return article;
  }

  const orderOf = (remoteOrderId: string) => suite.db.collection<{ _id: string }>('orders').findOne({ remoteOrderId });

  it('claims stock once and makes the other stores due, however often it runs', async () => {
    const { sku, barcode } = await shelve(10);
    const order = sampleOrder({ remoteOrderId: 'once', packages: [samplePackage({ lines: [sampleLine({ remoteKey: barcode, quantity: 3 })] })] });
    const first = await suite.orders.recordOrders({ store: suite.origin, orders: [order] });
    expect(first).toMatchObject({ recorded: 1, first: 1, unchanged: 0, stale: 0 });
    expect(new Set(first.storeIds)).toEqual(new Set([suite.stores[1]._id, suite.stores[2]._id]));
    expect(await suite.orders.recordOrders({ store: suite.origin, orders: [order, order] })).toMatchObject({ recorded: 0, first: 0, unchanged: 1 });
    expect(await suite.stockOf(sku)).toEqual({ onHand: 10, reserved: 3 });
  });

  it('has the store it was sold on told too, where the goods were sold from elsewhere there', async () => {
    const { sku, barcode } = await shelve(10);
    const own = () => suite.db.collection<Listing>('listings').findOne({ storeId: suite.origin.storeId, sku: sku as Listing['sku'] });
    const sold = (remoteOrderId: string, change: Partial<RemotePackage>) => suite.orders.recordOrders({ store: suite.origin, orders: [sampleOrder({ remoteOrderId, packages: [samplePackage({ lines: [sampleLine({ remoteKey: barcode, quantity: 1 })], ...change })] })] });
    expect((await sold('from the kept place', {})).storeIds).not.toContain(suite.origin.storeId);
    expect((await own())?.quantity).toMatchObject({ state: 'APPLIED', desired: { value: 9 } });
    expect((await sold('from elsewhere', { soldFrom: 'ELSEWHERE' })).storeIds).toContain(suite.origin.storeId);
    expect((await own())?.quantity).toMatchObject({ state: 'QUEUED', desired: { value: 8 }, published: { value: 9 } });
    expect(await suite.stockOf(sku)).toEqual({ onHand: 10, reserved: 2 });
  });

  it('takes shipped units off the shelf and gives cancelled ones back', async () => {
    const { sku, barcode } = await shelve(10);
    const packages = (status: RemotePackage['status'], remoteRevision: number) => [samplePackage({ status, remoteRevision, lines: [sampleLine({ remoteKey: barcode, quantity: 2, status })] })];
    await suite.orders.recordOrders({ store: suite.origin, orders: [sampleOrder({ remoteOrderId: 'shipped', packages: packages('CREATED', 1) }), sampleOrder({ remoteOrderId: 'cancelled', packages: packages('CREATED', 1) })] });
    expect(await suite.stockOf(sku)).toEqual({ onHand: 10, reserved: 4 });
    await suite.orders.recordOrders({ store: suite.origin, orders: [sampleOrder({ remoteOrderId: 'shipped', packages: packages('SHIPPED', 2) }), sampleOrder({ remoteOrderId: 'cancelled', packages: packages('CANCELLED', 2) })] });
    expect(await suite.stockOf(sku)).toEqual({ onHand: 8, reserved: 0 });
  });

  it('counts as oversold what claims more than there is, once, on the day it is seen', async () => {
    const { barcode } = await shelve(1);
    const within = { sellerId: suite.sellerId, from: suite.clock.now(), to: new Date(suite.clock.now().getTime() + 1) };
    const order = (remoteOrderId: string) => sampleOrder({ remoteOrderId, packages: [samplePackage({ lines: [sampleLine({ remoteKey: barcode, quantity: 1 })] })] });
    await suite.orders.recordOrders({ store: suite.origin, orders: [order('last unit')] });
    expect(await suite.orders.countOversells(within)).toEqual([]);
    await suite.orders.recordOrders({ store: suite.origin, orders: [order('one too many'), order('one too many')] });
    await suite.orders.recordOrders({ store: suite.origin, orders: [order('one too many')] });
    expect(await suite.orders.countOversells(within)).toEqual([{ storeId: suite.origin.storeId, orders: 1, lines: 1 }]);
    expect(await suite.orders.countOversells({ ...within, from: within.to, to: new Date(within.to.getTime() + 86_400_000) })).toEqual([]);
  });

  it('keeps an order whose goods are unknown and marks it', async () => {
    await suite.orders.recordOrders({ store: suite.origin, orders: [sampleOrder({ remoteOrderId: 'unmapped', packages: [samplePackage({ lines: [sampleLine({ remoteKey: 'nobody', sellerSku: null })] })] })] });
    expect(await orderOf('unmapped')).toMatchObject({ hasUnmappedLines: true, packages: [{ lines: [{ sku: null, variantId: null }] }], holdings: [] });
  });

  it('claims the stock of unmapped lines once their goods are known', async () => {
    await suite.orders.recordOrders({ store: suite.origin, orders: [sampleOrder({ remoteOrderId: 'early', packages: [samplePackage({ lines: [sampleLine({ remoteKey: 'late-goods', quantity: 4 })] })] })] });
    await suite.shelve([{ sku: 'LATE', barcode: 'late-goods', onHand: 5 }]);
    const mapped = await suite.orders.mapUnmappedLines({ sellerId: suite.sellerId });
    expect(mapped.mapped).toBe(1);
    expect(await suite.stockOf('LATE')).toEqual({ onHand: 5, reserved: 4 });
    expect(await orderOf('early')).toMatchObject({ hasUnmappedLines: false });
  });

  it('finds goods by the seller SKU where the store has no listing', async () => {
    const { sku } = await shelve(5);
    await suite.orders.recordOrders({ store: suite.origin, orders: [sampleOrder({ remoteOrderId: 'by-sku', packages: [samplePackage({ lines: [sampleLine({ remoteKey: 'foreign', sellerSku: sku })] })] })] });
    expect(await suite.stockOf(sku)).toEqual({ onHand: 5, reserved: 1 });
  });

  it('says that more was sold than there was', async () => {
    const { barcode } = await shelve(1);
    await suite.orders.recordOrders({ store: suite.origin, orders: [sampleOrder({ remoteOrderId: 'short', packages: [samplePackage({ lines: [sampleLine({ remoteKey: barcode, quantity: 2 })] })] })] });
    expect(await orderOf('short')).toMatchObject({ holdings: [{ short: true, state: 'HELD', told: 'HELD' }] });
  });

  it('does not call short what is left of an order for the last units, cancelled or shipped in part', async () => {
    const { sku, barcode } = await shelve(3);
    const order = (quantity: number, remoteRevision: number, shipped = 0) => sampleOrder({
      remoteOrderId: 'in part',
      packages: [
        samplePackage({ remoteRevision, lines: [sampleLine({ remoteKey: barcode, quantity })] }),
        ...(shipped > 0 ? [samplePackage({ remotePackageId: 'P2', remoteRevision, status: 'SHIPPED', lines: [sampleLine({ remoteLineId: '2', remoteKey: barcode, quantity: shipped, status: 'SHIPPED' })] })] : []),
      ],
    });
    const holdings = async () => ((await orderOf('in part')) as unknown as Order).holdings.filter(({ state }) => state !== 'RELEASED').map(({ quantity, state, short }) => ({ quantity, state, short }));
    await suite.orders.recordOrders({ store: suite.origin, orders: [order(3, 1)] });
    await suite.orders.recordOrders({ store: suite.origin, orders: [order(2, 2)] });
    expect(await holdings()).toEqual([{ quantity: 2, state: 'HELD', short: false }]);
    expect(await suite.stockOf(sku)).toEqual({ onHand: 3, reserved: 2 });
    await suite.orders.recordOrders({ store: suite.origin, orders: [order(1, 3, 1)] });
    expect((await holdings()).toSorted((one, other) => one.state.localeCompare(other.state))).toEqual([{ quantity: 1, state: 'CONSUMED', short: false }, { quantity: 1, state: 'HELD', short: false }]);
    expect(await suite.stockOf(sku)).toEqual({ onHand: 2, reserved: 1 });
    expect(await orderOf('in part')).not.toHaveProperty('shortAt');
  });

  it('stores the buyer sealed and opens it for the order only', async () => {
    const { barcode } = await shelve(1);
    await suite.orders.recordOrders({ store: suite.origin, orders: [sampleOrder({ remoteOrderId: 'sealed', packages: [samplePackage({ lines: [sampleLine({ remoteKey: barcode })] })] })] });
    const stored = (await orderOf('sealed')) as unknown as { _id: never; buyerSealed: string };
    expect(JSON.stringify(stored)).not.toContain(sampleBuyer.name);
    expect(openBuyer(suite, stored)).toEqual(sampleBuyer);
    expect(() => openBuyer(suite, { ...stored, _id: 'ord_other' as never })).toThrow('another context');
  });

  it(`ends with the same stock when writers race with shuffled news (seed ${seed})`, async () => {
    await fc.assert(
      fc.asyncProperty(packageHistories, fc.integer({ min: 1, max: 4 }), async (told, writers) => {
        const remoteOrderId = `race-${++goods}`;
        const barcodes = told[0]!.lines.map((line) => `${remoteOrderId}-${line.remoteKey}`);
        await suite.shelve(barcodes.map((barcode) => ({ sku: barcode, barcode, onHand: 100 })));
        const news = told.map((one) => sampleOrder({ remoteOrderId, packages: [{ ...one, lines: one.lines.map((line) => ({ ...line, remoteKey: `${remoteOrderId}-${line.remoteKey}` })) }] }));
        const parts = Array.from({ length: writers }, (_, writer) => news.filter((_one, index) => index % writers === writer));
        await Promise.all(parts.map(async (part) => {
          for (const order of part.toReversed()) await suite.orders.recordOrders({ store: suite.origin, orders: [order] });
        }));
        const raced = await stocksOf(barcodes);
        const twin = `twin-${remoteOrderId}`;
        await suite.shelve(barcodes.map((barcode) => ({ sku: `${twin}${barcode}`, barcode: `${twin}${barcode}`, onHand: 100 })));
        for (const order of news) {
          const packages = order.packages.map((one) => ({ ...one, lines: one.lines.map((line) => ({ ...line, remoteKey: `${twin}${line.remoteKey}` })) }));
          await suite.orders.recordOrders({ store: suite.origin, orders: [{ ...order, remoteOrderId: twin, packages }] });
        }
        expect(raced).toEqual(await stocksOf(barcodes.map((barcode) => `${twin}${barcode}`)));
      }),
      { seed, numRuns: 12 },
    );
  });

  const stocksOf = (skus: readonly string[]) => Promise.all(skus.map((sku) => suite.stockOf(sku)));
});

describe('recordOrders whose process dies', () => {
  it('leaves the claim to settlePendingStock, which makes it once', async () => {
    const dying = { reserveForOrders: () => Promise.reject(new Error('the process died')) };
    let isDead = true;
    const suite = await openOrderSuite({ catalog: (real) => ({ reserveForOrders: (input: Parameters<typeof real.reserveForOrders>[0]) => (isDead ? dying.reserveForOrders() : real.reserveForOrders(input)) }) });
    await suite.shelve([{ sku: 'S', barcode: 'B', onHand: 3 }]);
    const orders = [sampleOrder({ packages: [samplePackage({ lines: [sampleLine({ remoteKey: 'B', quantity: 2 })] })] })];
    await expect(suite.orders.recordOrders({ store: suite.origin, orders })).rejects.toThrow('the process died');
    expect(await suite.stockOf('S')).toEqual({ onHand: 3, reserved: 0 });
    isDead = false;
    expect(await suite.orders.settlePendingStock()).toEqual([]);
    suite.clock.advance(20_000);
    expect(await suite.orders.settlePendingStock()).toHaveLength(2);
    expect(await suite.orders.settlePendingStock()).toEqual([]);
    expect(await suite.stockOf('S')).toEqual({ onHand: 3, reserved: 2 });
    await suite.drop();
  });
});

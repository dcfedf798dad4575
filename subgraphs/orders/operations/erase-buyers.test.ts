import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buyerKeysOf, ERASED_BUYER } from '../domain/erase-buyer.js';
import type { Order } from '../domain/order.js';
import { openOrderSuite, type OrderSuite } from '../testing/order-suite.js';
import { sampleBuyer, sampleOrder, samplePackage } from '../testing/sample-orders.js';
import { openBuyer } from './open-buyer.js';

describe('eraseBuyers', () => {
  let suite: OrderSuite;

  beforeAll(async () => {
    suite = await openOrderSuite();
  });
  afterAll(() => suite.drop());

  const storeId = () => suite.origin.storeId;

  async function buyerOf(remoteOrderId: string) {
    const order = await suite.db.collection<Order>('orders').findOne({ remoteOrderId });
    if (order === null) throw new Error(`order ${remoteOrderId} is not stored`);
    return openBuyer(suite, order);
  }

  const record = (...orders: Parameters<typeof suite.orders.recordOrders>[0]['orders']) => suite.orders.recordOrders({ store: suite.origin, orders });

  it('erases the buyer of the orders it is told of, once', async () => {
    await record(sampleOrder({ remoteOrderId: 'named' }), sampleOrder({ remoteOrderId: 'other' }));
    expect(await suite.orders.eraseBuyers({ storeId: storeId(), remoteOrderIds: ['named', 'unknown'] })).toEqual({ erased: 1 });
    expect(await suite.orders.eraseBuyers({ storeId: storeId(), remoteOrderIds: ['named'] })).toEqual({ erased: 0 });
    expect([await buyerOf('named'), await buyerOf('other')]).toEqual([ERASED_BUYER, sampleBuyer]);
  });

  it("finds every order of a buyer by any of the marketplace's names for them, on this store alone", async () => {
    const orders = ['b-1', 'b-2'].map((remoteOrderId) => sampleOrder({ remoteOrderId, buyerIds: ['ornek_alici', 'exUser1'] }));
    await record(...orders, sampleOrder({ remoteOrderId: 'b-3', buyerIds: ['someone_else'] }));
    const elsewhere = { ...suite.origin, storeId: suite.stores[1]._id };
    await suite.orders.recordOrders({ store: elsewhere, orders: [sampleOrder({ remoteOrderId: 'b-4', buyerIds: ['exUser1'] })] });
    expect(await suite.orders.eraseBuyers({ storeId: storeId(), buyerIds: ['exUser1', 'never-seen'] })).toEqual({ erased: 2 });
    expect(await Promise.all(['b-1', 'b-2', 'b-3', 'b-4'].map(buyerOf))).toEqual([ERASED_BUYER, ERASED_BUYER, sampleBuyer, sampleBuyer]);
    expect(JSON.stringify(await suite.db.collection('orders').find({ remoteOrderId: 'b-1' }).toArray())).not.toContain('ornek_alici');
  });

  it('records an order of an erased buyer that is heard of only afterwards without them, on this store alone', async () => {
    await suite.orders.eraseBuyers({ storeId: storeId(), buyerIds: ['gone-1'] });
    const late = sampleOrder({ remoteOrderId: 'late', buyerIds: ['gone-1', 'gone_1_name'] });
    expect(await record(late, sampleOrder({ remoteOrderId: 'stranger', buyerIds: ['here-1'] }))).toMatchObject({ recorded: 2, erasedBuyerIds: ['gone-1'] });
    await suite.orders.recordOrders({ store: { ...suite.origin, storeId: suite.stores[1]._id }, orders: [{ ...late, remoteOrderId: 'late-elsewhere' }] });
    expect(await Promise.all(['late', 'stranger', 'late-elsewhere'].map(buyerOf))).toEqual([ERASED_BUYER, sampleBuyer, sampleBuyer]);
    expect(await suite.db.collection<Order>('orders').findOne({ remoteOrderId: 'late' })).toMatchObject({ status: 'CREATED', buyerErasedAt: suite.clock.now() });
  });

  it('keeps the buyer of an order placed since, who has only the name in common', async () => {
    await suite.orders.eraseBuyers({ storeId: storeId(), buyerIds: ['reused-name'] });
    const orderedAt = new Date(suite.clock.now().getTime() + 1);
    expect(await record(sampleOrder({ remoteOrderId: 'newcomer', buyerIds: ['reused-name'], orderedAt }))).toMatchObject({ erasedBuyerIds: [] });
    expect(await buyerOf('newcomer')).toEqual(sampleBuyer);
  });

  it('leaves no buyer behind who is erased while their orders are being recorded', async () => {
    const orders = Array.from({ length: 30 }, (_, i) => sampleOrder({ remoteOrderId: `race-${i}`, buyerIds: [`racer-${i}`] }));
    await Promise.all(orders.flatMap((order, i) => {
      const steps = [() => record(order), () => suite.orders.eraseBuyers({ storeId: storeId(), buyerIds: [`racer-${i}`] })];
      return (i % 2 ? steps : steps.toReversed()).map((step) => step());
    }));
    expect(await Promise.all(orders.map(({ remoteOrderId }) => buyerOf(remoteOrderId)))).toEqual(orders.map(() => ERASED_BUYER));
  });

  it('makes good in the next hearing what was cut off between recording and erasing', async () => {
    const order = sampleOrder({ remoteOrderId: 'cut-off', buyerIds: ['cut-1'] });
    await record(order);
    await suite.db.collection<{ _id: string }>('buyerErasures').insertMany(buyerKeysOf(storeId(), ['cut-1']).map((_id) => ({ _id, at: suite.clock.now() })));
    await record(order);
    expect(await buyerOf('cut-off')).toEqual(ERASED_BUYER);
  });

  it('keeps the buyer away when the same order is told of again, or a newer revision of it', async () => {
    const order = sampleOrder({ remoteOrderId: 'again', buyerIds: ['exUser9'] });
    await record(order);
    await suite.orders.eraseBuyers({ storeId: storeId(), buyerIds: ['exUser9'] });
    await record(order);
    await record({ ...order, packages: [samplePackage({ status: 'SHIPPED', remoteRevision: 2 })] });
    expect(await suite.db.collection<Order>('orders').findOne({ remoteOrderId: 'again' })).toMatchObject({ status: 'SHIPPED' });
    expect(await buyerOf('again')).toEqual(ERASED_BUYER);
  });
});

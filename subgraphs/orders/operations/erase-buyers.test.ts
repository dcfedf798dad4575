import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ERASED_BUYER } from '../domain/erase-buyer.js';
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

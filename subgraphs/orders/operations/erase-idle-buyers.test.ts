import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '../../../platform/ids.js';
import { ERASED_BUYER } from '../domain/erase-buyer.js';
import type { Order, OrderStatus, RemotePackage } from '../domain/order.js';
import { openOrderSuite, type OrderSuite } from '../testing/order-suite.js';
import { sampleBuyer, sampleOrder, samplePackage } from '../testing/sample-orders.js';
import { openBuyer } from './open-buyer.js';

const DAY_MS = 86_400_000;
const START = new Date('2026-11-22T10:00:00Z');
const day = (days: number): Date => new Date(START.getTime() + days * DAY_MS);

describe('eraseIdleBuyers', () => {
  let suite: OrderSuite;
  let origin: OrderSuite['origin'];

  beforeAll(async () => {
    suite = await openOrderSuite();
  });
  afterAll(() => suite.drop());
  beforeEach(() => {
    origin = { ...suite.origin, storeId: newId('store') };
    suite.clock.set(START);
  });

  async function record(remoteOrderId: string, ...packages: readonly Partial<RemotePackage>[]): Promise<void> {
    await suite.orders.recordOrders({ store: origin, orders: [sampleOrder({ remoteOrderId, packages: packages.map(samplePackage) })] });
  }
  async function order(remoteOrderId: string): Promise<Order> {
    return (await suite.db.collection<Order>('orders').findOne({ storeId: origin.storeId, remoteOrderId }))!;
  }
  const buyerOf = async (remoteOrderId: string) => openBuyer(suite, await order(remoteOrderId));
  const erase = (idleBefore: Date) => suite.orders.eraseIdleBuyers({ storeId: origin.storeId, idleBefore });

  it('takes those of orders delivered by then, and no others', async () => {
    await record('early', { status: 'DELIVERED' });
    suite.clock.set(day(1));
    await record('late', { status: 'DELIVERED' });
    await record('open', { status: 'CREATED' });
    expect(await erase(day(0))).toEqual({ erased: 1 });
    expect([await buyerOf('early'), await buyerOf('late'), await buyerOf('open')]).toEqual([ERASED_BUYER, sampleBuyer, sampleBuyer]);
    expect(await order('early')).toMatchObject({ buyerErasedAt: day(1) });
    expect(await order('early')).not.toHaveProperty('buyerIdleSince');
  });

  it('counts from the delivery the marketplace dates, not from when the hub heard of it', async () => {
    await record('dated', { status: 'DELIVERED', deliveredAt: day(-9) });
    expect((await order('dated')).buyerIdleSince).toEqual(day(-9));
  });

  it('does not begin to count anew when a delivered order changes', async () => {
    await record('back', { status: 'DELIVERED' });
    suite.clock.set(day(5));
    await record('back', { status: 'RETURNED', remoteRevision: 2 });
    expect((await order('back')).buyerIdleSince).toEqual(START);
  });

  it('counts from the last parcel, and not while one is still to be sent', async () => {
    await record('two', { remotePackageId: 'P1', status: 'DELIVERED' }, { remotePackageId: 'P2', status: 'ACCEPTED' });
    expect(await order('two')).not.toHaveProperty('buyerIdleSince');
    suite.clock.set(day(2));
    await record('two', { remotePackageId: 'P2', status: 'DELIVERED', remoteRevision: 2 });
    expect((await order('two')).buyerIdleSince).toEqual(day(2));
  });

  it.each<[OrderStatus, number]>([
    ['CANCELLED', 0],
    ['UNSUPPLIED', 0],
    ['SHIPPED', 30],
    ['AT_COLLECTION_POINT', 30],
    ['UNDELIVERED', 30],
  ])('counts for an order that stays %s from %i days after that was heard', async (status, days) => {
    await record('stays', { status });
    expect((await order('stays')).buyerIdleSince).toEqual(day(days));
  });

  it('stops counting when the order is taken up again', async () => {
    await record('again', { status: 'CANCELLED' });
    await record('again', { status: 'UNKNOWN', remoteRevision: 2 });
    expect(await order('again')).not.toHaveProperty('buyerIdleSince');
    expect(await erase(day(99))).toEqual({ erased: 0 });
  });

  it('erases each once when two workers do it at the same time, however many there are', async () => {
    const packages = [samplePackage({ status: 'DELIVERED' })];
    for (let batch = 0; batch < 3; batch++) await suite.orders.recordOrders({ store: origin, orders: Array.from({ length: 150 }, (_, i) => sampleOrder({ remoteOrderId: `many-${batch}-${i}`, packages })) });
    await Promise.all([erase(START), erase(START)]);
    const orders = await suite.db.collection<Order>('orders').find({ storeId: origin.storeId }).toArray();
    expect(orders.map((one) => openBuyer(suite, one))).toEqual(orders.map(() => ERASED_BUYER));
    expect(new Set(orders.map(({ version }) => version))).toEqual(new Set([orders[0]!.version]));
    expect(await erase(START)).toEqual({ erased: 0 });
  });
});

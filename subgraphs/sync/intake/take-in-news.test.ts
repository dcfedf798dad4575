import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { RecordOrders } from '../../orders/operations/record-orders.js';
import { sampleLine, sampleOrder, samplePackage } from '../../orders/testing/sample-orders.js';
import { retryQuarantined } from './retry-quarantined.js';
import { takeInNews } from './take-in-news.js';
import { openIntakeSuite, type IntakeSuite } from './testing/intake-suite.js';

const never = new AbortController().signal;
const orderNumber = (index: number, quantity = 1) => sampleOrder({ remoteOrderId: `T-${index}`, packages: [samplePackage({ remotePackageId: `P-${index}`, lines: [sampleLine({ remoteKey: 'BC', quantity })] })] });

describe('takeInNews', () => {
  let suite: IntakeSuite;
  /** Numbers of orders that cannot be recorded. */
  const poisoned = new Set<string>();
  let batches: number[] = [];

  beforeEach(async () => {
    poisoned.clear();
    batches = [];
    suite = await openIntakeSuite({
      orders: (real) => ({
        recordOrders: (input: RecordOrders) => {
          batches.push(input.orders.length);
          return input.orders.some((order) => poisoned.has(order.remoteOrderId)) ? Promise.reject(new Error('a defect')) : real.recordOrders(input);
        },
      }),
    });
    await suite.shelve([{ sku: 'SKU', barcode: 'BC', onHand: 1_000 }]);
  });
  afterEach(() => suite.close());

  const states = async () => {
    const groups = await suite.db.collection('inbox').aggregate<{ _id: string; n: number }>([{ $group: { _id: '$state.kind', n: { $sum: 1 } } }]).toArray();
    return Object.fromEntries(groups.map(({ _id, n }) => [_id, n]));
  };

  it('records hundreds of calls in few batches and wakes the lanes of the other stores', async () => {
    await Promise.all(Array.from({ length: 250 }, (_, index) => suite.post(suite.storeIds.first, suite.market.bodyOf(orderNumber(index)))));
    await takeInNews(suite.deps, suite.storeIds.first, never);
    expect(batches).toEqual([200, 50]);
    expect(await suite.stockOf('SKU')).toEqual({ onHand: 1_000, reserved: 250 });
    expect(await states()).toEqual({ MAPPED: 250 });
    expect(new Set(suite.wakes.filter((wake) => wake.startsWith('lane/')))).toEqual(new Set([`lane/${suite.storeIds.second}`, `lane/${suite.storeIds.n11}`]));
  });

  it('does nothing anew for a call repeated after it was taken in', async () => {
    const body = suite.market.bodyOf(orderNumber(1, 4));
    await suite.post(suite.storeIds.first, body);
    await takeInNews(suite.deps, suite.storeIds.first, never);
    await suite.post(suite.storeIds.first, body);
    await takeInNews(suite.deps, suite.storeIds.first, never);
    expect(await suite.stockOf('SKU')).toEqual({ onHand: 1_000, reserved: 4 });
    expect(await suite.db.collection('inbox').findOne({})).not.toHaveProperty('body');
  });

  it('names the payload an order was read from', async () => {
    await suite.post(suite.storeIds.first, suite.market.bodyOf(orderNumber(1)));
    await takeInNews(suite.deps, suite.storeIds.first, never);
    const payload = await suite.db.collection<{ _id: string }>('payloads').findOne({});
    expect(await suite.db.collection('orders').findOne({})).toMatchObject({ payloadIds: [payload?._id] });
  });

  it('takes in the others while one cannot be recorded, sets that aside in the end, and takes it when the cause is gone', async () => {
    poisoned.add('T-3');
    for (let index = 0; index < 6; index++) await suite.post(suite.storeIds.first, suite.market.bodyOf(orderNumber(index)));
    await expect(takeInNews(suite.deps, suite.storeIds.first, never)).rejects.toThrow('a defect');
    expect(await states()).toEqual({ MAPPED: 5, RECEIVED: 1 });
    for (let attempt = 2; attempt < 5; attempt++) await expect(takeInNews(suite.deps, suite.storeIds.first, never)).rejects.toThrow('a defect');
    await takeInNews(suite.deps, suite.storeIds.first, never);
    const { items } = await suite.deps.inbox.quarantinedPage({ sellerId: suite.sellerId, page: {} });
    expect(items.map(({ node }) => node.state)).toMatchObject([{ kind: 'QUARANTINED', code: 'RECORDING_FAILED' }]);
    poisoned.clear();
    await retryQuarantined(suite.deps, { sellerId: suite.sellerId, ids: items.map(({ node }) => node._id) });
    await takeInNews(suite.deps, suite.storeIds.first, never);
    expect(await suite.stockOf('SKU')).toEqual({ onHand: 1_000, reserved: 6 });
  });

  it('sets calls aside whose store is gone', async () => {
    await suite.post(suite.storeIds.first, suite.market.bodyOf(orderNumber(1)));
    await suite.db.collection<{ _id: string }>('stores').deleteOne({ _id: suite.storeIds.first });
    await takeInNews(suite.deps, suite.storeIds.first, never);
    const { items } = await suite.deps.inbox.quarantinedPage({ sellerId: suite.sellerId, page: {} });
    expect(items.map(({ node }) => node.state)).toMatchObject([{ code: 'STORE_GONE' }]);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, type OrderId } from '../../../platform/ids.js';
import { openOrderSuite, type OrderSuite } from '../testing/order-suite.js';
import { sampleLine, sampleOrder, samplePackage } from '../testing/sample-orders.js';

describe('actions of an order', () => {
  let suite: OrderSuite;
  let numbers = 0;

  beforeAll(async () => {
    suite = await openOrderSuite();
  });
  afterAll(() => suite.drop());

  async function record(packages = [samplePackage({ lines: [sampleLine({ quantity: 2 })] })]): Promise<OrderId> {
    const { orderIds } = await suite.orders.recordOrders({ store: suite.origin, orders: [sampleOrder({ remoteOrderId: `A-${++numbers}`, packages })] });
    return orderIds[0]!;
  }

  const due = async (orderId: OrderId) => (await suite.orders.dueActions({ storeId: suite.origin.storeId, limit: 100 })).filter(({ order }) => order._id === orderId);

  it('wait for the worker once asked, and are the same when asked again', async () => {
    const orderId = await record();
    const request = { sellerId: suite.sellerId, operationId: newId('operation'), orderId };
    const asked = await suite.orders.acceptOrder(request);
    expect(asked.userErrors).toEqual([]);
    const again = await suite.orders.acceptOrder(request);
    expect(await suite.orders.countActions({ ...request, orderIds: [orderId] })).toEqual({ QUEUED: 1 });
    expect(again.actions).toEqual(asked.actions);
    expect((await due(orderId)).map(({ action }) => action.kind)).toEqual(['ACCEPT']);
    expect(await suite.orders.storesWithActionsDue(suite.clock.now())).toContain(suite.origin.storeId);
  });

  it('write nothing on a dry run', async () => {
    const orderId = await record();
    const dry = await suite.orders.shipOrder({ sellerId: suite.sellerId, operationId: newId('operation'), orderId, trackingNumber: '726', dryRun: true });
    expect(dry.actions).toMatchObject([{ kind: 'SHIP', parameters: { trackingNumber: '726' } }]);
    expect(await due(orderId)).toEqual([]);
  });

  it('name the lines that go when a package is to be split', async () => {
    const orderId = await record();
    const request = { sellerId: suite.sellerId, operationId: newId('operation'), orderId, remotePackageId: 'P1', lines: [{ remoteLineId: '1', quantity: 1 }] };
    expect((await suite.orders.splitOrderPackage(request)).userErrors).toEqual([]);
    expect((await due(orderId)).map(({ action }) => action)).toMatchObject([{ kind: 'SPLIT', remotePackageId: 'P1', lines: request.lines }]);
  });

  it('are refused with ORDER_NOT_FOUND for another seller', async () => {
    const orderId = await record();
    const { userErrors } = await suite.orders.acceptOrder({ sellerId: newId('seller'), operationId: newId('operation'), orderId });
    expect(userErrors.map(({ code }) => code)).toEqual(['ORDER_NOT_FOUND']);
  });

  it('go to one of two workers', async () => {
    const orderId = await record();
    await suite.orders.cancelOrderLines({ sellerId: suite.sellerId, operationId: newId('operation'), orderId, lines: [{ remoteLineId: '1', quantity: 1 }], reason: 'OUT_OF_STOCK' });
    const [{ action }] = (await due(orderId)) as [Awaited<ReturnType<typeof due>>[number]];
    const now = suite.clock.now();
    const take = () => suite.orders.markAction({ sellerId: suite.sellerId, orderId, actionId: action.actionId, from: 'QUEUED', step: { state: 'SENT', at: now, dueAt: new Date(now.getTime() + 60_000) } });
    const taken = await Promise.all([take(), take(), take()]);
    expect(taken.filter((order) => order !== null)).toHaveLength(1);
    expect(await due(orderId)).toEqual([]);
    await suite.orders.markAction({ sellerId: suite.sellerId, orderId, actionId: action.actionId, from: 'SENT', step: { state: 'APPLIED', at: now } });
    suite.clock.advance(120_000);
    expect(await due(orderId)).toEqual([]);
  });

  it('survive news of the order that arrive meanwhile', async () => {
    const orderId = await record();
    await suite.orders.acceptOrder({ sellerId: suite.sellerId, operationId: newId('operation'), orderId });
    await suite.orders.recordOrders({ store: suite.origin, orders: [sampleOrder({ remoteOrderId: `A-${numbers}`, packages: [samplePackage({ remoteRevision: 2, status: 'ACCEPTED' })] })] });
    expect((await due(orderId)).map(({ action, order }) => [action.state, order.status])).toEqual([['QUEUED', 'ACCEPTED']]);
  });
});

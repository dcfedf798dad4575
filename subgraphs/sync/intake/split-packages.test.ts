import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newId, type OperationId, type OrderId } from '../../../platform/ids.js';
import type { Order } from '../../orders/domain/order.js';
import { sampleLine, sampleOrder, samplePackage } from '../../orders/testing/sample-orders.js';
import { executeActions } from './execute-actions.js';
import { openIntakeSuite, type IntakeSuite } from './testing/intake-suite.js';

const never = new AbortController().signal;

describe('a split that a seller asked for', () => {
  let suite: IntakeSuite;
  let operationId: OperationId;
  let orderId: OrderId;

  beforeEach(async () => {
    suite = await openIntakeSuite();
    await suite.shelve([{ sku: 'SKU', barcode: 'BC', onHand: 10 }]);
    const order = sampleOrder({ packages: [samplePackage({ status: 'ACCEPTED', remoteRevision: suite.clock.now().getTime(), lines: [sampleLine({ remoteKey: 'BC', quantity: 3 })] })] });
    suite.market.put(order);
    const { orderIds } = await suite.orders.recordOrders({ store: suite.origin, orders: [order] });
    [orderId, operationId] = [orderIds[0]!, newId('operation')];
    await suite.orders.splitOrderPackage({ sellerId: suite.sellerId, operationId, orderId, remotePackageId: 'P1', lines: [{ remoteLineId: '1', quantity: 1 }] });
  });
  afterEach(() => suite.close());

  const execute = async () => executeActions(suite.deps, await suite.deps.access.open(suite.storeIds.first), never);
  const order = async (): Promise<Order> => (await suite.orders.findOrder({ sellerId: suite.sellerId, orderId }))!;
  const action = async () => (await order()).actions[0]!;
  const asked = () => suite.market.calls.filter((call) => call.startsWith('split')).length;
  const laterBy = async (ms: number) => {
    suite.clock.advance(ms);
    await execute();
  };

  it('is applied once the order shows the parts, not when it was taken', async () => {
    await execute();
    await laterBy(2_000);
    expect(await action()).toMatchObject({ state: 'SENT' });
    expect(suite.settled).toEqual([]);
    suite.market.doSplits();
    await laterBy(15_000);
    expect(await action()).toMatchObject({ state: 'APPLIED', issue: null });
    expect(suite.settled).toEqual([operationId]);
    expect((await order()).packages.map(({ status, lines }) => [status, lines[0]?.quantity])).toEqual([['SPLIT', 3], ['ACCEPTED', 1], ['ACCEPTED', 2]]);
    expect(asked()).toBe(1);
  });

  it('holds the stock of the order once, before and after', async () => {
    const before = await suite.stockOf('SKU');
    await execute();
    suite.market.doSplits();
    await laterBy(2_000);
    expect(await suite.stockOf('SKU')).toEqual(before);
    expect(before).toEqual({ onHand: 10, reserved: 3 });
  });

  it('whose answer was lost is found done in the order, and not asked again', async () => {
    suite.market.next('split', 'ANSWER_LOST');
    await execute();
    suite.market.doSplits();
    await laterBy(2_000);
    expect(await action()).toMatchObject({ state: 'APPLIED' });
    expect(asked()).toBe(1);
  });

  it('that was lost on the way is given back with SPLIT_NOT_DONE and never asked twice', async () => {
    suite.market.next('split', 'LOST_ON_THE_WAY');
    await execute();
    for (let minute = 0; minute < 9; minute += 1) await laterBy(60_000);
    expect(await action()).toMatchObject({ state: 'UNKNOWN' });
    await laterBy(60_000);
    expect(await action()).toMatchObject({ state: 'REJECTED', issue: { code: 'SPLIT_NOT_DONE', retryable: true } });
    expect(asked()).toBe(1);
  });

  it('that was not done is looked up before it is asked again, when the seller wants it tried again', async () => {
    suite.market.next('split', 'LOST_ON_THE_WAY');
    await execute();
    for (let minute = 0; minute < 10; minute += 1) await laterBy(60_000);
    expect(await action()).toMatchObject({ state: 'REJECTED' });
    await suite.orders.retryActions({ sellerId: suite.sellerId, operationId, orderIds: [orderId], issueCode: null });
    expect({ state: (await action()).state, asked: asked() }).toEqual({ state: 'UNKNOWN', asked: 1 });
    await execute();
    expect({ state: (await action()).state, asked: asked() }).toEqual({ state: 'QUEUED', asked: 1 });
    await execute();
    for (let second = 0; second < 3; second += 1) await laterBy(2_000);
    expect({ state: (await action()).state, asked: asked() }).toEqual({ state: 'SENT', asked: 2 });
    suite.market.doSplits();
    await laterBy(15_000);
    expect({ state: (await action()).state, asked: asked() }).toEqual({ state: 'APPLIED', asked: 2 });
  });

  it('that was done after it was given up is found done, and not asked again', async () => {
    await execute();
    for (let minute = 0; minute < 10; minute += 1) await laterBy(60_000);
    expect(await action()).toMatchObject({ state: 'REJECTED' });
    suite.market.doSplits();
    await suite.orders.retryActions({ sellerId: suite.sellerId, operationId, orderIds: [orderId], issueCode: null });
    await execute();
    expect({ state: (await action()).state, asked: asked() }).toEqual({ state: 'APPLIED', asked: 1 });
  });

  it('is asked again when it surely never left', async () => {
    suite.market.next('split', 'REFUSED_CONNECTION');
    await execute();
    await laterBy(1_000);
    suite.market.doSplits();
    await laterBy(2_000);
    expect(await action()).toMatchObject({ state: 'APPLIED' });
  });

  it('is looked up, not repeated, after the process that sent it died', async () => {
    const dying = { ...suite.deps, orders: { ...suite.deps.orders, markAction: async (input: Parameters<typeof suite.orders.markAction>[0]) => {
      if (input.from !== 'QUEUED') throw new Error('the process died');
      return suite.orders.markAction(input);
    } } };
    await expect(executeActions(dying, await suite.deps.access.open(suite.storeIds.first), never)).rejects.toThrow('the process died');
    suite.market.doSplits();
    await laterBy(90_000);
    expect({ state: (await action()).state, asked: asked() }).toEqual({ state: 'APPLIED', asked: 1 });
  });

  it('is refused with UNSUPPORTED where the marketplace cannot', async () => {
    const open = await suite.deps.access.open(suite.storeIds.first);
    const { splits: _, ...connector } = open.connector;
    await executeActions(suite.deps, { ...open, connector }, never);
    expect(await action()).toMatchObject({ state: 'REJECTED', issue: { code: 'UNSUPPORTED' } });
    expect(asked()).toBe(0);
  });
});

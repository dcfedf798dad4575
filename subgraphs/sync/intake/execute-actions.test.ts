import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newId, type OperationId } from '../../../platform/ids.js';
import type { OrderAction } from '../../orders/domain/order.js';
import { sampleLine, sampleOrder, samplePackage } from '../../orders/testing/sample-orders.js';
import type { OpenStore } from '../connector/store-access.js';
import { executeActions } from './execute-actions.js';
import { openIntakeSuite, type IntakeSuite } from './testing/intake-suite.js';

const never = new AbortController().signal;

describe('what a seller asked about an order', () => {
  let suite: IntakeSuite;
  let operationId: OperationId;

  beforeEach(async () => {
    suite = await openIntakeSuite();
    await suite.shelve([{ sku: 'SKU', barcode: 'BC', onHand: 10 }]);
    const order = sampleOrder({ packages: [samplePackage({ remoteRevision: suite.clock.now().getTime(), lines: [sampleLine({ remoteKey: 'BC', quantity: 2 })] })] });
    suite.market.put(order);
    const { orderIds } = await suite.orders.recordOrders({ store: suite.origin, orders: [order] });
    operationId = newId('operation');
    await suite.orders.acceptOrder({ sellerId: suite.sellerId, operationId, orderId: orderIds[0]! });
  });
  afterEach(() => suite.close());

  const execute = async () => executeActions(suite.deps, await suite.deps.access.open(suite.storeIds.first), never);
  const action = async () => (await suite.db.collection<{ actions: OrderAction[]; status: string }>('orders').findOne({}))!.actions[0]!;
  const acceptOthers = async (count: number): Promise<void> => {
    const numbers = Array.from({ length: count }, (_, i) => `OTHER-${i}`);
    const others = numbers.map((remoteOrderId) => sampleOrder({ remoteOrderId, packages: [samplePackage({ remotePackageId: `P-${remoteOrderId}`, remoteRevision: suite.clock.now().getTime(), lines: [sampleLine({ remoteKey: 'BC' })] })] }));
    others.forEach((order) => suite.market.put(order));
    const { orderIds } = await suite.orders.recordOrders({ store: suite.origin, orders: others });
    for (const orderId of orderIds) await suite.orders.acceptOrder({ sellerId: suite.sellerId, operationId, orderId });
  };
  type Accept = OpenStore['connector']['orders']['accept'];
  const openWith = async (around: (accept: () => ReturnType<Accept>) => ReturnType<Accept>): Promise<OpenStore> => {
    const open = await suite.deps.access.open(suite.storeIds.first);
    const { orders } = open.connector;
    return { ...open, connector: { ...open.connector, orders: { ...orders, accept: (...asked) => around(() => orders.accept(...asked)) } } };
  };
  const asked = () => suite.market.calls.filter((call) => call.startsWith('accept')).length;

  it('is done once, and shows in the order at once', async () => {
    await execute();
    await execute();
    expect(asked()).toBe(1);
    expect(await action()).toMatchObject({ state: 'APPLIED', issue: null });
    expect(await suite.db.collection('orders').findOne({})).toMatchObject({ status: 'ACCEPTED' });
    expect(suite.settled).toEqual([operationId]);
  });

  it('is rejected with the marketplace\'s reason and never repeated', async () => {
    suite.market.next('accept', 'REFUSED');
    await execute();
    suite.clock.advance(600_000);
    await execute();
    expect(await action()).toMatchObject({ state: 'REJECTED', issue: { code: 'MARKETPLACE_REFUSED', remoteCode: 'NO', message: 'refused' } });
    expect(asked()).toBe(1);
  });

  it('is done for some orders side by side', async () => {
    await acceptOthers(5);
    let begun = 0;
    let allBegan!: () => void;
    const together = new Promise<void>((resolve) => (allBegan = resolve));
    await executeActions(suite.deps, await openWith(async (accept) => {
      begun += 1;
      if (begun === 4) allBegan();
      await together;
      return accept();
    }), never);
    expect(asked()).toBe(6);
  });

  it('waits for orders that were sold meanwhile where the marketplace is slow', async () => {
    await acceptOthers(9);
    const slow = await openWith((accept) => accept().finally(() => suite.clock.advance(1_500)));
    await executeActions(suite.deps, slow, never);
    // Four at once, and one for each of the three that ended before the turn was over.
    expect(asked()).toBeLessThanOrEqual(7);
    await executeActions(suite.deps, slow, never);
    await executeActions(suite.deps, slow, never);
    expect(asked()).toBe(10);
  });

  it('is asked again when it surely never left', async () => {
    suite.market.next('accept', 'REFUSED_CONNECTION');
    await execute();
    expect(await action()).toMatchObject({ state: 'QUEUED', issue: { code: 'NETWORK' } });
    await execute();
    expect(asked()).toBe(1);
    suite.clock.advance(1_000);
    await execute();
    expect(await action()).toMatchObject({ state: 'APPLIED' });
  });

  it('whose answer was lost is found done in the order, and not asked again', async () => {
    suite.market.next('accept', 'ANSWER_LOST');
    await execute();
    expect(await action()).toMatchObject({ state: 'UNKNOWN' });
    suite.clock.advance(2_000);
    await execute();
    expect(await action()).toMatchObject({ state: 'APPLIED' });
    expect(asked()).toBe(1);
  });

  it('that was lost on the way is asked again only once the marketplace can no longer be doing it', async () => {
    suite.market.next('accept', 'LOST_ON_THE_WAY');
    await execute();
    suite.clock.advance(2_000);
    await execute();
    suite.clock.advance(10_000);
    await execute();
    expect({ state: (await action()).state, asked: asked() }).toEqual({ state: 'UNKNOWN', asked: 1 });
    suite.clock.advance(20_000);
    await execute();
    expect({ state: (await action()).state, asked: asked() }).toEqual({ state: 'QUEUED', asked: 1 });
    await execute();
    expect({ state: (await action()).state, asked: asked() }).toEqual({ state: 'APPLIED', asked: 2 });
  });

  describe('by a process that died', () => {
    const die = async () => {
      const dying = { ...suite.deps, orders: { ...suite.deps.orders, markAction: async (input: Parameters<typeof suite.orders.markAction>[0]) => {
        if (input.step.state !== 'SENT') throw new Error('the process died');
        return suite.orders.markAction(input);
      } } };
      await expect(executeActions(dying, await suite.deps.access.open(suite.storeIds.first), never)).rejects.toThrow('the process died');
      await execute();
      expect({ state: (await action()).state, asked: asked() }).toEqual({ state: 'SENT', asked: 1 });
    };

    it('is found done soon, and not repeated', async () => {
      await die();
      suite.clock.advance(10_000);
      await execute();
      expect({ state: (await action()).state, asked: asked() }).toEqual({ state: 'APPLIED', asked: 1 });
    });

    it('is asked again only when nobody can be asking any more', async () => {
      suite.market.next('accept', 'LOST_ON_THE_WAY');
      await die();
      for (let waitedMs = 0; waitedMs < 80_000; waitedMs += 10_000) {
        suite.clock.advance(10_000);
        await execute();
        expect({ state: (await action()).state, asked: asked() }).toEqual({ state: 'SENT', asked: 1 });
      }
      suite.clock.advance(10_000);
      await execute();
      expect({ state: (await action()).state, asked: asked() }).toEqual({ state: 'QUEUED', asked: 1 });
      await execute();
      expect({ state: (await action()).state, asked: asked() }).toEqual({ state: 'APPLIED', asked: 2 });
    });
  });

  it('is rejected when the buyer cancelled before it was known whether it was done', async () => {
    suite.market.next('accept', 'LOST_ON_THE_WAY');
    await execute();
    suite.market.put(sampleOrder({ packages: [samplePackage({ status: 'CANCELLED', remoteRevision: suite.clock.now().getTime() + 1, lines: [sampleLine({ remoteKey: 'BC', quantity: 2, status: 'CANCELLED' })] })] }));
    suite.clock.advance(2_000);
    await execute();
    expect(await action()).toMatchObject({ state: 'REJECTED', issue: { code: 'PACKAGE_CLOSED' } });
    expect(await suite.stockOf('SKU')).toEqual({ onHand: 10, reserved: 0 });
  });

  it('waits when the store is paused while others are being asked', async () => {
    await acceptOthers(9);
    const storeId = suite.storeIds.first;
    const pausing = await openWith(async (accept) => {
      await suite.stores.pauseStore({ sellerId: suite.sellerId, storeId, code: 'PAUSED_BY_SELLER', message: 'enough for today' });
      return accept();
    });
    await executeActions(suite.deps, pausing, never);
    expect(asked()).toBeLessThanOrEqual(4);
    await suite.stores.resumeStore({ sellerId: suite.sellerId, storeId });
    await execute();
    expect(asked()).toBe(10);
  });

  it('waits for the next turn, with orders read before it, when those before it met trouble', async () => {
    await acceptOthers(9);
    for (let i = 0; i < 4; i += 1) suite.market.next('accept', 'ANSWER_LOST');
    await execute();
    expect(asked()).toBe(4);
    await execute();
    expect(asked()).toBe(10);
  });

  it('is begun no more when trouble is met while somebody still looks whether the store is active', async () => {
    await acceptOthers(9);
    for (let i = 0; i < 3; i += 1) suite.market.next('accept', 'REFUSED_CONNECTION');
    let looks = 0;
    let troubleIsNoted!: () => void;
    const noted = new Promise<void>((resolve) => (troubleIsNoted = resolve));
    const { stores, orders } = suite.deps;
    const deps: typeof suite.deps = {
      ...suite.deps,
      stores: { ...stores, async findStores(ids) {
        looks += 1;
        if (looks === 4) await noted;
        return stores.findStores(ids);
      } },
      orders: { ...orders, async markAction(step) {
        const order = await orders.markAction(step);
        if (step.step.state === 'QUEUED') setImmediate(troubleIsNoted);
        return order;
      } },
    };
    await executeActions(deps, await suite.deps.access.open(suite.storeIds.first), never);
    expect(asked()).toBe(3);
  });

  it('is sent by one of several workers', async () => {
    await Promise.all([execute(), execute(), execute()]);
    expect(asked()).toBe(1);
  });
});

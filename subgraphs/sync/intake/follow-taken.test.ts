import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newId, type OperationId, type OrderId } from '../../../platform/ids.js';
import type { OrderAction } from '../../orders/domain/order.js';
import { sampleLine, sampleOrder, samplePackage } from '../../orders/testing/sample-orders.js';
import { executeActions } from './execute-actions.js';
import { openIntakeSuite, type IntakeSuite } from './testing/intake-suite.js';

const never = new AbortController().signal;
const MINUTE_MS = 60_000;
const refusedAt = (code: 'MARKETPLACE_REFUSED' | 'TAKEN_NOT_DONE', retryable: boolean) => ({ kind: 'REFUSED', issue: { code, remoteCode: '18028', message: 'A shipped item cannot be cancelled.', retryable, at: new Date(0) } }) as const;

describe('a cancel that the marketplace does by and by', () => {
  let suite: IntakeSuite;
  let operationId: OperationId;
  let orderId: OrderId;

  beforeEach(async () => {
    suite = await openIntakeSuite();
    suite.market.takeCancels();
    await suite.shelve([{ sku: 'SKU', barcode: 'BC', onHand: 10 }]);
    const order = sampleOrder({ packages: [samplePackage({ remoteRevision: suite.clock.now().getTime(), lines: [sampleLine({ remoteKey: 'BC', quantity: 2 })] })] });
    suite.market.put(order);
    const { orderIds } = await suite.orders.recordOrders({ store: suite.origin, orders: [order] });
    [orderId, operationId] = [orderIds[0]!, newId('operation')];
    await suite.orders.cancelOrderLines({ sellerId: suite.sellerId, operationId, orderId, reason: 'OUT_OF_STOCK', lines: [{ remoteLineId: '1', quantity: 2 }] });
  });
  afterEach(() => suite.close());

  const execute = async () => executeActions(suite.deps, await suite.deps.access.open(suite.storeIds.first), never);
  const order = async () => (await suite.orders.findOrder({ sellerId: suite.sellerId, orderId }))!;
  const action = async (): Promise<OrderAction> => (await order()).actions[0]!;
  const calls = (name: string): number => suite.market.calls.filter((call) => call.startsWith(`${name} `)).length;
  const dueInMs = async (): Promise<number> => (await action()).dueAt!.getTime() - suite.clock.now().getTime();
  /** Lets time pass as the worker does, from one moment at which something is due to the next; answers the pauses. */
  async function passing(ms: number): Promise<readonly number[]> {
    const end = suite.clock.now().getTime() + ms;
    const pauses: number[] = [];
    for (let { dueAt } = await action(); dueAt !== null && dueAt.getTime() <= end; { dueAt } = await action()) {
      pauses.push(dueAt.getTime() - suite.clock.now().getTime());
      suite.clock.set(dueAt);
      await execute();
    }
    if (suite.clock.now().getTime() < end) suite.clock.set(new Date(end));
    return pauses;
  }

  it('is asked for once, and looked at ever more seldom, however long it takes', async () => {
    await execute();
    expect(await action()).toMatchObject({ state: 'SENT', receipt: 'receipt-1', sends: 1, issue: null });
    const pauses = await passing(10 * MINUTE_MS);
    expect([calls('cancelLines'), calls('followUp')]).toEqual([1, pauses.length]);
    expect([pauses.length < 25, pauses.toSorted((a, b) => a - b), pauses.at(-1)! > MINUTE_MS]).toEqual([true, pauses, true]);
    expect(await action()).toMatchObject({ state: 'SENT', sends: 1 });
    suite.market.doCancels();
    await passing(10 * MINUTE_MS);
    expect(await action()).toMatchObject({ state: 'APPLIED', issue: null });
    expect([calls('cancelLines'), suite.settled, await suite.stockOf('SKU')]).toEqual([1, [operationId], { onHand: 10, reserved: 0 }]);
  });

  it('is done when the marketplace says so before the order shows it', async () => {
    await execute();
    suite.market.sayOfTaken({ kind: 'DONE' });
    await passing(MINUTE_MS);
    expect([(await action()).state, calls('cancelLines'), suite.settled]).toEqual(['APPLIED', 1, [operationId]]);
  });

  it('ends with the words that the marketplace refused it with, and is not asked for again', async () => {
    await execute();
    suite.market.sayOfTaken(refusedAt('MARKETPLACE_REFUSED', false));
    await passing(60 * MINUTE_MS);
    expect(await action()).toMatchObject({ state: 'REJECTED', issue: { code: 'MARKETPLACE_REFUSED', remoteCode: '18028', message: 'A shipped item cannot be cancelled.', retryable: false } });
    expect([calls('cancelLines'), suite.settled]).toEqual([1, [operationId]]);
  });

  it('that was given up is asked for again only when the seller wants it, and the new one is followed', async () => {
    await execute();
    suite.market.sayOfTaken(refusedAt('TAKEN_NOT_DONE', true));
    await passing(MINUTE_MS);
    await passing(60 * MINUTE_MS);
    expect([(await action()).state, calls('cancelLines')]).toEqual(['REJECTED', 1]);
    suite.market.sayOfTaken({ kind: 'PENDING' });
    await suite.orders.retryActions({ sellerId: suite.sellerId, operationId, orderIds: [orderId], issueCode: null });
    await execute();
    expect(await action()).toMatchObject({ state: 'SENT', receipt: 'receipt-2', sends: 2 });
    await passing(MINUTE_MS);
    expect([suite.market.calls.at(-1), calls('cancelLines')]).toEqual(['followUp receipt-2', 2]);
  });

  it.each(['followUp', 'byNumber'])('shows what is in the way of learning how it ended, and is looked at later: %s fails', async (call) => {
    await execute();
    suite.market.next(call, 'ANSWER_LOST');
    suite.clock.advance(2_000);
    await execute();
    expect(await action()).toMatchObject({ state: 'SENT', receipt: 'receipt-1', issue: { code: 'TIMEOUT' } });
    await passing(MINUTE_MS);
    expect(await action()).toMatchObject({ state: 'SENT', issue: null });
    expect(calls('cancelLines')).toBe(1);
  });

  it('pauses the asking when the credentials are refused, and keeps what it was given', async () => {
    await execute();
    suite.market.next('followUp', 'WRONG_CREDENTIALS');
    suite.clock.advance(2_000);
    await expect(execute()).rejects.toMatchObject({ errorClass: 'AUTHENTICATION' });
    expect(await action()).toMatchObject({ state: 'SENT', receipt: 'receipt-1' });
  });

  it('is given back to the seller when the marketplace has not ended it in three days', async () => {
    await execute();
    suite.clock.advance(70 * 60 * MINUTE_MS);
    await execute();
    expect([(await action()).state, await dueInMs()]).toEqual(['SENT', 15 * MINUTE_MS]);
    suite.clock.advance(2 * 60 * MINUTE_MS);
    await execute();
    expect(await action()).toMatchObject({ state: 'REJECTED', issue: { code: 'TAKEN_NOT_DONE', retryable: true } });
    expect(calls('cancelLines')).toBe(1);
  });

  it('keeps what the seller asked after it waiting, without anybody looking for it meanwhile', async () => {
    await execute();
    await suite.orders.shipOrder({ sellerId: suite.sellerId, operationId: newId('operation'), orderId, trackingNumber: '726', carrier: 'PTT' });
    expect(await suite.orders.nextActionDueAt(suite.storeIds.first)).toEqual((await action()).dueAt);
    expect(await suite.orders.storesWithActionsDue(suite.clock.now())).toEqual([]);
    expect(await dueInMs()).toBeGreaterThan(0);
    await execute();
    expect(calls('ship')).toBe(0);
    suite.market.sayOfTaken(refusedAt('MARKETPLACE_REFUSED', false));
    await passing(MINUTE_MS);
    await execute();
    expect(calls('ship')).toBe(1);
  });

  describe('by a process that died before it noted the receipt', () => {
    const die = async () => {
      const dying = { ...suite.deps, orders: { ...suite.deps.orders, markAction: async (input: Parameters<typeof suite.orders.markAction>[0]) => {
        if (input.from !== 'QUEUED') throw new Error('the process died');
        return suite.orders.markAction(input);
      } } };
      await expect(executeActions(dying, await suite.deps.access.open(suite.storeIds.first), never)).rejects.toThrow('the process died');
      expect(await action()).toMatchObject({ state: 'SENT', sends: 1 });
      expect(await action()).not.toHaveProperty('receipt');
    };

    it('is found done in the order, and not handed in twice', async () => {
      await die();
      suite.market.doCancels();
      await passing(10 * MINUTE_MS);
      expect([(await action()).state, calls('cancelLines')]).toEqual(['APPLIED', 1]);
    });

    it('is handed in once more when the order does not show it, and then followed', async () => {
      await die();
      await passing(30 * MINUTE_MS);
      expect(await action()).toMatchObject({ state: 'SENT', receipt: 'receipt-2', sends: 2 });
      expect(calls('cancelLines')).toBe(2);
    });
  });
});

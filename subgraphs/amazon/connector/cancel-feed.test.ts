import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newId, type OrderId } from '../../../platform/ids.js';
import type { MarketplaceRequest, RemoteOrder } from '../../sync/connector/contract.js';
import { executeActions } from '../../sync/intake/execute-actions.js';
import { openIntakeSuite, type IntakeSuite } from '../../sync/intake/testing/intake-suite.js';
import { createAmazonConnector } from './index.js';
import { openShop, SELLER, type Shop } from './testing/shop.js';

const connector = createAmazonConnector();
const never = new AbortController().signal;
const MINUTE_MS = 60_000;

describe('a cancel that Amazon works off by a feed', () => {
  let shop: Shop;
  let suite: IntakeSuite;
  let remoteOrderId: string;
  let orderId: OrderId;
  let sent: MarketplaceRequest[];

  beforeEach(async () => {
    [shop, suite] = await Promise.all([openShop(), openIntakeSuite()]);
    await shop.control('POST', '/listings', { sellerId: SELLER.sellerId, items: [{ sku: 'CNL-1', quantity: 9, price: 100 }, { sku: 'CNL-2', quantity: 9, price: 100 }] });
    // A feed's two waits: ten minutes in all.
    await shop.control('PUT', '/settings', { batchDelayMs: 5 * MINUTE_MS });
    remoteOrderId = (await shop.control<{ orderId: string }>('POST', '/orders', { sellerId: SELLER.sellerId, lines: [{ sku: 'CNL-1', quantity: 1 }, { sku: 'CNL-2', quantity: 2 }] })).orderId;
    const { orderIds } = await suite.orders.recordOrders({ store: suite.origin, orders: [await remote()] });
    orderId = orderIds[0]!;
    sent = [];
    await suite.orders.cancelOrderLines({ sellerId: suite.sellerId, operationId: newId('operation'), orderId: orderIds[0]!, reason: 'OUT_OF_STOCK', lines: [{ remoteLineId: (await remote()).packages[0]!.lines[0]!.remoteLineId, quantity: 1 }] });
  });
  afterEach(async () => {
    await suite.close();
    await shop.stop();
  });

  const remote = async (): Promise<RemoteOrder> => (await connector.orders.byNumber(shop.context, remoteOrderId))!;
  const execute = async (): Promise<void> => {
    const open = await suite.deps.access.open(suite.storeIds.first);
    const context = shop.contextWith({ http: { send: (request) => (sent.push(request), shop.context.http.send(request)) } });
    await executeActions(suite.deps, { ...open, connector, context }, never);
  };
  const action = async () => (await suite.orders.findOrder({ sellerId: suite.sellerId, orderId }))!.actions[0]!;
  const feeds = async (): Promise<{ readonly feedId: string; readonly processingStatus: string }[]> => (await shop.control<{ feeds: { feedId: string; processingStatus: string }[] }>('GET', '/feeds')).feeds;
  /** Both clocks go on together, from one moment at which something is due to the next. */
  async function passing(ms: number): Promise<void> {
    const end = suite.clock.now().getTime() + ms;
    for (let { dueAt } = await action(); dueAt !== null && dueAt.getTime() <= end; { dueAt } = await action()) {
      const stepMs = Math.max(0, dueAt.getTime() - suite.clock.now().getTime());
      suite.clock.advance(stepMs);
      await shop.advance(stepMs);
      await execute();
    }
  }

  it('is handed in once although it takes ten minutes, and done when the order shows it, without reading the report', async () => {
    await execute();
    await passing(9 * MINUTE_MS);
    expect([await action(), await feeds()]).toMatchObject([{ state: 'SENT', receipt: expect.stringMatching(/^\d+$/), sends: 1 }, [{ processingStatus: 'IN_PROGRESS' }]]);
    await passing(10 * MINUTE_MS);
    expect([await action(), await feeds()]).toMatchObject([{ state: 'APPLIED', issue: null }, [{ processingStatus: 'DONE' }]]);
    expect((await feeds()).length).toBe(1);
    expect((await remote()).packages[0]!.lines.map(({ status }) => status)).toEqual(['UNSUPPLIED', 'CREATED']);
    expect(sent.filter(({ operation }) => operation === 'feeds.readResult')).toEqual([]);
  });

  it("is refused with Amazon's own words and code when its report refuses the row", async () => {
    await execute();
    const { lines } = (await remote()).packages[0]!;
    await connector.orders.ship(shop.context, { remoteOrderId, remotePackageId: remoteOrderId, packageStatus: 'CREATED', lines: [{ remoteLineId: lines[0]!.remoteLineId, quantity: 1 }], parameters: { trackingNumber: 'TR-1', carrier: 'PTT' } });
    await passing(30 * MINUTE_MS);
    expect(await action()).toMatchObject({ state: 'REJECTED', issue: { code: 'MARKETPLACE_REFUSED', remoteCode: '18028', message: 'A shipped item cannot be cancelled.', retryable: false } });
    expect((await feeds()).length).toBe(1);
  });

  it('that Amazon gave up is given back, and can be asked for again', async () => {
    await execute();
    await shop.control('POST', `/feeds/${(await feeds())[0]!.feedId}/fail`);
    await passing(30 * MINUTE_MS);
    expect(await action()).toMatchObject({ state: 'REJECTED', issue: { code: 'TAKEN_NOT_DONE', remoteCode: 'FATAL', message: expect.stringContaining('FATAL'), retryable: true } });
    expect((await feeds()).length).toBe(1);
  });

  it('whose answer was lost is found done in the order, and not handed in again', async () => {
    await shop.control('PUT', '/settings', { batchDelayMs: 500 });
    await shop.control('POST', '/faults', { kind: 'drop-after', match: { method: 'POST', path: '/feeds/2021-06-30/feeds' }, times: 1 });
    await execute();
    expect(await action()).toMatchObject({ state: 'UNKNOWN' });
    await passing(30 * MINUTE_MS);
    expect([(await action()).state, (await feeds()).length]).toEqual(['APPLIED', 1]);
  });

  describe('beside that of another order', () => {
    let other: { remoteOrderId: string; orderId: OrderId };
    beforeEach(async () => {
      const placed = await shop.control<{ orderId: string }>('POST', '/orders', { sellerId: SELLER.sellerId, lines: [{ sku: 'CNL-1', quantity: 1 }] });
      const seen = (await connector.orders.byNumber(shop.context, placed.orderId))!;
      const { orderIds } = await suite.orders.recordOrders({ store: suite.origin, orders: [seen] });
      other = { remoteOrderId: placed.orderId, orderId: orderIds[0]! };
      await suite.orders.cancelOrderLines({ sellerId: suite.sellerId, operationId: newId('operation'), orderId: other.orderId, reason: 'BUYER_ASKED', lines: [{ remoteLineId: seen.packages[0]!.lines[0]!.remoteLineId, quantity: 1 }] });
    });
    const actions = async () => Promise.all([orderId, other.orderId].map(async (id) => (await suite.orders.findOrder({ sellerId: suite.sellerId, orderId: id }))!.actions[0]!));
    const otherItem = async () => (await shop.control<{ items: { cancelledBy: string; cancelReason: string }[] }>('GET', `/orders/${other.remoteOrderId}`)).items;
    /** Both clocks go on together, from one moment at which something of either order is due to the next. */
    async function bothEnd(): Promise<void> {
      for (let left = 60; left > 0; left -= 1) {
        const due = (await actions()).flatMap(({ dueAt }) => (dueAt === null ? [] : [dueAt.getTime()]));
        if (due.length === 0) return;
        const stepMs = Math.max(0, Math.min(...due) - suite.clock.now().getTime());
        suite.clock.advance(stepMs);
        await shop.advance(stepMs);
        await execute();
      }
      throw new Error('the cancels come to no end');
    }

    it('goes in one feed with it, and each is settled by its own row', async () => {
      await execute();
      const feedId = (await feeds())[0]?.feedId ?? 'none';
      expect((await actions()).map(({ state, receipt }) => [state, receipt]).sort()).toEqual([['SENT', `${feedId}:1-1`], ['SENT', `${feedId}:2-2`]]);
      await connector.orders.ship(shop.context, { remoteOrderId, remotePackageId: remoteOrderId, packageStatus: 'CREATED', lines: [{ remoteLineId: (await remote()).packages[0]!.lines[0]!.remoteLineId, quantity: 1 }], parameters: { trackingNumber: 'TR-1', carrier: 'PTT' } });
      await bothEnd();
      expect(await actions()).toMatchObject([{ state: 'REJECTED', issue: { code: 'MARKETPLACE_REFUSED', message: 'A shipped item cannot be cancelled.' } }, { state: 'APPLIED', issue: null }]);
      expect([await otherItem(), (await feeds()).length]).toMatchObject([[{ cancelledBy: 'MERCHANT', cancelReason: 'BuyerCanceled' }], 1]);
    });

    it('goes on where a worker dies that has handed in the feed of both and noted one', async () => {
      const { orders } = suite.deps;
      let marks = 0;
      const dying = { ...orders, markAction: (step: Parameters<typeof orders.markAction>[0]) => ((marks += 1) === 4 ? Promise.reject(new Error('the worker died')) : orders.markAction(step)) };
      await expect(executeActions({ ...suite.deps, orders: dying }, { ...(await suite.deps.access.open(suite.storeIds.first)), connector, context: shop.context }, never)).rejects.toThrow('the worker died');
      expect([(await actions()).map(({ state, receipt }) => [state, typeof receipt]).sort(), (await feeds()).length]).toEqual([[['SENT', 'string'], ['SENT', 'undefined']], 1]);
      await bothEnd();
      expect((await actions()).map(({ state }) => state)).toEqual(['APPLIED', 'APPLIED']);
      expect(await otherItem()).toMatchObject([{ cancelledBy: 'MERCHANT' }]);
    });

    it('is not held up by an order that cannot be read', async () => {
      await shop.control('POST', '/faults', { kind: 'status', status: 500, match: { method: 'GET', path: remoteOrderId } });
      await execute();
      expect((await actions()).map(({ state }) => state)).toEqual(['QUEUED', 'SENT']);
      await shop.control('DELETE', '/faults');
      await bothEnd();
      expect((await actions()).map(({ state }) => state)).toEqual(['APPLIED', 'APPLIED']);
    });
  });

  it('is done at once, and by no feed, where the items are cancelled already', async () => {
    await shop.control('POST', `/orders/${remoteOrderId}/cancel`, {});
    await execute();
    expect([(await action()).state, (await feeds()).length]).toEqual(['APPLIED', 0]);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { MarketplaceRequest, OrderPage, PackageAction, RemoteOrder, RemotePackage, SplitAction } from '../../sync/connector/contract.js';
import { connectStore, type ConnectedStore } from '../sandbox/testing/connected-store.js';
import { demoSeller } from '../sandbox/index.js';
import { runSandbox, type RunningSandbox } from '../sandbox/testing/running-sandbox.js';
import { createHepsiburadaConnector } from './index.js';

const MINUTE_MS = 60_000;

describe('orders on Hepsiburada', () => {
  const { orders, splits, claims } = createHepsiburadaConnector();
  let hepsiburada: RunningSandbox;
  let shop: ConnectedStore;
  let sandboxNow = Date.now();

  beforeAll(async () => {
    hepsiburada = await runSandbox();
    await hepsiburada.control('/products', { products: ['A', 'B'].map((name) => ({ merchantSku: `Q-${name}`, price: 100, stock: 5_000 })) });
    shop = connectStore(hepsiburada.url, () => new Date(sandboxNow));
    await pass(1_000);
  });
  afterAll(async () => {
    await shop.close();
    await hepsiburada.stop();
  });

  /** The sandbox's clock stands; connector and sandbox agree on the time. */
  async function pass(ms: number): Promise<Date> {
    await hepsiburada.advance(ms);
    sandboxNow = (await hepsiburada.control<{ now: number }>('/clock')).now;
    return new Date(sandboxNow);
  }
  const place = async (...quantities: number[]): Promise<RemoteOrder> => {
    const { orderNumber } = await hepsiburada.control<{ orderNumber: string }>('/orders', { lines: quantities.map((quantity, i) => ({ merchantSku: i === 0 ? 'Q-A' : 'Q-B', quantity })) });
    return read(orderNumber);
  };
  const read = async (orderNumber: string): Promise<RemoteOrder> => (await orders.byNumber(shop.context, orderNumber))!;
  const actionOn = (order: RemoteOrder, pkg: RemotePackage = order.packages[0]!, lines = pkg.lines): PackageAction => ({
    remoteOrderId: order.remoteOrderId,
    remotePackageId: pkg.remotePackageId,
    packageStatus: pkg.status,
    lines: lines.map(({ remoteLineId, quantity }) => ({ remoteLineId, quantity })),
    parameters: { reason: 'OUT_OF_STOCK' },
  });
  const accepted = async (...quantities: number[]): Promise<RemoteOrder> => {
    const order = await place(...quantities);
    await orders.accept(shop.context, actionOn(order));
    return read(order.remoteOrderId);
  };
  const shapeOf = ({ packages, remoteOrderId }: RemoteOrder) => packages.map(({ remotePackageId, status, lines }) => [remotePackageId === remoteOrderId ? 'loose' : 'box', status, lines.map(({ quantity }) => quantity).join('+')].join(' ')).sort();
  const walk = async (since: Date, between: (page: OrderPage) => Promise<unknown> = async () => undefined): Promise<RemoteOrder[]> => {
    const found: RemoteOrder[] = [];
    let cursor: string | null = null;
    do {
      const page: OrderPage = await orders.changedSince(shop.context, since, cursor);
      found.push(...page.items);
      await between(page);
      cursor = page.next;
    } while (cursor !== null);
    return found;
  };

  describe('merged from their feeds', () => {
    it('are told once each, in whichever feed they turn up', async () => {
      const since = await pass(10 * MINUTE_MS);
      const open = await place(1);
      const packed = await accepted(1);
      const shipped = await accepted(1);
      const delivered = await accepted(1);
      const cancelled = await place(1);
      await hepsiburada.control(`/orders/${shipped.remoteOrderId}/ship`, {});
      await hepsiburada.control(`/orders/${delivered.remoteOrderId}/ship`, {});
      await hepsiburada.control(`/orders/${delivered.remoteOrderId}/deliver`, {});
      await hepsiburada.control(`/orders/${cancelled.remoteOrderId}/cancel`, {});
      const found = await walk(since);
      const byNumber = new Map(found.map((order) => [order.remoteOrderId, order.packages[0]?.status]));
      expect(found).toHaveLength(5);
      expect([open, packed, shipped, delivered, cancelled].map(({ remoteOrderId }) => byNumber.get(remoteOrderId))).toEqual(['CREATED', 'ACCEPTED', 'SHIPPED', 'DELIVERED', 'CANCELLED']);
    });

    it('are not missed though lines leave the open feed while it is read', async () => {
      const since = await pass(10 * MINUTE_MS);
      const placed: RemoteOrder[] = [];
      for (let i = 0; i < 130; i += 1) placed.push(await place(1));
      let pages = 0;
      const found = await walk(since, async () => {
        pages += 1;
        // After the first page of the open feed, newer orders in front of the reader are packed.
        if (pages === 2) for (const order of placed.slice(-20)) await orders.accept(shop.context, actionOn(order));
      });
      const numbers = new Set(found.map(({ remoteOrderId }) => remoteOrderId));
      expect(placed.filter(({ remoteOrderId }) => !numbers.has(remoteOrderId))).toEqual([]);
    });

    it('are asked for in Istanbul time, and once in ten minutes further back for late payers', async () => {
      await pass(10 * MINUTE_MS);
      const { orderNumber } = await hepsiburada.control<{ orderNumber: string }>('/orders', { lines: [{ merchantSku: 'Q-A', quantity: 1 }], isPaid: false });
      expect((await read(orderNumber)).packages[0]?.status).toBe('AWAITING_PAYMENT');
      const since = await pass(24 * 60 * MINUTE_MS);
      await hepsiburada.control(`/orders/${orderNumber}/pay`, {});
      await pass(10 * MINUTE_MS);
      expect((await walk(since)).map(({ remoteOrderId }) => remoteOrderId)).toContain(orderNumber);
    });

    it('end though a feed answers the same page for ever', async () => {
      const row = (i: number) => ({ id: `L${i}`, orderNumber: '1', orderDate: '2026-11-22T10:00:00', lastStatusUpdateDate: null });
      const http = { send: async ({ path }: { path: string }) => ({ status: path.includes('ordernumber') ? 404 : 200, headers: {}, body: Buffer.from(JSON.stringify(path.includes('/orders/merchantid') ? { items: Array.from({ length: 100 }, (_, i) => row(i)) } : [])), payloadId: 'pay_1' as never }) };
      let pages = 0;
      let cursor: string | null = null;
      do {
        const page: OrderPage = await orders.changedSince({ ...shop.context, http }, new Date(0), cursor);
        cursor = page.next;
        pages += 1;
      } while (cursor !== null && pages < 1_000);
      expect(pages).toBeLessThan(20);
    });

    it('set aside what cannot be read, and go on', async () => {
      const since = await pass(10 * MINUTE_MS);
      const [good, bad] = [await place(1), await place(1)];
      const { http } = shop.context;
      const spoiled = { send: async (request: Parameters<typeof http.send>[0]) => {
        const answer = await http.send(request);
        return request.path.endsWith(`/ordernumber/${bad.remoteOrderId}`) ? { ...answer, body: Buffer.from(answer.body.toString('utf8').replace('"quantity":1', '"quantity":{"units":1}')) } : answer;
      } };
      const found: string[] = [];
      const unreadable: string[] = [];
      let cursor: string | null = null;
      do {
        const page: OrderPage = await orders.changedSince({ ...shop.context, http: spoiled }, since, cursor);
        found.push(...page.items.map(({ remoteOrderId }) => remoteOrderId));
        unreadable.push(...(page.unreadable ?? []).map(({ text }) => text));
        cursor = page.next;
      } while (cursor !== null);
      expect([found.includes(good.remoteOrderId), found.includes(bad.remoteOrderId), unreadable.length, unreadable[0]?.includes(bad.remoteOrderId)]).toEqual([true, false, 1, true]);
    });
  });

  describe('packing', () => {
    it('puts all open lines into one box, once, though the answer to it was lost', async () => {
      const order = await place(2, 3);
      await hepsiburada.control('/faults', { kind: 'drop-after', match: { method: 'POST', path: '/packages/merchantid' }, times: 1 });
      await expect(orders.accept(shop.context, actionOn(order))).rejects.toMatchObject({ outcome: 'UNKNOWN' });
      expect(await orders.accept(shop.context, actionOn(order))).toEqual({ kind: 'APPLIED' });
      expect(shapeOf(await read(order.remoteOrderId))).toEqual(['box ACCEPTED 2+3', 'loose SPLIT ']);
    });

    it('shows a box that was taken apart as gone, and its lines as new again', async () => {
      const order = await accepted(2);
      const before = order.packages[0]!;
      const since = await pass(MINUTE_MS);
      await hepsiburada.control(`/orders/${order.remoteOrderId}/unpack`, {});
      const [after] = await walk(since);
      expect(shapeOf(after!)).toEqual(['box SPLIT ', 'loose CREATED 2']);
      expect(after!.packages.find(({ remotePackageId }) => remotePackageId === before.remotePackageId)?.remoteRevision).toBeGreaterThan(before.remoteRevision);
    });

    it('is learnt of from the feed of unpacked boxes even by one who has forgotten the box', async () => {
      const order = await accepted(2);
      const since = await pass(MINUTE_MS);
      await hepsiburada.control(`/orders/${order.remoteOrderId}/unpack`, {});
      shop.loseCache();
      const after = (await walk(since)).find(({ remoteOrderId }) => remoteOrderId === order.remoteOrderId);
      expect(shapeOf(after!)).toEqual(['box SPLIT ', 'loose CREATED 2']);
    });

    it('splits no box that no longer holds what was meant', async () => {
      const order = await accepted(1, 1);
      const action = actionOn(order);
      const split: SplitAction = { ...action, lines: action.lines.slice(0, 1), rest: action.lines.slice(1) };
      expect(await splits!.split(shop.context, split)).toEqual({ kind: 'APPLIED' });
      expect(await splits!.split(shop.context, split)).toMatchObject({ kind: 'REFUSED', issue: { code: 'SPLIT_TOO_LATE' } });
    });
  });

  describe('cancelling', () => {
    it('gives up an open line with reason 83, and the same line twice does no harm', async () => {
      const order = await place(2, 1);
      const action = actionOn(order, order.packages[0], order.packages[0]!.lines.slice(0, 1));
      expect(await orders.cancelLines(shop.context, action)).toEqual({ kind: 'APPLIED' });
      expect(await orders.cancelLines(shop.context, action)).toEqual({ kind: 'APPLIED' });
      const after = await read(order.remoteOrderId);
      expect(after.packages[0]).toMatchObject({ status: 'CREATED' });
      expect(after.packages[0]!.lines.map(({ status }) => status).sort()).toEqual(['CANCELLED', 'CREATED']);
    });

    it.each(['BUYER_ASKED', 'ADDRESS', 'WRONG_PRICE'] as const)('tells 83 for %s too, and says that it is not that reason', async (reason) => {
      const order = await place(1);
      const bodies: unknown[] = [];
      const told = { ...shop.context, http: { send: (request: MarketplaceRequest) => (bodies.push(...(request.body === undefined ? [] : [JSON.parse(String(request.body)) as unknown])), shop.context.http.send(request)) } };
      expect(await orders.cancelLines(told, { ...actionOn(order), parameters: { reason } })).toEqual({ kind: 'APPLIED' });
      expect(bodies).toEqual([{ reasonId: 83 }]);
      expect(orders.cancelReasons[reason]).toEqual({ remoteCode: '83', isExact: false });
    });

    it('gives up some units of an open line only once it is packed', async () => {
      const order = await place(3);
      const [line] = order.packages[0]!.lines;
      const some = [{ ...line!, quantity: 1 }];
      expect(await orders.cancelLines(shop.context, actionOn(order, order.packages[0], some))).toMatchObject({ kind: 'REFUSED', issue: { code: 'WHOLE_LINES_ONLY' } });
      await orders.accept(shop.context, actionOn(order));
      const packed = await read(order.remoteOrderId);
      expect(await orders.cancelLines(shop.context, actionOn(packed, packed.packages[0], some))).toEqual({ kind: 'APPLIED' });
      expect(shapeOf(await read(order.remoteOrderId))).toEqual(['box ACCEPTED 2', 'box SPLIT ', 'loose CANCELLED 1']);
    });

    it('goes on where it stopped when it was cut off after the box was taken apart', async () => {
      const order = await accepted(2);
      await hepsiburada.control('/faults', { kind: 'drop-before', match: { method: 'POST', path: '/cancelbymerchant' }, times: 1 });
      await expect(orders.cancelLines(shop.context, actionOn(order))).rejects.toMatchObject({ errorClass: 'NETWORK' });
      expect(await orders.cancelLines(shop.context, actionOn(order))).toEqual({ kind: 'APPLIED' });
      expect(shapeOf(await read(order.remoteOrderId))).toEqual(['box SPLIT ', 'loose CANCELLED 2']);
    });

    it('comes too late for what is on its way', async () => {
      const order = await accepted(1);
      await hepsiburada.control(`/orders/${order.remoteOrderId}/ship`, {});
      expect(await orders.cancelLines(shop.context, actionOn(order))).toMatchObject({ kind: 'REFUSED', issue: { code: 'CANCEL_TOO_LATE' } });
    });
  });

  describe('shipping', () => {
    it("is left to Hepsiburada's carrier, whose tracking number is shown", async () => {
      const order = await accepted(1);
      const action = { ...actionOn(order), parameters: { trackingNumber: 'X1' } };
      expect(await orders.ship(shop.context, action)).toMatchObject({ kind: 'REFUSED', issue: { code: 'SHIPPED_BY_CARRIER' } });
      await hepsiburada.control(`/orders/${order.remoteOrderId}/ship`, {});
      expect((await read(order.remoteOrderId)).packages[0]).toMatchObject({ status: 'SHIPPED', trackingNumber: `TRK${order.packages[0]!.remotePackageId}`, carrier: 'Hepsijet' });
    });

    it("is told by a shop with a carrier of its own, once", async () => {
      await hepsiburada.control('/sellers', { ...demoSeller, usesOwnCarrier: true });
      const order = await accepted(1);
      await hepsiburada.control('/sellers', demoSeller);
      const action = { ...actionOn(order), parameters: { trackingNumber: 'OWN-1' } };
      expect(await orders.ship(shop.context, action)).toEqual({ kind: 'APPLIED' });
      expect(await orders.ship(shop.context, action)).toEqual({ kind: 'APPLIED' });
      expect((await read(order.remoteOrderId)).packages[0]).toMatchObject({ status: 'SHIPPED', trackingNumber: 'OWN-1' });
    });

    it('is not missed when a shop with a carrier of its own reports days later, and is read once for it', async () => {
      await hepsiburada.control('/sellers', { ...demoSeller, usesOwnCarrier: true });
      const [late, ...others] = [await accepted(1), await accepted(1), await accepted(1)];
      await hepsiburada.control('/sellers', demoSeller);
      for (const order of [late, ...others]) await orders.ship(shop.context, { ...actionOn(order), parameters: { trackingNumber: `OWN-${order.remoteOrderId}` } });
      const report = (order: RemoteOrder, receivedDate: string) => hepsiburada.send('POST', `/oms-external/packages/merchantid/${demoSeller.merchantId}/packagenumber/${order.packages[0]!.remotePackageId}/deliver`, { receivedDate, receivedBy: 'Komşu', digitalCodes: [] });
      const daysAgo = (days: number) => new Date(sandboxNow - days * 86_400_000 + 3 * 3_600_000).toISOString().slice(0, 19);
      await pass(4 * 86_400_000);
      expect((await report(others[0], daysAgo(0))).status).toBe(200);
      await walk(new Date(sandboxNow - 5 * MINUTE_MS));
      // In the merchant panel, say: nothing tells the hub.
      await pass(10 * MINUTE_MS);
      expect((await report(late, daysAgo(2))).status).toBe(200);
      const found = await walk(new Date(sandboxNow - 5 * MINUTE_MS));
      expect(found.map(({ remoteOrderId, packages }) => [remoteOrderId, packages[0]?.status])).toEqual([[late.remoteOrderId, 'DELIVERED']]);
      expect(await walk(new Date(sandboxNow - 5 * MINUTE_MS))).toEqual([]);
      // Who has forgotten what was there believes the dates, and hears of the next again.
      shop.loseCache();
      expect((await walk(new Date(sandboxNow - 5 * MINUTE_MS))).map(({ remoteOrderId }) => remoteOrderId)).not.toContain(late.remoteOrderId);
      await report(others[1], daysAgo(3));
      expect((await walk(new Date(sandboxNow - 5 * MINUTE_MS))).map(({ remoteOrderId }) => remoteOrderId)).toEqual([others[1].remoteOrderId]);
    });

    it('takes a link to the invoice of either', async () => {
      const order = await accepted(1);
      const action = { ...actionOn(order), parameters: { invoiceUrl: 'https://invoices.example.invalid/1.pdf' } };
      expect(await orders.ship(shop.context, action)).toEqual({ kind: 'APPLIED' });
    });
  });

  describe('claims', () => {
    it('are listed by when their state changed, whichever state that is', async () => {
      const order = await accepted(2);
      await hepsiburada.control(`/orders/${order.remoteOrderId}/ship`, {});
      await hepsiburada.control(`/orders/${order.remoteOrderId}/deliver`, {});
      const opened = await hepsiburada.control<{ number: string }>('/claims', { lineItemId: order.packages[0]!.lines[0]!.remoteLineId, quantity: 1 });
      const since = await pass(2 * MINUTE_MS);
      await hepsiburada.control(`/claims/${opened.number}/status`, { status: 'Refunded' });
      const found = [];
      let cursor: string | null = null;
      do {
        const page: Awaited<ReturnType<NonNullable<typeof claims>['list']>> = await claims!.list(shop.context, since, cursor);
        found.push(...page.items);
        cursor = page.next;
      } while (cursor !== null);
      expect(found).toMatchObject([{ remoteClaimId: opened.number, remoteOrderId: order.remoteOrderId, state: 'REFUNDED', status: 'Refunded', lines: [{ remoteKey: 'Q-A', quantity: 1, reason: 'PoorQuality' }] }]);
    });
  });
});

import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { newId } from '../../platform/ids.js';
import type { Payload } from '../../platform/payloads/payload.js';
import { ConnectorError, type ConnectorContext, type MarketplaceHttp, type MarketplaceResponse, type PackageAction, type RemoteOrder } from '../../subgraphs/sync/connector/contract.js';
import { readAnswers } from '../../subgraphs/sync/replay/read-exchanges.js';
import { pagesOf } from './all-pages.js';
import { sendingBy } from './changed-answers.js';
import type { Bench } from './connector-contract.js';

const MINUTE_MS = 60_000;
const GONE_WITHIN_MS = 40_000;
const LOOK_EVERY_MS = 500;

export function describeOrders<C>(get: () => Bench<C>): void {
  describe('reading orders', () => {
    it('finds every order placed since a moment, without a hole between pages', async () => {
      const bench = get();
      const since = new Date(Date.now() - MINUTE_MS);
      const placed: string[] = [];
      for (const remoteKey of bench.sandbox.keys.slice(80, 92)) placed.push(await bench.sandbox.placeOrder([{ remoteKey, quantity: 1 }]));
      const found = await changedSince(bench, since);
      expect(found.map(({ remoteOrderId }) => remoteOrderId)).toEqual(expect.arrayContaining(placed));
    });

    it('reads the same orders again from the archived answers to a poll, and to reading one', async () => {
      const bench = get();
      const since = new Date(Date.now() - MINUTE_MS);
      // What a first poll does beyond the others, it does once: what is remembered of that is not undone when answers are read again.
      await changedSince(bench, since);
      const number = await bench.sandbox.placeOrder([{ remoteKey: bench.sandbox.keys[97] ?? '', quantity: 1 }]);
      const poll = recorded(bench);
      const polled = await changedSince({ ...bench, context: poll.context }, since);
      expect(polled.map(({ remoteOrderId }) => remoteOrderId)).toContain(number);
      expect(await readAnswers({ connector: bench.connector, context: poll.context }, poll.exchanges, async () => [])).toEqual({ orders: polled, isWhole: true });
      const reading = recorded(bench);
      const order = await bench.connector.orders.byNumber(reading.context, number);
      expect(await readAnswers({ connector: bench.connector, context: reading.context }, reading.exchanges, async () => [number])).toMatchObject({ orders: [order] });
    });

    it('reads one order by its number, with its lines as they were ordered', async () => {
      const bench = get();
      const [first = '', second = ''] = bench.sandbox.keys.slice(92, 94);
      const number = await bench.sandbox.placeOrder([{ remoteKey: first, quantity: 2 }, { remoteKey: second, quantity: 1 }]);
      const order = await bench.connector.orders.byNumber(bench.context, number);
      const lines = order?.packages.flatMap((one) => one.lines.map(({ remoteKey, quantity }) => ({ remoteKey, quantity }))) ?? [];
      expect(order).toMatchObject({ remoteOrderId: number, currency: bench.sandbox.currency });
      expect(lines).toEqual(expect.arrayContaining([{ remoteKey: first, quantity: 2 }, { remoteKey: second, quantity: 1 }]));
      expect(lines).toHaveLength(2);
      // The marketplace's own words stay beside the hub's.
      expect(order?.packages).toMatchObject([{ status: 'CREATED', remoteStatus: expect.stringMatching(/\S/), lines: [{ status: 'CREATED', remoteStatus: expect.stringMatching(/\S/) }, { remoteStatus: expect.stringMatching(/\S/) }] }]);
    });

    it('tells who buys in the buyer alone, and marks every exchange that tells it as personal', async () => {
      const bench = get();
      const [number, since] = [await bench.sandbox.placeOrder([{ remoteKey: bench.sandbox.keys[93] ?? '', quantity: 1 }]), new Date(Date.now() - MINUTE_MS)];
      const exchanges: { readonly operation: string; readonly personal: boolean; readonly text: string }[] = [];
      const context = sendingBy(bench.context, async (request) => {
        const response = await bench.context.http.send(request);
        exchanges.push({ operation: request.operation, personal: request.personal === true, text: response.body.toString('utf8') });
        return response;
      });
      const order = await bench.connector.orders.byNumber(context, number);
      if (!order) throw new Error(`order ${number} was placed but cannot be read`);
      await changedSince({ ...bench, context }, since);
      await bench.connector.orders.accept(context, actionOn(order));
      await bench.connector.orders.ship(context, shipmentOf((await bench.connector.orders.byNumber(context, number)) ?? order));
      const telling = personalWords(order);
      const tells = (text: string): boolean => telling.some((word) => text.includes(word));
      expect(tells(JSON.stringify({ ...order, buyer: null }))).toBe(false);
      expect(exchanges.filter(({ text, personal }) => tells(text) && !personal).map(({ operation }) => operation)).toEqual([]);
      expect(exchanges.some(({ personal, text }) => personal && text.includes(number))).toBe(true);
    });

    it('answers null for an order number that does not exist', async () => {
      const { connector, context } = get();
      await expect(connector.orders.byNumber(context, '100000000000')).resolves.toBeNull();
    });

    it('gives a changed package a higher revision', async () => {
      const bench = get();
      const before = await placeOne(bench, bench.sandbox.keys[94] ?? '');
      const accepted = await bench.connector.orders.accept(bench.context, actionOn(before));
      if (accepted.kind === 'REFUSED') await expect(bench.connector.orders.ship(bench.context, shipmentOf(before))).resolves.toEqual({ kind: 'APPLIED' });
      const after = await bench.connector.orders.byNumber(bench.context, before.remoteOrderId);
      expect(after?.packages[0]?.remoteRevision).toBeGreaterThan(before.packages[0]?.remoteRevision ?? Infinity);
    });
  });

  describe('acting on orders', () => {
    it('moves an accepted package from CREATED to ACCEPTED, or says that there is nothing to accept', async () => {
      const bench = get();
      const order = await placeOne(bench, bench.sandbox.keys[95] ?? '');
      expect(order.packages[0]?.status).toBe('CREATED');
      const outcome = await bench.connector.orders.accept(bench.context, actionOn(order));
      const after = await bench.connector.orders.byNumber(bench.context, order.remoteOrderId);
      if (outcome.kind === 'APPLIED') expect(after?.packages[0]?.status).toBe('ACCEPTED');
      else expect([outcome.issue.code, after?.packages[0]?.status]).toEqual(['NOTHING_TO_ACCEPT', 'CREATED']);
    });

    it('is told by the marketplace when a package does not exist, with its reason', async () => {
      const bench = get();
      const action: PackageAction = { remoteOrderId: '100000000000', remotePackageId: '1', packageStatus: 'CREATED', lines: [{ remoteLineId: '1', quantity: 1 }], parameters: {} };
      await expect(bench.connector.orders.accept(bench.context, action)).resolves.toMatchObject({ kind: 'REFUSED', issue: { message: expect.stringMatching(/\S/) } });
    });

    it('tells the marketplace of a shipment so that the package shows it, or says why it cannot', async () => {
      const bench = get();
      const order = await placeOne(bench, bench.sandbox.keys[93] ?? '');
      await bench.connector.orders.accept(bench.context, actionOn(order));
      const accepted = (await bench.connector.orders.byNumber(bench.context, order.remoteOrderId)) ?? order;
      const outcome = await bench.connector.orders.ship(bench.context, shipmentOf(accepted));
      const after = await bench.connector.orders.byNumber(bench.context, order.remoteOrderId);
      if (outcome.kind === 'REFUSED') {
        expect([outcome.issue.code, outcome.issue.message, after?.packages.map(({ status }) => status)]).toEqual(['SHIPPED_BY_CARRIER', expect.stringMatching(/\S/), accepted.packages.map(({ status }) => status)]);
        return;
      }
      expect(after?.packages).toMatchObject([{ status: 'SHIPPED', remoteStatus: expect.stringMatching(/\S/), trackingNumber: expect.stringMatching(/\S/), lines: [{ quantity: 2 }] }]);
      // Told again, as after an answer that was lost, it is one shipment still.
      await bench.connector.orders.ship(bench.context, shipmentOf(accepted)).catch((error: unknown) => expect(error).toBeInstanceOf(ConnectorError));
      const again = await bench.connector.orders.byNumber(bench.context, order.remoteOrderId);
      expect(again?.packages.map(({ status, trackingNumber }) => [status, trackingNumber])).toEqual(after?.packages.map(({ status, trackingNumber }) => [status, trackingNumber]));
    });

    it('either cancels lines so that the marketplace shows it, or says why it cannot', async () => {
      const bench = get();
      const order = await placeOne(bench, bench.sandbox.keys[96] ?? '');
      await bench.connector.orders.accept(bench.context, actionOn(order));
      const accepted = (await bench.connector.orders.byNumber(bench.context, order.remoteOrderId)) ?? order;
      const outcome = await bench.connector.orders.cancelLines(bench.context, { ...actionOn(accepted), parameters: { reason: 'OUT_OF_STOCK' } });
      if (outcome.kind === 'TAKEN') {
        await untilGone(bench, order.remoteOrderId);
        const followed = await bench.connector.orders.followUp?.(bench.context, outcome.receipt);
        expect(followed ?? { kind: 'DONE' }).toEqual({ kind: 'DONE' });
        return;
      }
      const isGone = await isCancelled(bench, order.remoteOrderId);
      if (outcome.kind === 'APPLIED') expect(isGone).toBe(true);
      else expect([outcome.issue.message.length > 0, isGone]).toEqual([true, false]);
    });
  });
}

/** The bench's way to the marketplace, with every exchange kept as the archive would. */
function recorded<C>({ context }: Bench<C>): { context: ConnectorContext<C>; exchanges: Payload[] } {
  const exchanges: Payload[] = [];
  let sent = 0;
  const http: MarketplaceHttp = {
    async send(request) {
      const startedAt = new Date();
      // In the order of asking, as in the archive: of calls made side by side, any may be answered first.
      const place = sent++;
      const answer = await context.http.send(request);
      exchanges[place] = payloadOf({ operation: request.operation, method: request.method, startedAt, answer });
      return answer;
    },
  };
  return { context: { ...context, http }, exchanges };
}

function payloadOf({ operation, method, startedAt, answer }: { operation: string; method: string; startedAt: Date; answer: MarketplaceResponse }): Payload {
  const { payloadId: id, status, headers: responseHeaders, body: content } = answer;
  return {
    id, direction: 'OUTBOUND', marketplace: '', sellerId: newId('seller'), storeId: newId('store'), operation, method, url: '', status, startedAt, durationMs: 1, requestHeaders: {}, requestBody: null,
    responseHeaders, responseBody: { bytes: content.length, sha256: '', isExact: true, content }, failure: null, personal: true, correlationId: null, expiresAt: startedAt,
  };
}

/** What tells who the buyer is, as the marketplace gave it; nothing where it keeps that to itself. */
function personalWords({ buyer: { name, email, phone, taxId, shippingAddress, invoiceAddress } }: RemoteOrder): string[] {
  return [name, email, phone, taxId, shippingAddress?.line, invoiceAddress?.line].filter((word): word is string => word != null && word !== '');
}

async function placeOne<C>(bench: Bench<C>, remoteKey: string): Promise<RemoteOrder> {
  const number = await bench.sandbox.placeOrder([{ remoteKey, quantity: 2 }]);
  const order = await bench.connector.orders.byNumber(bench.context, number);
  if (!order) throw new Error(`order ${number} was placed but cannot be read`);
  return order;
}

function actionOn(order: RemoteOrder): PackageAction {
  const [one] = order.packages;
  if (!one) throw new Error(`order ${order.remoteOrderId} has no package`);
  return { remoteOrderId: order.remoteOrderId, remotePackageId: one.remotePackageId, packageStatus: one.status, lines: one.lines.map(({ remoteLineId, quantity }) => ({ remoteLineId, quantity })), parameters: {} };
}

function shipmentOf(order: RemoteOrder): PackageAction {
  return { ...actionOn(order), parameters: { trackingNumber: 'CONTRACT-1', carrier: 'Yurtiçi Kargo' } };
}

async function isCancelled<C>({ connector, context }: Bench<C>, remoteOrderId: string): Promise<boolean> {
  const order = await connector.orders.byNumber(context, remoteOrderId);
  // A package taken apart on the way stands for nothing any more.
  return order?.packages.filter(({ status }) => status !== 'SPLIT').every(({ status }) => status === 'CANCELLED' || status === 'UNSUPPLIED') ?? false;
}

async function untilGone<C>(bench: Bench<C>, remoteOrderId: string): Promise<void> {
  const giveUpAt = Date.now() + GONE_WITHIN_MS;
  while (!(await isCancelled(bench, remoteOrderId))) {
    if (Date.now() > giveUpAt) throw new Error(`order ${remoteOrderId} was not cancelled within ${GONE_WITHIN_MS} ms`);
    await pause(LOOK_EVERY_MS);
  }
}

async function changedSince<C>({ connector, context }: Bench<C>, since: Date): Promise<RemoteOrder[]> {
  const all: RemoteOrder[] = [];
  for await (const { items } of pagesOf((cursor) => connector.orders.changedSince(context, since, cursor))) all.push(...items);
  return all;
}

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connectStore, type ConnectedStore } from '../sandbox/testing/connected-store.js';
import { runSandbox, type RunningSandbox } from '../sandbox/testing/running-sandbox.js';
import { createHepsiburadaConnector } from './index.js';

interface Heard {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: Buffer;
}

describe("Hepsiburada's webhooks", () => {
  const { webhooks, orders } = createHepsiburadaConnector();
  const port = webhooks!;
  let hepsiburada: RunningSandbox;
  let shop: ConnectedStore;
  let refuseNext = 0;
  const heard: Heard[] = [];
  const receiver = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      heard.push({ method: request.method ?? '', path: (request.url ?? '').replace('/webhooks/hb/sto_1', ''), headers: request.headers as Record<string, string>, body: Buffer.concat(chunks) });
      refuseNext -= 1;
      response.writeHead(refuseNext >= 0 ? 503 : (port.reply?.status ?? 200)).end();
    });
  });

  beforeAll(async () => {
    receiver.listen(0, '127.0.0.1');
    await once(receiver, 'listening');
    hepsiburada = await runSandbox();
    await hepsiburada.control('/products', { products: [{ merchantSku: 'Q-A', stock: 500 }] });
    await hepsiburada.control('/webhooks', { url: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/webhooks/hb/sto_1`, username: 'hub', password: 'the-secret' }, 'PUT');
    shop = connectStore(hepsiburada.url);
  });
  afterAll(async () => {
    await shop.close();
    await hepsiburada.stop();
    receiver.close();
  });

  /** What was heard of an act of somebody else's, once the marketplace has told of it. */
  async function told(path: string, body: object): Promise<Heard[]> {
    heard.length = 0;
    await hepsiburada.control(path, body);
    await hepsiburada.advance(0);
    return [...heard];
  }
  const place = async (): Promise<{ orderNumber: string; call: Heard }> => {
    const [call] = await told('/orders', { lines: [{ merchantSku: 'Q-A', quantity: 2 }] });
    return { call: call!, orderNumber: port.parse(call!, 'TRY').orders[0]!.remoteOrderId };
  };

  it('tell a new order whole, under the store\'s secret', async () => {
    const { call, orderNumber } = await place();
    expect([call.method, call.path]).toEqual(['POST', '/orders']);
    expect(await port.isAuthentic(call, 'the-secret', async () => shop.context)).toBe(true);
    expect(port.parse(call, 'TRY').orders).toEqual([{ ...(await orders.byNumber(shop.context, orderNumber))!, extra: expect.any(Object) }]);
  });

  it.each([
    ['pack', 'POST', /^\/packages$/],
    ['unpack', 'PUT', /^\/packages\/\d+\/unpack$/],
    ['address', 'PUT', /^\/orders\/\d+\/shippingaddress$/],
    ['cancel', 'PUT', /^\/lineitems\/[\w-]+\/cancel$/],
  ])('make the order be read after %s', async (act, method, path) => {
    const { orderNumber } = await place();
    if (act === 'unpack') await told(`/orders/${orderNumber}/pack`, {});
    const [call] = await told(`/orders/${orderNumber}/${act}`, {});
    expect([call?.method, call?.path]).toEqual([method, expect.stringMatching(path)]);
    expect(port.parse(call!, 'TRY')).toEqual({ orders: [], changedOrderIds: [orderNumber], pollNow: false });
  });

  it('that name only a package have the changed orders polled for', async () => {
    const { orderNumber } = await place();
    await told(`/orders/${orderNumber}/pack`, {});
    for (const act of ['ship', 'undeliver', 'deliver']) {
      const [call] = await told(`/orders/${orderNumber}/${act}`, {});
      expect(call?.path).toMatch(/^\/packages\/\d+\/(intransit|undeliver|deliver)$/);
      expect(port.parse(call!, 'TRY')).toEqual({ orders: [], changedOrderIds: [], pollNow: true });
    }
  });

  it('tell of claims, and by their order', async () => {
    const { orderNumber } = await place();
    for (const act of ['pack', 'ship', 'deliver']) await told(`/orders/${orderNumber}/${act}`, {});
    const order = await orders.byNumber(shop.context, orderNumber);
    const [call] = await told('/claims', { lineItemId: order!.packages[0]!.lines[0]!.remoteLineId });
    expect([call?.path, port.parse(call!, 'TRY')]).toEqual(['/claims/awaitingaction', { orders: [], changedOrderIds: [orderNumber], pollNow: false, returnsChanged: true }]);
  });

  it('are not told of what the seller did', async () => {
    const { orderNumber } = await place();
    const order = (await orders.byNumber(shop.context, orderNumber))!;
    heard.length = 0;
    const [pkg] = order.packages;
    await orders.accept(shop.context, { remoteOrderId: orderNumber, remotePackageId: orderNumber, packageStatus: 'CREATED', lines: pkg!.lines, parameters: {} });
    await hepsiburada.advance(0);
    expect(heard).toEqual([]);
  });

  it('are sent again until they are taken', async () => {
    refuseNext = 1;
    const first = await told('/orders', { lines: [{ merchantSku: 'Q-A', quantity: 1 }] });
    await hepsiburada.advance(30_000);
    expect([first.length, heard.length, heard[0]!.body.equals(heard[1]!.body)]).toEqual([1, 2, true]);
    const { deliveries } = await hepsiburada.control<{ deliveries: unknown[] }>('/webhook-deliveries');
    expect(deliveries).toEqual([]);
  });
});

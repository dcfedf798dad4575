import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ShipmentPackage } from './packages/package.js';
import { SELLER, startTestShop, type TestShop } from './test-shop.js';

const RETRY_MS = 5 * 60_000;
const HOOKS = '/webhook/sellers/:id/webhooks';

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: { readonly totalElements: number; readonly size: number; readonly content: ShipmentPackage[] };
}

let shop: TestShop;
let server: Server;
let received: Received[];
let answer: number;
let hook: string;

beforeEach(async () => {
  shop = await startTestShop();
  await shop.seed([{ barcode: 'RED-M', quantity: 100, salePrice: 100, listPrice: 120 }]);
  received = [];
  answer = 200;
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({ headers: request.headers, body: JSON.parse(Buffer.concat(chunks).toString()) as Received['body'] });
      response.writeHead(answer).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  hook = `http://127.0.0.1:${(server.address() as AddressInfo).port}/inbox/42`;
});
afterEach(async () => {
  await shop.stop();
  server.closeAllConnections();
  server.close();
});

const create = (changes: object = {}) => shop.api<{ id: string }>('POST', HOOKS, { url: hook, authenticationType: 'API_KEY', apiKey: 'secret-key', subscribedStatuses: [], ...changes });
const hooks = async () => (await shop.api<{ id: string; status: string }[]>('GET', HOOKS)).body;
const buy = () => shop.control<ShipmentPackage>('POST', '/orders', { sellerId: SELLER.sellerId, lines: [{ barcode: 'RED-M', quantity: 1 }] });
const waiting = async () => (await shop.control<{ deliveries: unknown[] }>('GET', '/webhook-deliveries')).deliveries.length;
/** Long enough for what is due now, far shorter than a retry. */
const settle = () => shop.advance(1_000);

describe('webhook management', () => {
  it('creates, lists without secrets, replaces, switches and deletes', async () => {
    const { body } = await create({ subscribedStatuses: ['CREATED'] });
    const [listed] = await hooks();
    expect(listed).toEqual({ id: body.id, createdDate: expect.any(Number), lastModifiedDate: null, url: hook, username: null, authenticationType: 'API_KEY', status: 'ACTIVE', subscribedStatuses: ['CREATED'] });
    const replaced = await shop.api('PUT', `${HOOKS}/${body.id}`, { url: hook, authenticationType: 'BASIC_AUTHENTICATION', username: 'u', password: 'p', subscribedStatuses: ['PICKING'] });
    expect([replaced.status, replaced.body]).toEqual([200, '200 OK']);
    await shop.api('PUT', `${HOOKS}/${body.id}/deactivate`);
    expect(await hooks()).toMatchObject([{ status: 'PASSIVE', subscribedStatuses: ['PICKING'], username: 'u' }]);
    await shop.api('PUT', `${HOOKS}/${body.id}/activate`);
    expect(await hooks()).toMatchObject([{ status: 'ACTIVE' }]);
    await shop.api('DELETE', `${HOOKS}/${body.id}`);
    expect(await hooks()).toEqual([]);
    expect((await shop.api('PUT', `${HOOKS}/${body.id}/activate`)).status).toBe(404);
  });

  it('refuses forbidden words in the address, missing credentials and unknown statuses', async () => {
    const refused = [
      { url: 'http://localhost:4000/hook' },
      { url: 'https://hub.example.invalid/webhooks/Trendyol' },
      { url: 'https://dolap.example.invalid/' },
      { url: 'not an address' },
      { apiKey: '' },
      { authenticationType: 'BASIC_AUTHENTICATION', username: 'u' },
      { authenticationType: 'HMAC' },
      { subscribedStatuses: ['SOLD'] },
    ];
    for (const changes of refused) expect([changes, (await create(changes)).status]).toEqual([changes, 400]);
  });

  it('answers on the base that some clients call, too', async () => {
    await create();
    expect((await shop.api<unknown[]>('GET', '/sellers/:id/webhooks')).body).toHaveLength(1);
  });

  it('stops at 15, passive ones included', async () => {
    for (let count = 0; count < 15; count += 1) expect((await create()).status).toBe(200);
    const [first] = await hooks();
    await shop.api('PUT', `${HOOKS}/${first!.id}/deactivate`);
    expect((await create()).status).toBe(400);
  });
});

describe('webhook delivery', () => {
  it('posts the full page envelope with the API key', async () => {
    await create();
    const placed = await buy();
    await settle();
    expect(received).toHaveLength(1);
    expect(received[0]!.headers['x-api-key']).toBe('secret-key');
    expect(received[0]!.body).toMatchObject({ totalElements: 1, totalPages: 1, page: 0, content: [{ shipmentPackageId: placed.shipmentPackageId, orderNumber: placed.orderNumber, status: 'Created' }] });
  });

  it('authenticates with Basic where asked', async () => {
    await create({ authenticationType: 'BASIC_AUTHENTICATION', username: 'user', password: 'pass' });
    await buy();
    await settle();
    expect(received[0]!.headers.authorization).toBe(`Basic ${Buffer.from('user:pass').toString('base64')}`);
  });

  it('follows every status, or only the subscribed ones', async () => {
    await create({ subscribedStatuses: ['SHIPPED', 'AT_COLLECTION_POINT'] });
    await create({ apiKey: 'all' });
    const { orderNumber } = await buy();
    // Calls of one moment are made side by side: each is waited for before the next.
    await settle();
    for (const move of ['ship', 'collect', 'deliver']) {
      await shop.control('POST', `/orders/${orderNumber}/${move}`);
      await settle();
    }
    const statuses = (key: string) => received.filter(({ headers }) => headers['x-api-key'] === key).map(({ body }) => body.content[0]!.status);
    expect(statuses('secret-key')).toEqual(['Shipped', 'AtCollectionPoint']);
    expect(statuses('all')).toEqual(['Created', 'Shipped', 'AtCollectionPoint', 'Delivered']);
  });

  it('carries the package as it was at the event, though it comes late', async () => {
    await create();
    answer = 500;
    const { orderNumber } = await buy();
    await settle();
    answer = 204;
    await shop.control('POST', `/orders/${orderNumber}/ship`);
    await settle();
    await shop.advance(RETRY_MS);
    const last = received.at(-1)!.body.content[0]!;
    expect(received.map(({ body }) => body.content[0]!.status)).toEqual(['Created', 'Shipped', 'Created']);
    expect(last.packageHistories).toHaveLength(1);
  });

  it('is repeated every 5 minutes until it is taken', async () => {
    await create();
    answer = 503;
    await buy();
    await settle();
    expect(received).toHaveLength(1);
    await shop.advance(RETRY_MS - 2_000);
    expect(received).toHaveLength(1);
    await shop.advance(2_000);
    expect(received).toHaveLength(2);
    answer = 202;
    await shop.advance(RETRY_MS);
    await shop.advance(RETRY_MS);
    expect([received.length, await waiting()]).toEqual([3, 0]);
  });

  it('switches the webhook off after 13 failures and drops what it held; activation does not bring it back', async () => {
    const { body } = await create();
    answer = 500;
    await buy();
    await settle();
    await shop.advance(11 * RETRY_MS);
    expect([received.length, (await hooks())[0]!.status]).toEqual([12, 'ACTIVE']);
    await shop.advance(RETRY_MS);
    expect([received.length, (await hooks())[0]!.status, await waiting()]).toEqual([13, 'PASSIVE', 0]);
    await buy();
    answer = 200;
    await shop.api('PUT', `${HOOKS}/${body.id}/activate`);
    await shop.advance(2 * RETRY_MS);
    expect(received).toHaveLength(13);
    await buy();
    await settle();
    expect(received).toHaveLength(14);
  });

  it('counts a receiver that is too slow as failed', async () => {
    await shop.control('PUT', '/settings', { webhookTimeoutMs: 100 });
    server.removeAllListeners('request');
    server.on('request', () => undefined);
    await create();
    await buy();
    await settle();
    expect(await waiting()).toBe(1);
  });

  it('may come twice and out of order when told so', async () => {
    await shop.control('PUT', '/settings', { webhookDuplicateEveryNth: 1, webhookDisorderEveryNth: 3, webhookDisorderDelayMs: 5_000 });
    await create();
    const { orderNumber } = await buy();
    for (const move of ['ship', 'collect']) await shop.control('POST', `/orders/${orderNumber}/${move}`);
    await settle();
    await shop.advance(10_000);
    const statuses = received.map(({ body }) => body.content[0]!.status);
    expect([...statuses].sort()).toEqual(['AtCollectionPoint', 'AtCollectionPoint', 'Created', 'Created', 'Shipped', 'Shipped']);
    expect(statuses.at(-1)).toBe('Shipped');
  });

  it('goes on after a restart', async () => {
    await create();
    answer = 500;
    await buy();
    await settle();
    await shop.restart();
    answer = 200;
    await shop.advance(RETRY_MS);
    expect([received.length, await waiting()]).toEqual([2, 0]);
  });
});

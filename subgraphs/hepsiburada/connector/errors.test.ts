import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { MarketplaceResponse } from '../../sync/connector/contract.js';
import { connectStore, type ConnectedStore } from '../sandbox/testing/connected-store.js';
import { demoSeller } from '../sandbox/index.js';
import { runSandbox, type RunningSandbox } from '../sandbox/testing/running-sandbox.js';
import { errorFromResponse } from './errors.js';
import { createHepsiburadaConnector } from './index.js';

const answer = (status: number, body: string, headers: Record<string, string> = {}): MarketplaceResponse => ({ status, headers, body: Buffer.from(body), payloadId: 'pay_1' as never });

describe('what Hepsiburada answers instead of a success', () => {
  it.each([
    ['a text of the listing service', 'listing-external', answer(401, 'Missing Credentials!'), { errorClass: 'AUTHENTICATION', outcome: 'REFUSED', message: expect.stringContaining('Missing Credentials!') }],
    ['an empty 401', 'oms-external', answer(401, ''), { errorClass: 'AUTHENTICATION', outcome: 'REFUSED' }],
    ['a bare JSON text', 'oms-external', answer(400, '"limit and offset parameters are required"'), { errorClass: 'VALIDATION', message: expect.stringContaining('limit and offset') }],
    ['the usual object', 'oms-external', answer(404, '{"statusCode":404,"code":"1004","message":"Order not found"}'), { errorClass: 'VALIDATION', remoteCode: '1004', message: expect.stringContaining('Order not found') }],
    ['problem details', 'oms-external', answer(400, '{"title":"One or more validation errors"}'), { errorClass: 'VALIDATION', message: expect.stringContaining('One or more') }],
    ['a list of errors', 'listing-external', answer(400, '{"errors":["skuList cannot be empty"]}'), { errorClass: 'VALIDATION', message: expect.stringContaining('skuList') }],
    ["the bot manager's 520", 'oms-external', answer(520, '<html>'), { errorClass: 'RATE_LIMITED', outcome: 'REFUSED' }],
    ['a 429 with its reset', 'oms-external', answer(429, '{"code":"TooManyRequest"}', { 'x-ratelimit-reset': '7' }), { errorClass: 'RATE_LIMITED', retryAfterMs: 7_000 }],
    ['a 429 whose reset is a moment', 'oms-external', answer(429, '', { 'x-ratelimit-reset': '1795437600' }), { errorClass: 'RATE_LIMITED', retryAfterMs: 600_000 }],
    ['a 429 whose reset is no number', 'oms-external', answer(429, '', { 'x-ratelimit-reset': 'soon' }), { errorClass: 'RATE_LIMITED', retryAfterMs: 30_000 }],
    ['a 403 of the catalogue', 'mpop', answer(403, 'Forbidden'), { errorClass: 'RATE_LIMITED', outcome: 'REFUSED', retryAfterMs: 60_000 }],
    ['a 403 elsewhere', 'listing-external', answer(403, 'Forbidden'), { errorClass: 'AUTHENTICATION' }],
    ['a 500 to a write', 'listing-external', answer(500, ''), { errorClass: 'SERVER', outcome: 'UNKNOWN' }],
    ['a page of a proxy', 'listing-external', answer(502, '<html><body>secret path</body></html>'), { errorClass: 'SERVER', message: expect.not.stringContaining('secret') }],
  ] as const)('is classified: %s', (_name, service, response, expected) => {
    expect(errorFromResponse(service, response, true)).toMatchObject(expected);
  });
});

describe('trouble with the catalogue', () => {
  const { catalogue, ...connector } = createHepsiburadaConnector();
  let hepsiburada: RunningSandbox;
  let shop: ConnectedStore;
  let now = Date.now();

  beforeAll(async () => {
    hepsiburada = await runSandbox();
    shop = connectStore(hepsiburada.url, () => new Date(now));
  });
  beforeEach(async () => {
    now += 3_600_000;
    await fetch(`${hepsiburada.url}/_sandbox/faults`, { method: 'DELETE' });
  });
  afterAll(async () => {
    await shop.close();
    await hepsiburada.stop();
  });
  const calls = async () => (await hepsiburada.control<{ requests: unknown[] }>('/requests?path=/mpop/&limit=10000')).requests.length;

  it('is not hammered: after one 403 nothing is asked for a minute, by whoever', async () => {
    await hepsiburada.control('/faults', { kind: 'status', status: 403, match: { path: '/mpop/' } });
    await expect(catalogue!.attributes(shop.context, '60000111')).rejects.toMatchObject({ errorClass: 'RATE_LIMITED', outcome: 'REFUSED' });
    const before = await calls();
    await fetch(`${hepsiburada.url}/_sandbox/faults`, { method: 'DELETE' });
    for (let i = 0; i < 10; i += 1) await expect(catalogue!.attributes(shop.context, '60000112')).rejects.toMatchObject({ errorClass: 'RATE_LIMITED', outcome: 'NOT_SENT', retryAfterMs: 60_000 });
    expect(await calls()).toBe(before);
    now += 60_001;
    expect((await catalogue!.attributes(shop.context, '60000112')).length).toBeGreaterThan(0);
  });

  it('does not stop prices and stock', async () => {
    await hepsiburada.control('/faults', { kind: 'status', status: 403, match: { path: '/mpop/' } });
    await expect(catalogue!.attributes(shop.context, '60000113')).rejects.toMatchObject({ errorClass: 'RATE_LIMITED' });
    await expect(connector.checkAccount(shop.context)).resolves.toBeUndefined();
  });

  it('told inside a 200 is a refusal with its code', async () => {
    await expect(catalogue!.attributes(shop.context, '60000100')).rejects.toMatchObject({ errorClass: 'VALIDATION', outcome: 'REFUSED', remoteCode: '1003' });
  });

  it.each([
    ['HTML', { kind: 'html', status: 502 }],
    ['half a JSON', { kind: 'truncate' }],
  ])('that comes as %s is classified', async (_name, fault) => {
    await hepsiburada.control('/faults', { ...fault, match: { path: '/mpop/' } });
    await expect(catalogue!.attributes(shop.context, '60000114')).rejects.toMatchObject({ name: 'ConnectorError', errorClass: expect.stringMatching(/SERVER|NETWORK/) });
  });

  it('with a field of another type is unreadable, not half understood', async () => {
    const http = { send: async () => answer(200, JSON.stringify({ success: true, code: 0, data: { attributes: [{ id: {}, name: 7 }] } })) };
    await expect(catalogue!.attributes({ ...shop.context, http }, '60000116')).rejects.toMatchObject({ errorClass: 'SERVER', message: expect.stringContaining('cannot be read') });
  });

  it('whose pages never end is left after the first that brings nothing new', async () => {
    let pages = 0;
    const row = { categoryId: 1, name: 'A', parentCategoryId: null, leaf: true, available: true };
    const http = { send: async () => (pages += 1, answer(200, JSON.stringify({ success: true, code: 0, last: false, data: [row, row] }))) };
    expect(await catalogue!.categories({ ...shop.context, http, store: { ...shop.context.store, baseUrl: 'http://127.0.0.1:2' } })).toEqual([{ id: '1', name: 'A', children: [] }]);
    expect(pages).toBe(2);
  });
});

describe('access', () => {
  const connector = createHepsiburadaConnector();

  it('is refused as AUTHENTICATION to another integrator, and after the key was replaced', async () => {
    const hepsiburada = await runSandbox();
    const shop = connectStore(hepsiburada.url);
    const decorated = { ...shop.context, store: { ...shop.context.store, credentials: { ...shop.context.store.credentials, integrator: 'markethub_dev/1.0' } } };
    await expect(connector.checkAccount(decorated)).rejects.toMatchObject({ errorClass: 'AUTHENTICATION' });
    await expect(connector.checkAccount(shop.context)).resolves.toBeUndefined();
    await hepsiburada.control('/sellers', { ...demoSeller, serviceKey: 'anotherKey2026' });
    await expect(connector.checkAccount(shop.context)).rejects.toMatchObject({ errorClass: 'AUTHENTICATION', outcome: 'REFUSED' });
    await shop.close();
    await hepsiburada.stop();
  });
});

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SELLER, startSandbox, type RunningSandbox } from '../testing/running-sandbox.js';
import { createEbayConnector } from './index.js';

const connector = createEbayConnector();
let sandbox: RunningSandbox;

beforeEach(async () => {
  sandbox = await startSandbox();
  await sandbox.control('POST', '/products', { seller: SELLER.username, items: [{ sku: 'A' }, { sku: 'B' }] });
});
afterEach(() => sandbox.stop());

const tokenCalls = async () => (await sandbox.control<{ requests: unknown[] }>('GET', '/requests?path=oauth2/token')).requests.length;

describe('access tokens', () => {
  it('are fetched once for many calls at once', async () => {
    await Promise.all([1, 2, 3, 4].map(() => connector.offers.read(sandbox.context, ['A', 'B'])));
    expect(await tokenCalls()).toBe(1);
  });

  it('that run out before their time are fetched anew, and the call is made again', async () => {
    await connector.checkAccount(sandbox.context);
    await sandbox.control('POST', '/access-tokens/expire');
    const pushed = await connector.offers.push(sandbox.context, [{ remoteKey: 'A', quantity: 3, known: { price: null, quantity: null } }]);
    expect(pushed).toMatchObject({ kind: 'SETTLED', results: [{ ok: true }] });
    expect(await tokenCalls()).toBe(2);
  });

  it('that are refused under 200 are fetched anew too, and the call is made again', async () => {
    await connector.checkAccount(sandbox.context);
    await sandbox.control('POST', '/faults', { kind: 'status', status: 200, body: { errors: [{ errorId: 1001, domain: 'OAuth', category: 'REQUEST', message: 'Invalid access token' }] }, match: { path: 'bulk_update_price_quantity' }, times: 1 });
    const pushed = await connector.offers.push(sandbox.context, [{ remoteKey: 'A', quantity: 3, known: { price: null, quantity: null } }]);
    expect(pushed).toMatchObject({ kind: 'SETTLED', results: [{ ok: true }] });
    expect(await tokenCalls()).toBe(2);
  });

  it('of a seller who has ended the consent are refused as AUTHENTICATION, without a storm', async () => {
    await connector.checkAccount(sandbox.context);
    await sandbox.control('POST', `/sellers/${SELLER.username}/revoke`);
    await expect(connector.checkAccount(sandbox.context)).rejects.toMatchObject({ errorClass: 'AUTHENTICATION', outcome: 'REFUSED', remoteCode: 'invalid_grant' });
    expect(await tokenCalls()).toBe(2);
  });

  it('are not asked for with a refresh token of somebody else', async () => {
    const context = sandbox.contextWith({ credentials: { refreshToken: 'of-another-seller' } });
    await expect(connector.checkAccount(context)).rejects.toMatchObject({ errorClass: 'AUTHENTICATION', remoteCode: 'invalid_grant' });
  });

  it('that cannot be fetched mean that the call itself was not made', async () => {
    await sandbox.control('POST', '/faults', { kind: 'drop-after', match: { path: 'oauth2/token' } });
    const pushed = connector.offers.push(sandbox.context, [{ remoteKey: 'A', quantity: 3, known: { price: null, quantity: null } }]);
    await expect(pushed).rejects.toMatchObject({ errorClass: 'NETWORK', outcome: 'NOT_SENT' });
  });

  it.each<[string, object, object]>([
    ['a page that is not found', { kind: 'html', status: 404 }, { errorClass: 'SERVER', outcome: 'NOT_SENT' }],
    ["a guard's page, under 403", { kind: 'html', status: 403 }, { errorClass: 'SERVER', outcome: 'NOT_SENT' }],
    ["a 400 in a proxy's words", { kind: 'html', status: 400 }, { errorClass: 'SERVER', outcome: 'NOT_SENT' }],
    ['trouble of its own', { kind: 'status', status: 400, body: { error: 'temporarily_unavailable' } }, { errorClass: 'SERVER', outcome: 'NOT_SENT' }],
    ['a 429', { kind: 'status', status: 429, body: {} }, { errorClass: 'RATE_LIMITED', outcome: 'REFUSED' }],
    ['a keyset that may not', { kind: 'status', status: 400, body: { error: 'unauthorized_client', error_description: 'no grant' } }, { errorClass: 'AUTHENTICATION', outcome: 'REFUSED', remoteCode: 'unauthorized_client' }],
    ['a refusal under 200', { kind: 'status', status: 200, body: { error: 'invalid_grant' } }, { errorClass: 'AUTHENTICATION', remoteCode: 'invalid_grant' }],
    ['half a token', { kind: 'status', status: 200, body: { access_token: 'v^1.1#half' } }, { errorClass: 'SERVER', outcome: 'REFUSED' }],
  ])('that meet %s blame no listing', async (_name, fault, expected) => {
    await sandbox.control('POST', '/faults', { ...fault, match: { path: 'oauth2/token' } });
    await expect(connector.offers.push(sandbox.context, [{ remoteKey: 'A', quantity: 3, known: { price: null, quantity: null } }])).rejects.toMatchObject({ name: 'ConnectorError', ...expected });
  });
});

describe('an answer that says nothing of what was asked for', () => {
  const pages = [
    ["a proxy's page", { kind: 'html', status: 404 }],
    ["a guard's page, under 403", { kind: 'html', status: 403 }],
    ['nothing at all', { kind: 'status', status: 404, body: {} }],
    ['an address that eBay no longer has', { kind: 'status', status: 404, body: { errors: [{ errorId: 2002, domain: 'ACCESS', category: 'REQUEST', message: 'Resource not found' }] } }],
  ] as const;

  it.each(pages)('is trouble at eBay and no sign that the listing is gone: %s', async (_name, fault) => {
    await sandbox.control('POST', '/faults', { ...fault, match: { method: 'GET', path: '/sell/inventory/v1/offer' } });
    const trouble = { errorClass: 'SERVER', outcome: 'REFUSED' };
    await expect(connector.offers.push(sandbox.context, [{ remoteKey: 'A', quantity: 3, known: { price: null, quantity: null } }])).rejects.toMatchObject(trouble);
    await expect(connector.offers.read(sandbox.context, ['A'])).rejects.toMatchObject(trouble);
  });

  it.each(pages)('is trouble at eBay and no sign that the order is gone: %s', async (_name, fault) => {
    const { orderId } = await sandbox.control<{ orderId: string }>('POST', '/orders', { seller: SELLER.username, lines: [{ sku: 'A', quantity: 1 }] });
    await sandbox.control('POST', '/faults', { ...fault, match: { method: 'GET', path: `/order/${orderId}` } });
    await expect(connector.orders.byNumber(sandbox.context, orderId)).rejects.toMatchObject({ errorClass: 'SERVER', outcome: 'REFUSED' });
  });
});

describe('an account', () => {
  it('must be connected with the currency of its site', async () => {
    const context = sandbox.contextWith({ credentials: { marketplaceId: 'EBAY_GB' } });
    await expect(connector.checkAccount(context)).rejects.toMatchObject({ errorClass: 'VALIDATION', message: expect.stringContaining('GBP') });
  });
});

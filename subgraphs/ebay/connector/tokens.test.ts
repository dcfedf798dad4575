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
});

describe('an account', () => {
  it('must be connected with the currency of its site', async () => {
    const context = sandbox.contextWith({ credentials: { marketplaceId: 'EBAY_GB' } });
    await expect(connector.checkAccount(context)).rejects.toMatchObject({ errorClass: 'VALIDATION', message: expect.stringContaining('GBP') });
  });
});

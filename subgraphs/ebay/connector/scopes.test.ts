import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { issueRefund } from './refunds.js';
import { createEbayConnector } from './index.js';
import { SELLER, startSandbox, type RunningSandbox } from '../testing/running-sandbox.js';
import { startListener } from '../testing/listener.js';

const connector = createEbayConnector();
const DAY_MS = 86_400_000;
let sandbox: RunningSandbox;
const push = () => connector.offers.push(sandbox.context, [{ remoteKey: 'A', quantity: 3, known: { price: null, quantity: null } }]);
const denied = { errorClass: 'AUTHENTICATION', outcome: 'REFUSED', remoteCode: '1100' };

async function start(scopes?: readonly string[]): Promise<void> {
  sandbox = await startSandbox(scopes === undefined ? {} : { scopes: [...scopes] });
  await sandbox.control('POST', '/products', { seller: SELLER.username, items: [{ sku: 'A' }] });
}
afterEach(() => sandbox.stop());

describe('a consent without a scope', () => {
  it('lets everything be done that needs another, and is told of as AUTHENTICATION where it is wanting', async () => {
    await start(['sell.inventory', 'sell.account', 'sell.fulfillment.readonly']);
    const { orderId, lines } = await sandbox.control<{ orderId: string; lines: { lineItemId: string }[] }>('POST', '/orders', { seller: SELLER.username, lines: [{ sku: 'A', quantity: 1 }] });
    await connector.checkAccount(sandbox.context);
    expect(await push()).toMatchObject({ kind: 'SETTLED', results: [{ ok: true }] });
    expect(await connector.orders.byNumber(sandbox.context, orderId)).toMatchObject({ remoteOrderId: orderId });
    const action = { remoteOrderId: orderId, remotePackageId: orderId, packageStatus: 'CREATED' as const, lines: [{ remoteLineId: lines[0]!.lineItemId, quantity: 1 }], parameters: {} };
    await expect(connector.orders.ship(sandbox.context, action)).rejects.toMatchObject(denied);
    await expect(issueRefund(sandbox.context, { remoteOrderId: orderId, remoteLineId: null, amount: { amountMinor: 100, currency: 'EUR' }, reason: 'OTHER_ADJUSTMENT', comment: null })).rejects.toMatchObject(denied);
  });

  it('that cannot write is refused every write, of which none is made', async () => {
    await start(['sell.inventory.readonly', 'sell.account', 'sell.fulfillment']);
    await expect(push()).rejects.toMatchObject(denied);
    expect(await connector.offers.read(sandbox.context, ['A'])).toMatchObject([{ remoteKey: 'A', quantity: expect.any(Number) }]);
  });

  it.each([
    ['of cancellations and returns', ['sell.inventory', 'sell.account', 'sell.fulfillment', 'commerce.notification.subscription'], ['AUTHORIZATION_REVOCATION', 'MARKETPLACE_ACCOUNT_DELETION', 'ORDER_CONFIRMATION']],
    ['of notices', ['sell.inventory', 'sell.account', 'sell.fulfillment'], ['MARKETPLACE_ACCOUNT_DELETION']],
  ])('%s subscribes to what is left', async (_name, scopes, heard) => {
    await start(scopes);
    const secret = 'a-secret-of-the-webhook-address-of-this-store';
    const listener = await startListener(secret);
    try {
      await connector.webhooks?.ensure?.(sandbox.context, { url: listener.url, secret });
      const { requests } = await sandbox.control<{ requests: { method: string; status: number; path: string }[] }>('GET', '/requests?path=notification/v1/subscription');
      expect(requests.filter(({ method, status }) => method === 'POST' && status === 201)).toHaveLength(heard.length);
    } finally {
      await listener.close();
    }
  });
});

describe('a consent of eighteen months ago', () => {
  beforeEach(() => start());

  it('has ended: it is refused as AUTHENTICATION until the seller consents anew', async () => {
    await push();
    await sandbox.control('POST', '/clock', { advanceMs: 547 * DAY_MS });
    await push();
    await sandbox.control('POST', '/clock', { advanceMs: DAY_MS });
    await expect(push()).rejects.toMatchObject({ errorClass: 'AUTHENTICATION', outcome: 'REFUSED', remoteCode: 'invalid_grant' });
    const { code } = await sandbox.control<{ code: string }>('POST', `/sellers/${SELLER.username}/consent`, { redirectUri: 'Ru_Name' });
    const basic = Buffer.from(`${SELLER.clientId}:${SELLER.clientSecret}`).toString('base64');
    const form = new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: 'Ru_Name' });
    const answer = await fetch(`${sandbox.url}/identity/v1/oauth2/token`, { method: 'POST', headers: { authorization: `Basic ${basic}`, 'content-type': 'application/x-www-form-urlencoded' }, body: form });
    expect(answer.status).toBe(200);
    expect(await push()).toMatchObject({ kind: 'SETTLED' });
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createAmazonConnector } from './index.js';
import { openShop, scriptedHttp, SELLER, type Shop } from './testing/shop.js';
import { tokenHostOf } from './tokens.js';

const connector = createAmazonConnector();

describe('access tokens of Amazon', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await openShop();
  });
  afterAll(async () => shop.stop());
  const tokenCalls = async (): Promise<number> => (await shop.requests('/auth/o2/token')).length;

  it.each([
    ['https://sellingpartnerapi-eu.amazon.com', 'https://api.amazon.com'],
    ['https://sandbox.sellingpartnerapi-eu.amazon.com', 'https://api.amazon.com'],
    ['http://127.0.0.1:4305', 'http://127.0.0.1:4305'],
    ['https://amazon.com.example.invalid', 'https://amazon.com.example.invalid'],
  ])('for %s come from %s', (baseUrl, host) => {
    expect(tokenHostOf(baseUrl)).toBe(host);
  });

  it('are asked for once and used by the calls that follow', async () => {
    const context = shop.contextWith({});
    const before = await tokenCalls();
    for (let time = 0; time < 3; time += 1) await connector.checkAccount(context);
    expect(await tokenCalls()).toBe(before + 1);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['expired', () => shop.advance(3_700_000)],
    ['been revoked', () => shop.control('POST', `/sellers/${SELLER.sellerId}/revoke-tokens`)],
  ])('are replaced once when they have %s', async (_name, end) => {
    const context = shop.contextWith({});
    await connector.checkAccount(context);
    await end();
    const before = await tokenCalls();
    await connector.checkAccount(context);
    expect(await tokenCalls()).toBe(before + 1);
  });

  it('that are refused again end as AUTHENTICATION after two attempts', async () => {
    let calls = 0;
    const http = scriptedHttp(() => {
      calls += 1;
      return { status: 403, body: '{"errors":[{"code":"Unauthorized","message":"Access to requested resource is denied.","details":"The access token you provided has expired."}]}' };
    });
    await expect(connector.checkAccount(shop.contextWith({ http }))).rejects.toMatchObject({ errorClass: 'AUTHENTICATION', outcome: 'REFUSED', remoteCode: 'Unauthorized' });
    expect(calls).toBe(2);
  });

  it('are not replaced when it is a role that is missing', async () => {
    let calls = 0;
    const http = scriptedHttp(() => {
      calls += 1;
      return { status: 403, body: '{"errors":[{"code":"Unauthorized","message":"Access to requested resource is denied.","details":"The application lacks the role."}]}' };
    });
    await expect(connector.checkAccount(shop.contextWith({ http }))).rejects.toMatchObject({ errorClass: 'AUTHENTICATION' });
    expect(calls).toBe(1);
  });

  it.each([
    ['a client secret that was rotated', { clientSecret: 'amzn1.oa2-cs.v1.old' }, 'invalid_client'],
    ['an authorisation that was withdrawn', { refreshToken: 'Atzr|withdrawn' }, 'invalid_grant'],
  ])('are refused with %s as AUTHENTICATION, without a word of the secret', async (_name, credentials, remoteCode) => {
    const error = await connector.checkAccount(shop.contextWith({ credentials })).catch((e: unknown) => e as Error);
    expect(error).toMatchObject({ name: 'ConnectorError', errorClass: 'AUTHENTICATION', remoteCode });
    expect(`${(error as Error).message} ${JSON.stringify(error)}`).not.toContain(Object.values(credentials)[0]);
  });

  it('that cannot be had for the moment leave the call they were for unsent', async () => {
    await shop.control('POST', '/faults', { kind: 'status', status: 500, match: { path: '/auth/o2/token' } });
    const pushed = connector.offers.push(shop.contextWith({}), [{ remoteKey: 'X', quantity: 1, known: { price: null, quantity: null } }]);
    await expect(pushed).rejects.toMatchObject({ errorClass: 'SERVER', outcome: 'NOT_SENT' });
    await shop.control('DELETE', '/faults');
  });

  it('say nothing for a marketplace the seller does not sell on', async () => {
    await expect(connector.checkAccount(shop.contextWith({ credentials: { marketplaceId: 'A1PA6795UKMFR9' }, currency: 'EUR' }))).rejects.toMatchObject({ errorClass: 'VALIDATION', message: expect.stringContaining('does not sell on') });
  });
});

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SELLER, startTestShop, type TestShop } from './test-shop.js';

let shop: TestShop;
afterEach(() => shop.stop());

const PRICES = '/inventory/sellers/:id/products/price-and-inventory';

describe('access to the Trendyol sandbox', () => {
  beforeEach(async () => {
    shop = await startTestShop();
  });

  it('refuses a call without User-Agent with 403', async () => {
    expect((await shop.api('GET', '/product/brands', undefined, { headers: { 'user-agent': '' } })).status).toBe(403);
  });

  it('refuses missing and wrong credentials with ClientApiAuthenticationException', async () => {
    const wrong = `Basic ${Buffer.from('shop-key:other').toString('base64')}`;
    for (const authorization of ['', wrong, 'Bearer shop-key', 'Basic !!']) {
      const reply = await shop.api<{ exception: string }>('GET', '/product/brands', undefined, { headers: { authorization } });
      expect([reply.status, reply.body.exception]).toEqual([401, 'ClientApiAuthenticationException']);
    }
  });

  it('refuses another seller\'s id in the path', async () => {
    expect((await shop.api('GET', '/product/sellers/999/products/approved')).status).toBe(401);
  });

  it('refuses an unknown path with 403 and a wrong method with 405', async () => {
    expect((await shop.api('GET', '/product/sellers/:id/nothing')).status).toBe(403);
    expect((await shop.api('GET', PRICES)).status).toBe(405);
  });

  it('refuses a body that is not JSON', async () => {
    const malformed = await shop.api('POST', PRICES, undefined, { raw: '{"items":[', headers: { 'content-type': 'application/json' } });
    expect(malformed.status).toBe(400);
    expect((await shop.api('POST', PRICES, undefined, { raw: 'a=b', headers: { 'content-type': 'application/x-www-form-urlencoded' } })).status).toBe(415);
  });

  it('answers the old order list with 426', async () => {
    expect((await shop.api('GET', '/order/sellers/:id/orders')).status).toBe(426);
  });
});

describe('quotas of the Trendyol sandbox', () => {
  beforeEach(async () => {
    shop = await startTestShop({ quotaScale: 1 });
  });

  const statusesOf = async (calls: number, path: string) => {
    const statuses: number[] = [];
    for (let call = 0; call < calls; call += 1) statuses.push((await shop.api('GET', path)).status);
    return statuses;
  };

  it('lets 50 calls per 10 s through to an endpoint and answers the 51st with 429 without Retry-After', async () => {
    const statuses = await statusesOf(50, '/product/product-categories');
    const refused = await shop.api('GET', '/product/product-categories');
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect([refused.status, refused.headers['retry-after']]).toEqual([429, undefined]);
    expect(refused.body).toEqual({ errors: [{ key: 'too.many.requests', message: 'too.many.requests', errorCode: '429' }] });
    expect((await shop.api('GET', '/product/brands')).status).toBe(200);
    await shop.advance(10_000);
    expect((await shop.api('GET', '/product/product-categories')).status).toBe(200);
  });

  it('lets a 50k seller list packages 30 times a minute, refused in the order envelope', async () => {
    expect(await statusesOf(30, '/order/sellers/:id/v2/orders')).not.toContain(429);
    const refused = await shop.api('GET', '/order/sellers/:id/v2/orders');
    expect([refused.status, refused.body]).toEqual([429, { error: 'Too Many Requests', message: 'too.many.requests' }]);
    await shop.control('POST', '/sellers', { ...SELLER, tier: '500k' });
    expect((await shop.api('GET', '/order/sellers/:id/v2/orders')).status).toBe(200);
  });

  it('shares 200 product writes a minute among all endpoints of the group', async () => {
    const endpoints = ['archive-state', 'unlock'].map((name) => `/product/sellers/:id/products/${name}`);
    const statuses: number[] = [];
    for (let call = 0; call < 202; call += 1) {
      if (call > 0 && call % 80 === 0) await shop.advance(10_000);
      statuses.push((await shop.api('PUT', endpoints[call % 2] ?? '', { items: [{ barcode: 'B' }] })).status);
    }
    expect(statuses.slice(0, 200)).not.toContain(429);
    expect(statuses.slice(200)).toEqual([429, 429]);
  });

  it('does not charge one seller for another', async () => {
    await shop.control('POST', '/sellers', { sellerId: 3, apiKey: 'three', apiSecret: 's', tier: '50k' });
    await statusesOf(51, '/product/brands');
    const other = { authorization: `Basic ${Buffer.from('three:s').toString('base64')}` };
    expect((await shop.api('GET', '/product/brands', undefined, { headers: other })).status).toBe(200);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OfferChange } from '../../sync/connector/contract.js';
import { offers } from './offers.js';
import { openShop, SELLER, type Shop } from './testing/shop.js';

describe('a dry run of prices and stock on Amazon', () => {
  let shop: Shop;
  const skus = Array.from({ length: 21 }, (_, i) => `DRY-${String(i).padStart(2, '0')}`);
  beforeAll(async () => {
    shop = await openShop();
    await shop.control('POST', '/listings', { sellerId: SELLER.sellerId, items: skus.map((sku) => ({ sku, quantity: 9, price: 100 })) });
    await shop.control('PUT', '/settings', { quotaScale: 0 });
  });
  afterAll(() => shop.stop());

  const known = { price: null, quantity: null };
  const price = (currency: 'TRY' | 'EUR') => ({ saleMinor: 9_000, listMinor: 9_000, currency });

  it("tells what Amazon's preview of the patch refuses, and sets nothing", async () => {
    const changes: OfferChange[] = [{ remoteKey: 'DRY-00', price: price('TRY'), quantity: 3, known }, { remoteKey: 'DRY-01', price: price('EUR'), known }, { remoteKey: 'NO-SUCH', quantity: 1, known }];
    expect(await offers.foresee!(shop.context, changes)).toMatchObject([{ remoteKey: 'DRY-01', isSent: true, issue: { retryable: false } }, { remoteKey: 'NO-SUCH', issue: { code: 'LISTING_NOT_FOUND' } }]);
    await shop.advance(60_000);
    expect(await offers.read(shop.context, ['DRY-00', 'DRY-01'])).toMatchObject([{ quantity: 9, price: { saleMinor: 10_000 } }, { price: { saleMinor: 10_000 } }]);
  });

  it('asks about the first twenty only', async () => {
    const asked: string[] = [];
    const context = shop.contextWith({ http: { send: (request) => (asked.push(...(request.path.startsWith('/listings/') ? [request.path] : [])), shop.context.http.send(request)) } });
    expect(await offers.foresee!(context, skus.map((remoteKey) => ({ remoteKey, quantity: 5, known })))).toEqual([]);
    expect([asked.length, asked.every((path) => path.includes('mode=VALIDATION_PREVIEW'))]).toEqual([20, true]);
  });
});

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Sku } from '../../../platform/ids.js';
import { money } from '../../../platform/money.js';
import { lira, startTestCatalog } from '../../../test/support/test-catalog.js';
import type { KnownRate } from '../domain/convert-price.js';

const LIRA_PER_EURO = 50;

let rate: Omit<KnownRate, 'from' | 'to'> | null;
let shop: Awaited<ReturnType<typeof startTestCatalog>>;
let asked: number;

async function open(variants = 3): Promise<void> {
  rate = { rate: String(1 / LIRA_PER_EURO), source: 'TCMB', date: '2026-11-20' };
  asked = 0;
  shop = await startTestCatalog({
    variants,
    currencies: ['TRY', 'EUR'],
    rates: {
      currentRate: async ({ from, to }) => {
        asked += 1;
        return rate && { ...rate, from, to };
      },
    },
  });
}
afterEach(() => shop.stop());

const euroListing = (sku: Sku = shop.sku) => shop.listing(shop.otherStoreId, sku);
const publish = (storeId = shop.otherStoreId) =>
  shop.catalog.publishListings({ sellerId: shop.sellerId, operationId: shop.newOperation(), storeId, items: shop.skus.map((sku) => ({ sku })), remoteKeyOf: ({ sku }) => sku });
const setBasePrice = (amountMinor: number) => shop.catalog.setPrices({ sellerId: shop.sellerId, operationId: shop.newOperation(), items: shop.skus.map((sku) => ({ sku, price: lira(amountMinor) })) });
const explained = async () => (await shop.catalog.explainPrice({ sellerId: shop.sellerId, sku: shop.sku, storeId: shop.otherStoreId }))!;
const moveRate = (text: string, source = 'TCMB', date = '2026-11-23') => {
  rate = { rate: text, source, date };
};

describe('a listing on a store of another currency', () => {
  beforeEach(() => open());

  it('has the variant’s price converted, rounded, with rate, source and day', async () => {
    await shop.publishAll();
    expect((await euroListing()).price).toMatchObject({ state: 'APPLIED', desired: { value: { saleMinor: 199, listMinor: 199, currency: 'EUR' } } });
    expect((await euroListing()).conversion).toMatchObject({ kind: 'CONVERTED', rate: '0.02', source: 'TCMB', date: '2026-11-20', exact: '2', rounding: 'to .99' });
    expect((await shop.listing(shop.storeId, shop.sku)).price.desired.value).toEqual({ saleMinor: 10_000, listMinor: 10_000, currency: 'TRY' });
  });

  it('is explained from base price over rate and rounding to what is sent', async () => {
    await publish();
    const { steps, price, conversion } = await explained();
    expect(price).toEqual({ saleMinor: 199, listMinor: 199, currency: 'EUR' });
    expect(conversion).toMatchObject({ rate: '0.02', date: '2026-11-20' });
    expect(steps.slice(0, 4)).toEqual([
      'base price 100.00 TRY, from the product’s data', 'no price of its own on this store',
      'converted: 1 TRY = 0.02 EUR (TCMB, 2026-11-20), 2 EUR', 'rounded to .99: 1.99 EUR',
    ]);
  });

  it('follows a new base price with the rate of that moment', async () => {
    await shop.publishAll();
    moveRate('0.0201');
    await setBasePrice(50_000);
    expect((await euroListing()).price.desired.value).toEqual({ saleMinor: 999, listMinor: 999, currency: 'EUR' });
    expect((await euroListing()).conversion).toMatchObject({ rate: '0.0201', date: '2026-11-23' });
  });

  it('keeps its price while only its stock changes and the rate moves a little', async () => {
    await shop.publishAll();
    const before = await euroListing();
    moveRate('0.0202');
    await shop.catalog.setStock({ sellerId: shop.sellerId, operationId: shop.newOperation(), items: [{ sku: shop.sku, onHand: 3 }] });
    const after = await euroListing();
    expect(after.quantity.desired.value).toBe(3);
    expect([after.price.desired.revision, after.conversion]).toEqual([before.price.desired.revision, before.conversion]);
  });

  it('asks for no rate where all is in one currency', async () => {
    await publish(shop.storeId);
    await setBasePrice(20_000);
    expect(asked).toBe(0);
  });

  it('takes a price of its own in the store’s currency, which no rate moves', async () => {
    await shop.publishAll();
    const { userErrors } = await shop.catalog.setPrices({ sellerId: shop.sellerId, operationId: shop.newOperation(), items: [{ sku: shop.sku, price: money(750, 'EUR') }], storeIds: [shop.otherStoreId] });
    expect(userErrors).toEqual([]);
    moveRate('0.04');
    await shop.catalog.followRates();
    expect((await euroListing()).price.desired.value).toEqual({ saleMinor: 750, listMinor: 750, currency: 'EUR' });
    expect((await euroListing()).conversion).toBeNull();
  });

  it('refuses a price of its own in another currency than the store’s', async () => {
    await shop.publishAll();
    const { userErrors } = await shop.catalog.setPrices({ sellerId: shop.sellerId, operationId: shop.newOperation(), items: [{ sku: shop.sku, price: lira(20_000) }], storeIds: [shop.otherStoreId] });
    expect(userErrors).toMatchObject([{ code: 'WRONG_CURRENCY', field: ['input', 'items', '0', 'price'], itemRef: shop.sku }]);
  });
});

describe('a listing whose exchange rate nobody knows', () => {
  beforeEach(async () => {
    await open();
    rate = null;
  });

  it('says so, and nothing of it becomes due', async () => {
    const { storeIds } = await publish();
    const listing = await euroListing();
    expect(listing.price).toMatchObject({ state: 'REJECTED', issue: { code: 'NO_EXCHANGE_RATE', retryable: true } });
    expect(listing.content).toMatchObject({ state: 'REJECTED', issue: { code: 'NO_EXCHANGE_RATE' } });
    expect(storeIds).toEqual([shop.otherStoreId]);
    expect(await shop.catalog.takeDueListings({ storeId: shop.otherStoreId, limit: 10, now: shop.now() })).toEqual([]);
    expect((await explained()).steps).toContain('NO_EXCHANGE_RATE: nobody knows a rate from TRY to EUR; nothing is sent until somebody does');
  });

  it('sends no price even when it is on sale there already, but its quantity', async () => {
    await shop.catalog.publishListings({ sellerId: shop.sellerId, operationId: shop.newOperation(), storeId: shop.otherStoreId, items: [{ sku: shop.sku }], remoteKeyOf: ({ sku }) => sku, isOnSale: true });
    expect((await shop.sendDue(shop.otherStoreId)).values).toEqual([{ sku: shop.sku, field: 'quantity', value: 10 }]);
  });

  it('is not sent by a retry, nor by a new base price', async () => {
    const operationId = shop.newOperation();
    await shop.catalog.publishListings({ sellerId: shop.sellerId, operationId, storeId: shop.otherStoreId, items: [{ sku: shop.sku }], remoteKeyOf: ({ sku }) => sku });
    expect((await shop.catalog.retryRejected({ operationId, issueCode: null })).values).toBe(0);
    await setBasePrice(20_000);
    expect((await shop.sendDue(shop.otherStoreId)).items).toEqual([]);
  });

  it('is published and priced as soon as there is a rate', async () => {
    await publish();
    expect(await shop.catalog.followRates()).toEqual({ listings: 0, storeIds: [] });
    moveRate('0.02');
    expect(await shop.catalog.followRates()).toEqual({ listings: 3, storeIds: [shop.otherStoreId] });
    const listing = await euroListing();
    expect(listing.content).toMatchObject({ state: 'QUEUED', issue: null });
    expect(listing.price).toMatchObject({ state: 'QUEUED', issue: null, desired: { value: { saleMinor: 199, currency: 'EUR' } } });
    const sent = (await shop.settleAll(shop.otherStoreId)).filter(({ sku }) => sku === shop.sku);
    expect(sent.map(({ field }) => field).sort()).toEqual(['content', 'price', 'quantity']);
  });

  it('is sent with a price of its own', async () => {
    await publish();
    await shop.catalog.setPrices({ sellerId: shop.sellerId, operationId: shop.newOperation(), items: [{ sku: shop.sku, price: money(499, 'EUR') }], storeIds: [shop.otherStoreId] });
    const sent = await shop.settleAll(shop.otherStoreId);
    expect(sent.filter(({ field }) => field === 'price')).toEqual([{ sku: shop.sku, field: 'price', value: { saleMinor: 499, listMinor: 499, currency: 'EUR' } }]);
  });
});

describe('when a seller rounds otherwise', () => {
  it('has its converted prices rounded anew, and back again, once each', async () => {
    await open();
    await setBasePrice(100_000);
    await shop.publishAll();
    rate = { ...rate!, rule: { stepMinor: 500, endingMinor: 0 } };
    expect(await shop.catalog.followRates()).toEqual({ listings: 3, storeIds: [shop.otherStoreId] });
    expect((await euroListing()).price.desired.value).toEqual({ saleMinor: 2000, listMinor: 2000, currency: 'EUR' });
    expect((await euroListing()).conversion).toMatchObject({ rounding: 'to steps of 5.00' });
    expect(await shop.catalog.followRates()).toEqual({ listings: 0, storeIds: [] });
    const { rule: _taken, ...usual } = rate;
    rate = usual;
    await shop.catalog.followRates();
    expect((await euroListing()).price.desired.value).toEqual({ saleMinor: 1999, listMinor: 1999, currency: 'EUR' });
  });
});

describe('when the newest rate is too old for the seller', () => {
  const TOO_OLD = new Date('2026-11-24T00:00:00Z');

  it('leaves converted prices as they are, and holds back new ones with an issue that says so', async () => {
    await open();
    await shop.publishAll();
    rate = { ...rate!, rate: '0.04', tooOldSince: TOO_OLD };
    expect(await shop.catalog.followRates()).toEqual({ listings: 0, storeIds: [] });
    await shop.catalog.setStock({ sellerId: shop.sellerId, operationId: shop.newOperation(), items: [{ sku: shop.sku, onHand: 4 }] });
    expect((await euroListing()).price).toMatchObject({ state: 'APPLIED', desired: { value: { saleMinor: 199 } } });
    await setBasePrice(50_000);
    expect((await euroListing()).price).toMatchObject({ state: 'REJECTED', issue: { code: 'STALE_EXCHANGE_RATE', retryable: true, message: expect.stringContaining('2026-11-20') } });
    expect((await explained()).steps).toContainEqual(expect.stringContaining('STALE_EXCHANGE_RATE'));
    expect((await shop.sendDue(shop.otherStoreId)).values.filter(({ field }) => field === 'price')).toEqual([]);
    rate = { rate: '0.02', source: 'TCMB', date: '2026-11-25' };
    expect(await shop.catalog.followRates()).toMatchObject({ listings: 3 });
    expect((await euroListing()).price).toMatchObject({ state: 'QUEUED', issue: null, desired: { value: { saleMinor: 999 } } });
  });
});

describe('when a rate moves', () => {
  it('leaves prices alone up to one percent, and converts them anew beyond', async () => {
    await open();
    await setBasePrice(100_000);
    await shop.publishAll();
    moveRate('0.0202');
    expect(await shop.catalog.followRates()).toEqual({ listings: 0, storeIds: [] });
    moveRate('0.020201');
    expect(await shop.catalog.followRates()).toEqual({ listings: 3, storeIds: [] });
    moveRate('0.022');
    expect(await shop.catalog.followRates()).toEqual({ listings: 3, storeIds: [shop.otherStoreId] });
    expect((await euroListing()).price).toMatchObject({ state: 'QUEUED', desired: { value: { saleMinor: 2199, listMinor: 2199, currency: 'EUR' } } });
    expect(await shop.catalog.followRates()).toEqual({ listings: 0, storeIds: [] });
  });

  it('takes a seller’s own rate at once, and goes back to the bank’s at once', async () => {
    await open();
    await shop.publishAll();
    moveRate('0.02001', 'OWN');
    expect((await shop.catalog.followRates()).listings).toBe(3);
    expect((await euroListing()).conversion).toMatchObject({ source: 'OWN', rate: '0.02001' });
    moveRate('0.02', 'TCMB');
    expect((await shop.catalog.followRates()).listings).toBe(3);
    expect((await euroListing()).conversion).toMatchObject({ source: 'TCMB', rate: '0.02' });
  });

  it('takes a large store along in bounded passes, no faster than prices are sent', async () => {
    await open(600);
    await setBasePrice(100_000);
    await shop.publishAll();
    moveRate('0.022');
    expect((await shop.catalog.followRates()).listings).toBe(250);
    expect((await shop.catalog.followRates()).listings).toBe(0);
    await shop.settleAll(shop.otherStoreId);
    expect((await shop.catalog.followRates()).listings).toBe(250);
    await shop.settleAll(shop.otherStoreId);
    expect((await shop.catalog.followRates()).listings).toBe(100);
    const sent = await shop.settleAll(shop.otherStoreId);
    expect(sent.map(({ value }) => value)).toEqual(Array.from({ length: 100 }, () => ({ saleMinor: 2199, listMinor: 2199, currency: 'EUR' })));
    expect((await shop.catalog.followRates()).listings).toBe(0);
  });

  it('gives each listing one new revision when two workers follow at once', async () => {
    await open(40);
    await setBasePrice(100_000);
    await shop.publishAll();
    const before = await euroListing();
    moveRate('0.022');
    await Promise.all([shop.catalog.followRates(), shop.catalog.followRates(), shop.catalog.followRates()]);
    for (const sku of shop.skus) expect((await euroListing(sku)).price.desired.revision).toBe(before.price.desired.revision + 1);
  });
});

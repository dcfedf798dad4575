import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { StoreId } from '../../platform/ids.js';
import { createAmazonConnector } from '../../subgraphs/amazon/index.js';
import { startAmazonSandbox } from '../../subgraphs/amazon/sandbox/index.js';
import { openRateOffice, type RateOffice } from '../../subgraphs/automation/testing/rate-office.js';
import type { Listing } from '../../subgraphs/catalog/domain/listing.js';
import { eventually } from '../../subgraphs/sync/testing/lane-suite.js';
import { houseApi } from '../support/house-api.js';
import { openOneMarket, type OneMarket } from '../support/one-market.js';
import type { SyncHouse } from '../support/sync-house.js';

/** Of one test, on a machine that does much else. */
const PATIENCE_MS = 240_000;
// A Wednesday on which both banks have published; the clock of a sandbox only moves forward.
const WEDNESDAY = new Date('2031-03-05T14:00:00Z');
const SELLER = { sellerId: 'A1NORTHSELLER', clientId: 'amzn1.application-oa2-client.north', clientSecret: 'amzn1.oa2-cs.v1.north', refreshToken: 'Atzr|north' };
/** What 100 and 500 lira come to: 25 and 125 kronor by TCMB's 4 lira; 8.20 and 41 zloty by CBR's 2.05 roubles for the lira and 25 for the zloty. */
const SHOPS = [
  { name: 'Amazon.se', sku: 'KUPA-SE', marketplaceId: 'A2NODRKZP88ZB9', country: 'SE', currency: 'SEK', another: 'PLN', first: 25, second: 125, conversion: { rate: '0.25', source: 'TCMB', exact: '125', rounding: 'to whole units' }, via: null },
  { name: 'Amazon.pl', sku: 'KUPA-PL', marketplaceId: 'A1C3SOZRARQ6R3', country: 'PL', currency: 'PLN', another: 'SEK', first: 7.99, second: 40.99, conversion: { rate: '0.082', source: 'CBR', exact: '41', rounding: 'to .99' }, via: 'RUB' },
] as const;

let office: RateOffice;
let market: OneMarket;
let house: SyncHouse;

beforeAll(async () => {
  office = await openRateOffice(WEDNESDAY);
  await office.banks.tcmb.put('/rates', { code: 'SEK', from: '2031-03-05', value: '4.0000' });
  await office.banks.cbr.put('/rates', { code: 'TRY', from: '2031-03-04', value: '20.5000' });
  await office.banks.cbr.put('/rates', { code: 'PLN', from: '2031-03-04', value: '25.0000' });
  await office.automation.fetchRates();
  market = await openOneMarket({ connector: createAmazonConnector(), startSandbox: startAmazonSandbox, rates: office.automation });
  ({ house } = market);
  await market.control.post('/sellers', { ...SELLER, marketplaceIds: SHOPS.map(({ marketplaceId }) => marketplaceId) });
  for (const { marketplaceId, sku } of SHOPS) await market.control.post('/listings', { sellerId: SELLER.sellerId, marketplaceId, items: [{ sku, quantity: 10, price: 100 }] });
  await house.addVariants(SHOPS.map(({ sku }) => sku));
  house.sync.worker.start();
}, PATIENCE_MS);
afterAll(async () => {
  await market.close();
  await office.close();
});

describe.each(SHOPS)('a store on $name', ({ marketplaceId, sku, country, currency, another, first, second, conversion, via }) => {
  let storeId: StoreId;
  const { clientId, clientSecret, refreshToken, sellerId } = SELLER;
  const connect = (as: string) => house.connectStore({ marketplace: 'AMAZON', baseUrl: market.url, remoteSellerId: sellerId, credentials: { clientId, clientSecret, refreshToken, marketplaceId }, currency: as });
  const live = async () => (await market.control.get<{ listings: { price: number; quantity: number }[] }>(`/listings?sellerId=${sellerId}&marketplaceId=${marketplaceId}&sku=${sku}`)).listings[0];
  const listing = async () => (await house.db.collection<Listing>('listings').findOne({ storeId }))!;

  it('is connected in the marketplace’s currency and in no other', async () => {
    await expect(connect('TRY')).rejects.toThrow('CREDENTIALS_REFUSED');
    await expect(connect(another)).rejects.toThrow('CREDENTIALS_REFUSED');
    storeId = await connect(currency);
    await house.adoptListings(storeId, [sku]);
  });

  it('is sent prices in lira converted by a bank’s rate of a day', async () => {
    await eventually(live, (now) => now?.price === first);
    const { userErrors } = await house.sync.setPrices(house.principal, { items: [{ sku, price: { amount: '500.00', currency: 'TRY' } }] });
    expect(userErrors).toEqual([]);
    await eventually(live, (now) => now?.price === second);
    await eventually(listing, ({ price }) => price.published?.value.saleMinor === Math.round(second * 100) && price.published.value.currency === currency);
  }, PATIENCE_MS);

  it('says by which rate, of which day and whose', async () => {
    const { explainPrice } = await houseApi(house).ask<{ explainPrice: object }>('catalog', 'query ($sku: String!, $storeId: ID!) { explainPrice(sku: $sku, storeId: $storeId) { price { price { amount currency } } conversion { from to rate source date exact rounding } } }', { sku, storeId });
    expect(explainPrice).toEqual({ price: { price: { amount: second.toFixed(2), currency } }, conversion: { from: 'TRY', to: currency, date: '2031-03-05', ...conversion } });
    const { data } = await office.ask('query ($to: String!) { exchangeRate(from: "TRY", to: $to) { rate source date via isStale } }', { to: currency });
    expect(data).toEqual({ exchangeRate: { rate: conversion.rate, source: conversion.source, date: '2031-03-05', via, isStale: false } });
  });

  it('has its orders recorded in its currency', async () => {
    const { orderId } = (await market.control.post('/orders', { sellerId, marketplaceId, lines: [{ sku, quantity: 1 }] })) as { orderId: string };
    const { context } = await house.sync.access.openOwned(house.sellerId, storeId);
    expect(await createAmazonConnector().orders.byNumber(context as never, orderId)).toMatchObject({ currency, buyer: { shippingAddress: { countryCode: country } }, packages: [{ lines: [{ quantity: 1, unitPriceMinor: Math.round(second * 100) }] }] });
  });
});

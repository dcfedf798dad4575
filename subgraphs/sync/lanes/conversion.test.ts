import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { StoreId } from '../../../platform/ids.js';
import type { Listing } from '../../catalog/domain/listing.js';
import { eventually, startLaneSuite, type LaneSuite } from '../testing/lane-suite.js';

const SKU = 'NEW-1';
const mapping = { categoryId: '411', attributes: [], vatRatePercent: 20 };

let rate: string | null;
let suite: LaneSuite;
let euroStore: StoreId;
beforeEach(async () => {
  rate = null;
  suite = await startLaneSuite({ goods: 1, rates: { currentRate: async ({ from, to }) => (rate === null ? null : { from, to, rate, source: 'TCMB', date: '2026-11-20' }) } });
  euroStore = await suite.house.connectStore({ marketplace: 'EBAY', baseUrl: 'http://127.0.0.1:1', remoteSellerId: 'euro', credentials: {}, currency: 'EUR' });
  await suite.house.addVariants([SKU]);
});
afterEach(() => suite.stop());

const publish = async () => (await suite.house.sync.publishListings(suite.house.principal, { storeId: euroStore, items: [{ sku: SKU, mapping }] })).operation!;
const listing = async () => (await suite.house.db.collection<Listing>('listings').findOne({ storeId: euroStore }))!;
const untilListing = (isWished: (now: Listing) => boolean) => eventually(listing, isWished);
const sentPrices = () => suite.paper.pushes.flat().flatMap(({ remoteKey, price }) => (remoteKey === SKU && price ? [price] : []));

async function ratesCome(text: string): Promise<void> {
  rate = text;
  await suite.house.sync.wakeLanes((await suite.house.catalog.followRates()).storeIds);
}

describe('a store in another currency', () => {
  it('is sent nothing while no rate is known, and all of it in its own currency afterwards', async () => {
    expect(await suite.done(await publish())).toMatchObject({ state: 'DONE_WITH_ERRORS', counts: { rejected: 1 } });
    expect([suite.paper.published, sentPrices()]).toEqual([[], []]);
    expect((await listing()).content).toMatchObject({ issue: { code: 'NO_EXCHANGE_RATE' } });
    await ratesCome('0.02');
    await untilListing(({ price }) => price.state === 'APPLIED' || price.state === 'VERIFIED');
    expect(suite.paper.published).toEqual([[SKU]]);
    expect(sentPrices()).toEqual([{ saleMinor: 199, listMinor: 199, currency: 'EUR' }]);
  });

  it('is sent a new base price converted, as its dry run has said', async () => {
    rate = '0.02';
    await suite.done(await publish());
    await untilListing(({ price }) => price.published?.value.saleMinor === 199);
    const dry = await suite.house.sync.setPrices(suite.house.principal, { items: [{ sku: SKU, price: { amount: '500.00', currency: 'TRY' } }], dryRun: true });
    expect(dry.dryRun?.requests.map(({ body }) => body).join()).toMatch(/999/);
    await suite.done(await suite.setPrices('500.00', [SKU]));
    await untilListing(({ price }) => price.published?.value.saleMinor === 999);
    expect(sentPrices().map(({ currency }) => currency)).toEqual(['EUR', 'EUR']);
  });

  it('is sent prices anew when its rate has moved, and when it is connected with another currency', async () => {
    rate = '0.02';
    await suite.done(await publish());
    await untilListing(({ price }) => price.published?.value.saleMinor === 199);
    await ratesCome('0.04');
    await untilListing(({ price }) => price.published?.value.saleMinor === 399);
    rate = '2';
    await suite.house.connectStore({ marketplace: 'EBAY', baseUrl: 'http://127.0.0.1:1', remoteSellerId: 'euro', credentials: {}, currency: 'RUB' });
    await untilListing(({ price }) => price.published?.value.currency === 'RUB');
    expect(sentPrices().at(-1)).toEqual({ saleMinor: 20_000, listMinor: 20_000, currency: 'RUB' });
  });
});

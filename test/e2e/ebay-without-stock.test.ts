import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { StoreId } from '../../platform/ids.js';
import type { Listing } from '../../subgraphs/catalog/domain/listing.js';
import { createEbayConnector } from '../../subgraphs/ebay/index.js';
import { demoSeller, startEbaySandbox } from '../../subgraphs/ebay/sandbox/index.js';
import { eventually } from '../../subgraphs/sync/testing/lane-suite.js';
import { houseApi, type HouseApi } from '../support/house-api.js';
import { openOneMarket, type OneMarket } from '../support/one-market.js';

/** Of one test, on a machine that does much else. */
const PATIENCE_MS = 240_000;
const SKU = 'STK-1';

interface Shown {
  readonly quantity: number;
  readonly offers: readonly { readonly isPublished: boolean }[];
}

describe('goods that are published on eBay before there are any', () => {
  let market: OneMarket;
  let api: HouseApi;
  let storeId: StoreId;

  beforeAll(async () => {
    const rates = { currentRate: async ({ from, to }: { from: string; to: string }) => ({ from, to, rate: '0.02', source: 'TCMB', date: '2026-11-20' }) as never };
    market = await openOneMarket({ connector: createEbayConnector(), startSandbox: startEbaySandbox, rates });
    const { house, url } = market;
    api = houseApi(house);
    const { username, ...credentials } = demoSeller;
    storeId = await house.connectStore({ marketplace: 'EBAY', remoteSellerId: username, currency: 'EUR', credentials, baseUrl: url });
    await house.addVariants([SKU]);
    await house.db.collection('products').updateMany({}, { $set: { images: ['https://images.example.invalid/1.jpg'] } });
    await setStock(0);
    house.sync.worker.start();
  });
  afterAll(() => market.close());

  const listing = async () => (await market.house.db.collection<Listing>('listings').findOne({ storeId }))!;
  const shown = () => market.control.get<Shown>(`/listings?seller=${demoSeller.username}&sku=${SKU}`);
  async function setStock(onHand: number): Promise<void> {
    const { stockSet } = await api.ask<{ stockSet: unknown }>('sync', 'mutation ($input: StockSetInput!) { stockSet(input: $input) { userErrors { code } } }', { input: { items: [{ sku: SKU, onHand }] } });
    expect(stockSet).toEqual({ userErrors: [] });
  }

  it('wait and say why, and are on sale with what there is once there is something', async () => {
    const mapping = { categoryId: '177010', brandName: 'Kuzey', attributes: [], vatRatePercent: 20 };
    const { userErrors } = await market.house.sync.publishListings(market.house.principal, { storeId, items: [{ sku: SKU, mapping }] });
    expect(userErrors).toEqual([]);
    const waiting = await eventually(listing, ({ content }) => content.issue !== null);
    expect(waiting.content).toMatchObject({ state: 'QUEUED', issue: { code: 'OUT_OF_STOCK', retryable: true }, notBefore: expect.any(Date) });
    expect(await shown()).toMatchObject({ quantity: 0, offers: [{ isPublished: false }] });

    await setStock(3);
    // Who knows that the goods have come need not wait for the hub to look.
    const { listingRetry } = await api.ask<{ listingRetry: unknown }>('sync', 'mutation ($input: ListingRetryInput!) { listingRetry(input: $input) { userErrors { code } } }', { input: { ids: [waiting._id] } });
    expect(listingRetry).toEqual({ userErrors: [] });
    const settled = await eventually(listing, ({ content, quantity }) => content.published?.value.presence === 'LISTED' && quantity.published?.value === 3);
    expect([settled.content.issue, settled.quantity.issue]).toEqual([null, null]);
    expect(await shown()).toMatchObject({ quantity: 3, offers: [{ isPublished: true }] });
  }, PATIENCE_MS);
});

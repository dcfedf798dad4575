import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { StoreId } from '../../platform/ids.js';
import type { Listing } from '../../subgraphs/catalog/domain/listing.js';
import { createOzonConnector } from '../../subgraphs/ozon/index.js';
import { startOzonSandbox } from '../../subgraphs/ozon/sandbox/index.js';
import { eventually } from '../../subgraphs/sync/testing/lane-suite.js';
import { openOneMarket, type OneMarket } from '../support/one-market.js';

const PATIENCE_MS = 240_000;
const PRICES = '/v1/product/import/prices';
const STOCKS = '/v2/products/stocks';
const SKUS = Array.from({ length: 120 }, (_, i) => `PRICED-${String(i).padStart(3, '0')}`);
const SELLER = { clientId: '3000999', apiKey: 'key-of-the-shop', currency: 'RUB' };

describe('120 goods in an Ozon shop', () => {
  let market: OneMarket;
  let storeId: StoreId;

  beforeAll(async () => {
    market = await openOneMarket({ connector: createOzonConnector(), startSandbox: startOzonSandbox });
    const { house, control } = market;
    await control.post('/sellers', SELLER);
    await control.post('/products', { clientId: SELLER.clientId, items: SKUS.map((offerId) => ({ offerId, price: 1_999, stock: 50 })) });
    storeId = await house.connectStore({ marketplace: 'OZON', remoteSellerId: SELLER.clientId, credentials: { apiKey: SELLER.apiKey }, baseUrl: market.url, currency: SELLER.currency });
    await house.addVariants(SKUS);
    await house.adoptListings(storeId, SKUS);
    await setPrices('2100.00');
    house.sync.worker.start();
    await settledAt(210_000);
  }, PATIENCE_MS);
  afterAll(() => market.close());

  async function setPrices(amount: string): Promise<void> {
    const { userErrors } = await market.house.sync.setPrices(market.house.principal, { storeIds: [storeId], items: SKUS.map((sku) => ({ sku, price: { amount, currency: 'RUB' } })) });
    expect(userErrors).toEqual([]);
  }
  const listings = () => market.house.db.collection<Listing>('listings').find({ storeId }).toArray();
  const settledAt = (saleMinor: number) => eventually(listings, (all) => all.every(({ price, quantity }) => price.published?.value.saleMinor === saleMinor && price.sent === null && quantity.published?.value === 10 && quantity.sent === null));
  const countCalls = async (path: string) => (await market.control.get<{ requests: unknown[] }>(`/requests?path=${path}&limit=100000`)).requests.length;

  it('get new prices in one call', async () => {
    const before = [await countCalls(PRICES), await countCalls(STOCKS)] as const;
    await setPrices('2200.00');
    await settledAt(220_000);
    expect([await countCalls(PRICES), await countCalls(STOCKS)]).toEqual([before[0] + 1, before[1]]);
  }, PATIENCE_MS);

  it('get them once where the answer to that call is lost', async () => {
    const before = await countCalls(PRICES);
    await market.control.post('/faults', { kind: 'drop-after', match: { path: PRICES }, times: 1 });
    await setPrices('2300.00');
    await settledAt(230_000);
    expect(await countCalls(PRICES)).toBe(before + 1);
    expect((await listings()).every(({ price }) => price.published?.evidence === 'READ_BACK')).toBe(true);
  }, PATIENCE_MS);
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { StoreId } from '../../platform/ids.js';
import { createSubgraph } from '../../platform/subgraph/subgraph.js';
import type { Listing } from '../../subgraphs/catalog/domain/listing.js';
import { createOzon, createOzonConnector } from '../../subgraphs/ozon/index.js';
import { startOzonSandbox } from '../../subgraphs/ozon/sandbox/index.js';
import { eventually } from '../../subgraphs/sync/testing/lane-suite.js';
import { openOneMarket, type OneMarket } from '../support/one-market.js';
import type { SandboxControl } from '../support/sandbox-control.js';
import type { SyncHouse } from '../support/sync-house.js';

/** Of one test, on a machine that does much else. */
const PATIENCE_MS = 240_000;
const SKU = 'KZK-CUR-1';
const CATEGORY = '17027904:93244';
/** Colour, size and gender, which the category wants. */
const WANTED = ['10096', '4295', '9163'];
/** What 100 and 500 lira come to: 2.37 and 11.85 dollars, 3.12 and 15.60 euros, each rounded to the nearest .99. */
const SHOPS = [
  { currency: 'USD', clientId: '3000777', rate: '0.0237', first: 199, second: 1_199 },
  { currency: 'EUR', clientId: '3000888', rate: '0.0312', first: 299, second: 1_599 },
] as const;

describe.each(SHOPS)('an Ozon shop in $currency', ({ currency, clientId, rate, first, second }) => {
  const apiKey = 'key-of-the-shop';
  const connector = createOzonConnector();
  let market: OneMarket;
  let house: SyncHouse;
  let control: SandboxControl;
  let storeId: StoreId;

  beforeAll(async () => {
    const rates = { currentRate: async ({ from, to }: { from: string; to: string }) => (from === 'TRY' && to === currency ? ({ from, to: currency, rate, source: 'TCMB', date: '2026-11-20' } as never) : null) };
    market = await openOneMarket({ connector, startSandbox: startOzonSandbox, rates });
    ({ house, control } = market);
    await control.put('/settings', { approvalDelayMs: 20 });
    await control.post('/sellers', { clientId, apiKey, currency });
    storeId = await house.connectStore({ marketplace: 'OZON', remoteSellerId: clientId, credentials: { apiKey, packageMm: '300x200x30', packageGrams: '220' }, baseUrl: market.url, currency });
    await house.addVariants([SKU]);
    await house.db.collection('products').updateMany({}, { $set: { title: 'Pamuklu Tişört', images: ['https://images.example.invalid/1.jpg'] } });
    house.sync.worker.start();
  });
  afterAll(() => market.close());

  const listing = async () => (await house.db.collection<Listing>('listings').findOne({ storeId }))!;
  const onOzon = () => control.get<{ priceMinor: number; currency: string; status: string }>(`/products/${SKU}?clientId=${clientId}`);
  async function publish(): Promise<void> {
    const { context } = await house.sync.access.openOwned(house.sellerId, storeId);
    const catalogue = connector.catalogue!;
    const attributes = await Promise.all(WANTED.map(async (attributeId) => ({ attributeId, valueId: (await catalogue.attributeValues(context as never, CATEGORY, attributeId, null)).items[0]!.id })));
    const [brand] = await catalogue.brands(context as never, 'Anka Giyim');
    const mapping = { categoryId: CATEGORY, brandId: brand!.id, brandName: brand!.name, attributes, vatRatePercent: 20 };
    const { operation, userErrors } = await house.sync.publishListings(house.principal, { storeId, items: [{ sku: SKU, mapping }] });
    expect(userErrors).toEqual([]);
    await eventually(() => house.sync.findOperation(operation!._id), (now) => now?.state === 'DONE' || now?.state === 'DONE_WITH_ERRORS');
  }

  it('is published to and priced in its own currency, and its orders and costs are read in it', async () => {
    await publish();
    expect((await listing()).content).toMatchObject({ issue: null, published: { value: { presence: 'LISTED' } } });
    await eventually(listing, ({ price }) => price.published?.value.saleMinor === first && price.published.value.currency === currency);
    expect(await onOzon()).toMatchObject({ priceMinor: first, currency, status: 'price_sent' });

    const { userErrors } = await house.sync.setPrices(house.principal, { items: [{ sku: SKU, price: { amount: '500.00', currency: 'TRY' } }] });
    expect(userErrors).toEqual([]);
    await eventually(listing, ({ price }) => price.published?.value.saleMinor === second);
    expect(await onOzon()).toMatchObject({ priceMinor: second, currency });

    await eventually(listing, ({ quantity }) => quantity.published?.value === 10);
    const { orderNumber } = (await control.post('/orders', { clientId, lines: [{ offerId: SKU, quantity: 2 }] })) as { orderNumber: string };
    const { context } = await house.sync.access.openOwned(house.sellerId, storeId);
    expect(await connector.orders.byNumber(context as never, orderNumber)).toMatchObject({ currency, packages: [{ lines: [{ quantity: 2, unitPriceMinor: second }] }] });

    const { data, errors } = await createSubgraph(createOzon(house.sync.access, house.sync.intents).subgraph).local().execute({
      query: 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Listing { ozon { costs { schemes { scheme commission { amount currency } } } } } } }',
      variables: { r: [{ __typename: 'Listing', id: 'lst_1', marketplace: 'OZON', remoteKey: SKU, remoteIds: [], store: { id: storeId } }] },
      principal: house.principal,
      correlationId: 'c',
    });
    expect(errors).toBeUndefined();
    expect(data).toMatchObject({ _entities: [{ ozon: { costs: { schemes: [{ scheme: 'FBS', commission: { currency } }, { scheme: 'RFBS' }, { scheme: 'FBO' }] } } }] });
  }, PATIENCE_MS);
});

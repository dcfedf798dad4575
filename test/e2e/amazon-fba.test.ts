import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { StoreId } from '../../platform/ids.js';
import type { Listing } from '../../subgraphs/catalog/domain/listing.js';
import { createAmazonConnector } from '../../subgraphs/amazon/index.js';
import { startAmazonSandbox } from '../../subgraphs/amazon/sandbox/index.js';
import { eventually } from '../../subgraphs/sync/testing/lane-suite.js';
import { openOneMarket, type OneMarket } from '../support/one-market.js';

/** Of one test, on a machine that does much else. */
const PATIENCE_MS = 240_000;
const SELLER = { sellerId: 'A1FBASELLER', clientId: 'amzn1.application-oa2-client.fba', clientSecret: 'amzn1.oa2-cs.v1.fba', refreshToken: 'Atzr|fba' };
const { sellerId, clientId, clientSecret, refreshToken } = SELLER;
const [FBA, OWN, MOVED] = ['FBA-LAMP', 'OWN-LAMP', 'MOVED-LAMP'] as const;

interface AmazonListing {
  readonly sku: string;
  readonly price: number;
  readonly quantity: number;
  readonly isFba: boolean;
}

describe('a listing that Amazon fulfils (FBA)', () => {
  let market: OneMarket;
  let storeId: StoreId;

  beforeAll(async () => {
    market = await openOneMarket({ connector: createAmazonConnector(), startSandbox: startAmazonSandbox });
    await market.control.post('/sellers', SELLER);
    await market.control.post('/listings', { sellerId, items: [{ sku: FBA, quantity: 40, isFba: true }, { sku: OWN, quantity: 40 }, { sku: MOVED, quantity: 40 }] });
    storeId = await market.house.connectStore({ marketplace: 'AMAZON', remoteSellerId: sellerId, credentials: { clientId, clientSecret, refreshToken }, baseUrl: market.url });
    await market.house.addVariants([FBA, OWN, MOVED]);
    await market.house.adoptListings(storeId, [FBA, OWN, MOVED]);
    market.house.sync.worker.start();
    await untilListing(OWN, ({ quantity, price }) => quantity.published?.value === 10 && price.published !== null);
  }, PATIENCE_MS);
  afterAll(() => market.close());

  const listing = async (sku: string) => (await market.house.db.collection<Listing>('listings').findOne({ storeId, sku: sku as Listing['sku'] })) as Listing;
  const untilListing = (sku: string, isWished: (now: Listing) => boolean) => eventually(() => listing(sku), isWished);
  const onAmazon = async (sku: string) => (await market.control.get<{ listings: [AmazonListing] }>(`/listings?sellerId=${sellerId}&sku=${sku}`)).listings[0];
  const setStock = (onHand: number) => market.house.sync.setStock(market.house.principal, { items: [FBA, OWN, MOVED].map((sku) => ({ sku, onHand })) });

  it('keeps its offer and its count from the first push on, gets its price, and says why it gets no stock', async () => {
    expect(await untilListing(FBA, ({ price }) => price.state === 'APPLIED' || price.state === 'VERIFIED')).toMatchObject({ quantity: { state: 'REJECTED', issue: { code: 'FULFILLED_BY_MARKETPLACE' }, published: null } });
    expect(await onAmazon(FBA)).toMatchObject({ isFba: true, quantity: 40 });
    await market.house.sync.setPrices(market.house.principal, { items: [{ sku: FBA, price: { amount: '123.00', currency: 'TRY' } }] });
    await untilListing(FBA, ({ price }) => price.published?.value.saleMinor === 12_300);
    await setStock(6);
    await untilListing(OWN, ({ quantity }) => quantity.published?.value === 6);
    expect([await onAmazon(FBA), await onAmazon(OWN)]).toMatchObject([{ isFba: true, quantity: 40, price: 123 }, { isFba: false, quantity: 6 }]);
  }, PATIENCE_MS);

  it('is sent no more stock once a comparison has seen that the seller gave it into Amazon\'s warehouse', async () => {
    await market.control.put('/listings', { sellerId, sku: MOVED, isFba: true, quantity: 25 });
    await market.house.sync.runSync(market.house.principal, { storeId, kind: 'VERIFY' });
    await untilListing(MOVED, ({ quantity }) => quantity.state === 'REJECTED');
    await setStock(5);
    await untilListing(OWN, ({ quantity }) => quantity.published?.value === 5);
    expect([await onAmazon(MOVED), (await listing(MOVED)).quantity]).toMatchObject([{ isFba: true, quantity: 25 }, { desired: { value: 5 }, issue: { code: 'FULFILLED_BY_MARKETPLACE' } }]);
  }, PATIENCE_MS);

  it('gets the stock that is wanted when the seller ships it again', async () => {
    await market.control.put('/listings', { sellerId, sku: MOVED, isFba: false, quantity: 0 });
    await market.house.sync.runSync(market.house.principal, { storeId, kind: 'VERIFY' });
    await untilListing(MOVED, ({ quantity }) => quantity.published?.value === 5);
    expect(await onAmazon(MOVED)).toMatchObject({ isFba: false, quantity: 5 });
  }, PATIENCE_MS);
});

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newId, type StoreId } from '../../../platform/ids.js';
import type { Listing } from '../../catalog/domain/listing.js';
import { eventually, startLaneSuite, type LaneSuite } from '../testing/lane-suite.js';

const MAPPING = { categoryId: '411', attributes: [], vatRatePercent: 20 };
const PRICE = { saleMinor: 10_000, listMinor: 10_000, currency: 'TRY' as const };

/** One slot for three stores: the suite's own holds it until both others wait. */
describe('stores that wait for their turn', () => {
  let suite: LaneSuite;
  beforeEach(async () => {
    suite = await startLaneSuite({ goods: 1, concurrency: 1 });
    await suite.house.addVariants(['CONTENT', 'LAST-ONE']);
  });
  afterEach(() => suite.stop());

  const anotherStore = (): Promise<StoreId> => suite.house.connectStore({ marketplace: 'EBAY', baseUrl: 'http://127.0.0.1:1', remoteSellerId: newId('event'), credentials: {} });
  const found = (storeId: StoreId) => suite.house.db.collection<Listing>('listings').findOne({ storeId });
  const listingOn = async (storeId: StoreId) => (await found(storeId)) as Listing;

  async function storeSelling(sku: string): Promise<StoreId> {
    const { house, paper } = suite;
    const storeId = await anotherStore();
    await house.adoptListings(storeId, [sku]);
    paper.offers.set(sku, { price: PRICE, quantity: 10 });
    await house.catalog.recordDrift({ storeId, at: new Date(), remote: [{ remoteKey: sku, price: PRICE, quantity: 10 }] });
    await eventually(() => listingOn(storeId), ({ dueAt, attemptIds }) => dueAt === null && attemptIds.length === 0);
    return storeId;
  }

  it('have it by what waiting costs: one that sells out before one that was woken first and has content only', async () => {
    const { house, paper } = suite;
    const soldOut = await storeSelling('LAST-ONE');
    const content = await anotherStore();
    const slot = paper.hold();
    await suite.setPrices('12.50');
    await slot.waiting();
    await house.sync.publishListings(house.principal, { storeId: content, items: [{ sku: 'CONTENT', mapping: MAPPING }] });
    await eventually(() => found(content), (listing) => listing?.content.state === 'QUEUED');
    await house.sync.wakeLanes([content]);
    await suite.setStock(0, ['LAST-ONE']);
    await eventually(() => listingOn(soldOut), ({ quantity }) => quantity.desired.value === 0);
    await house.sync.wakeLanes([soldOut]);
    slot.release();
    const published = await eventually(() => listingOn(content), (listing) => listing.content.sentAt !== null);
    const { quantity } = await listingOn(soldOut);
    expect(quantity.sentAt?.getTime()).toBeLessThan(published.content.sentAt?.getTime() ?? 0);
  });
});

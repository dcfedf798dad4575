import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { AttemptId, Sku } from '../../../platform/ids.js';
import { lira, startTestCatalog } from '../../../test/support/test-catalog.js';
import type { Listing, ListingIssue } from '../domain/listing.js';
import { createConflictStore } from '../store/conflict-store.js';

const MINUTE_MS = 60_000;
const refusal: ListingIssue = { code: 'MARKETPLACE_REFUSED', message: 'no', retryable: false, at: new Date() };

let shop: Awaited<ReturnType<typeof startTestCatalog>>;
beforeEach(async () => {
  shop = await startTestCatalog({ variants: 2, stores: 2 });
  await shop.publishAll();
});
afterEach(() => shop.stop());

const oldest = () => shop.catalog.oldestUnsettled(shop.storeId);
const setPrice = (minor: number, sku: Sku = shop.sku) => shop.catalog.setPrices({ sellerId: shop.sellerId, operationId: shop.newOperation(), items: [{ sku, price: lira(minor) }] });
const pass = () => shop.passMs(MINUTE_MS);
const fail = (attemptId: AttemptId) => shop.catalog.requeue({ attemptId, notBefore: new Date(shop.now().getTime() + 10 * MINUTE_MS), errorClass: 'SERVER', message: 'down' });
const settle = ({ attemptId, items }: Awaited<ReturnType<typeof shop.sendDue>>) => shop.catalog.markSettled({ attemptId, at: shop.now(), evidence: 'RECEIPT', results: items.map((item) => ({ ...item, ok: true as const })) });

describe('the longest waiting price or quantity of a store', () => {
  it('waits from when it was wanted until it is applied, whatever is tried meanwhile', async () => {
    expect(await oldest()).toBeNull();
    const wantedAt = shop.now();
    await setPrice(5_000);
    pass();
    await fail((await shop.sendDue(shop.storeId)).attemptId);
    expect(await oldest()).toEqual(wantedAt);
    shop.passMs(10 * MINUTE_MS);
    const sent = await shop.sendDue(shop.storeId);
    expect(await oldest()).toEqual(wantedAt);
    await shop.catalog.markAccepted({ attemptId: sent.attemptId, receipt: 'r-1', at: shop.now() });
    expect(await oldest()).toEqual(wantedAt);
    await shop.catalog.markUnknown({ attemptId: sent.attemptId, errorClass: 'TIMEOUT', message: 'no answer', at: shop.now() });
    expect(await oldest()).toEqual(wantedAt);
    await settle(sent);
    expect(await oldest()).toBeNull();
  });

  it('goes on waiting under the values that take the place of what was tried, until the marketplace decides about one', async () => {
    const wantedAt = shop.now();
    await setPrice(5_000);
    await fail((await shop.sendDue(shop.storeId)).attemptId);
    for (const minor of [5_100, 5_200]) {
      pass();
      await setPrice(minor);
    }
    expect(await oldest()).toEqual(wantedAt);
    const sent = await shop.sendDue(shop.storeId);
    pass();
    await setPrice(5_300);
    expect(await oldest()).toEqual(wantedAt);
    await settle(sent);
    expect(await oldest()).toEqual(shop.now());
  });

  it('is the oldest of several, and of this store alone', async () => {
    await setPrice(5_000);
    const first = await shop.sendDue(shop.storeId);
    pass();
    const later = shop.now();
    await setPrice(6_000, shop.skus[1]);
    await settle(first);
    expect(await oldest()).toEqual(later);
    await shop.settleAll(shop.storeId);
    expect(await oldest()).toBeNull();
    expect(await shop.catalog.oldestUnsettled(shop.otherStoreId)).not.toBeNull();
  });

  it('does not wait once it was refused', async () => {
    await setPrice(5_000);
    const { attemptId, items } = await shop.sendDue(shop.storeId);
    await shop.catalog.markSettled({ attemptId, at: shop.now(), evidence: 'RECEIPT', results: items.map((item) => ({ ...item, ok: false as const, issue: refusal })) });
    expect(await oldest()).toBeNull();
  });

  it('waits from when its listing is on sale, not while the marketplace reviews it', async () => {
    const fresh = await startTestCatalog({ variants: 1, stores: 1 });
    await fresh.catalog.publishListings({ sellerId: fresh.sellerId, operationId: fresh.newOperation(), storeId: fresh.storeId, items: [{ sku: fresh.sku }], remoteKeyOf: ({ sku }) => sku });
    const { attemptId, items } = await fresh.sendDue(fresh.storeId);
    fresh.passMs(60 * MINUTE_MS);
    expect(await fresh.catalog.oldestUnsettled(fresh.storeId)).toBeNull();
    await fresh.catalog.markSettled({ attemptId, at: fresh.now(), evidence: 'RECEIPT', results: items.map((item) => ({ ...item, ok: true as const })) });
    expect(await fresh.catalog.oldestUnsettled(fresh.storeId)).toEqual(fresh.now());
    await fresh.stop();
  });

  it('does not count while a person is asked who is right', async () => {
    await createConflictStore(shop.mongo.db).putRule(shop, 'price', 'ASK', shop.now());
    await shop.catalog.recordDrift({ storeId: shop.storeId, at: shop.now(), remote: [{ remoteKey: shop.sku, price: { saleMinor: 9_000, listMinor: 10_000, currency: 'TRY' } }] });
    expect((await shop.listing(shop.storeId, shop.sku)).conflicts).toMatchObject([{ state: 'OPEN' }]);
    pass();
    expect(await oldest()).toBeNull();
  });

  it('is not known of a listing from before it was kept, which is looked after as any other', async () => {
    const listings = shop.mongo.db.collection<Listing>('listings');
    await setPrice(5_000);
    await listings.updateMany({}, { $unset: { unsettledSince: 1 } });
    expect(await oldest()).toBeNull();
    const sent = await shop.sendDue(shop.storeId);
    expect(await oldest()).not.toBeNull();
    await settle(sent);
    expect(await oldest()).toBeNull();
  });
});

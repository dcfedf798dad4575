import { afterEach, describe, expect, it } from '@jest/globals';
import type { Sku } from '../../../platform/ids.js';
import { lira, startTestCatalog } from '../../../test/support/test-catalog.js';
import type { ListingField, ListingIssue } from '../domain/listing.js';

type Shop = Awaited<ReturnType<typeof startTestCatalog>>;
let shop: Shop;
afterEach(() => shop.stop());

async function open(options: Parameters<typeof startTestCatalog>[0] = {}): Promise<void> {
  shop = await startTestCatalog({ variants: 4, stores: 2, ...options });
  await shop.publishAll();
}
const refused = async (storeId = shop.storeId) => (await shop.catalog.refusedListings(storeId)).toSorted((a, b) => a.code.localeCompare(b.code));
const issueOf = (code: ListingIssue['code']): ListingIssue => ({ code, message: 'no', retryable: false, at: shop.now() });
/** Another price and quantity of a variant, each refused as said; what is not named is applied. */
async function refuse(sku: Sku, codes: Partial<Record<ListingField, ListingIssue['code']>>): Promise<void> {
  const of = { sellerId: shop.sellerId, operationId: shop.newOperation() };
  await shop.catalog.setPrices({ ...of, items: [{ sku, price: lira(5_000) }] });
  await shop.catalog.setStock({ ...of, items: [{ sku, onHand: 3 }] });
  const { attemptId, items } = await shop.sendDue(shop.storeId);
  const results = items.map((item) => {
    const code = codes[item.field];
    return code === undefined ? { ...item, ok: true as const } : { ...item, ok: false as const, issue: issueOf(code) };
  });
  await shop.catalog.markSettled({ attemptId, at: shop.now(), evidence: 'RECEIPT', results });
}
const [first, second, third] = ['SKU-0', 'SKU-1', 'SKU-2'] as Sku[] as [Sku, Sku, Sku];

describe('the listings of a store with refused values', () => {
  it('are counted once for each cause, of this store alone', async () => {
    await open();
    await refuse(first, { price: 'MARKETPLACE_REFUSED', quantity: 'MARKETPLACE_REFUSED' });
    await refuse(second, { price: 'MARKETPLACE_REFUSED', quantity: 'QUANTITY_REFUSED' });
    await refuse(third, { quantity: 'QUANTITY_REFUSED' });
    expect(await refused()).toEqual([{ code: 'MARKETPLACE_REFUSED', listings: 2 }, { code: 'QUANTITY_REFUSED', listings: 2 }]);
    expect(await refused(shop.otherStoreId)).toEqual([]);
  });

  it('are refused no more once another value is wanted', async () => {
    await open();
    await refuse(first, { price: 'MARKETPLACE_REFUSED' });
    await shop.catalog.setPrices({ sellerId: shop.sellerId, operationId: shop.newOperation(), items: [{ sku: first, price: lira(7_000) }] });
    expect(await refused()).toEqual([]);
    await shop.settleAll(shop.storeId);
    expect(await refused()).toEqual([]);
  });

  it('are not those that only want an exchange rate', async () => {
    await open({ stores: 1, currencies: ['EUR'] });
    expect((await shop.listing(shop.storeId, first)).price).toMatchObject({ state: 'REJECTED', issue: { code: 'NO_EXCHANGE_RATE' } });
    expect(await refused()).toEqual([]);
  });

  it('are not those whose stock the marketplace counts itself', async () => {
    await open();
    await refuse(first, { quantity: 'FULFILLED_BY_MARKETPLACE' });
    expect((await shop.listing(shop.storeId, first)).quantity).toMatchObject({ state: 'REJECTED' });
    expect(await refused()).toEqual([]);
  });

  it('are those whose content was refused, until it is tried again', async () => {
    shop = await startTestCatalog({ variants: 1, stores: 1 });
    await shop.catalog.publishListings({ sellerId: shop.sellerId, operationId: shop.newOperation(), storeId: shop.storeId, items: [{ sku: first }], remoteKeyOf: ({ sku }) => sku });
    const { attemptId, items } = await shop.sendDue(shop.storeId);
    await shop.catalog.markSettled({ attemptId, at: shop.now(), evidence: 'RECEIPT', results: items.map((item) => ({ ...item, ok: false as const, issue: issueOf('TITLE_REFUSED') })) });
    expect(await refused()).toEqual([{ code: 'TITLE_REFUSED', listings: 1 }]);
    await shop.catalog.retryListings({ sellerId: shop.sellerId, listingIds: null, storeId: shop.storeId, issueCode: 'TITLE_REFUSED', dryRun: false });
    expect(await refused()).toEqual([]);
  });

  it('are not those that have left the store meanwhile', async () => {
    await open();
    await refuse(first, { price: 'MARKETPLACE_REFUSED' });
    await shop.catalog.withdrawListings({ sellerId: shop.sellerId, operationId: shop.newOperation(), storeId: shop.storeId, items: [{ sku: first }] });
    expect(await refused()).toHaveLength(1);
    await shop.settleAll(shop.storeId);
    expect(await refused()).toEqual([]);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Listing } from '../../catalog/domain/listing.js';
import { ConnectorError } from '../connector/contract.js';
import { JUDGED_CATEGORY, JUDGED_QUANTITY, PICKY_CATEGORY } from '../testing/paper-marketplace.js';
import { startLaneSuite, type LaneSuite } from '../testing/lane-suite.js';

const mapping = { categoryId: '411', attributes: [], vatRatePercent: 20 };

describe('a dry run of stock', () => {
  let suite: LaneSuite;
  beforeAll(async () => {
    suite = await startLaneSuite({ goods: 2, worker: false });
  });
  afterAll(() => suite.stop());
  const setStock = (onHand: number) => suite.house.sync.setStock(suite.house.principal, { items: suite.skus.map((sku, i) => ({ sku, onHand: onHand + i })), dryRun: true });

  it('tells beside the call what the marketplace says that it would refuse', async () => {
    const { dryRun, userErrors } = await setStock(JUDGED_QUANTITY);
    expect(dryRun).toMatchObject({ total: 2, requests: [{ items: 2 }] });
    expect(userErrors).toMatchObject([{ code: 'MARKETPLACE_REFUSED', message: 'Paper: it would say no', itemRef: suite.skus[0] }]);
  });

  it('shows the call also while the marketplace cannot be asked, and says so', async () => {
    suite.paper.failReads(new ConnectorError({ errorClass: 'NETWORK', outcome: 'NOT_SENT', message: 'Paper is not to be reached' }));
    const { dryRun, userErrors } = await setStock(77);
    expect(dryRun).toMatchObject({ total: 2, requests: [{ items: 2 }] });
    expect(userErrors).toMatchObject([{ code: 'NETWORK', retryable: true }]);
  });
});

describe('a dry run where a call takes more of prices alone', () => {
  let suite: LaneSuite;
  beforeAll(async () => {
    suite = await startLaneSuite({ goods: 5, offersPerPush: 2, pricesPerPush: 4, worker: false });
  });
  afterAll(() => suite.stop());

  it('shows prices and stock in the calls that they would go in', async () => {
    const { house, skus } = suite;
    const prices = await house.sync.setPrices(house.principal, { items: skus.map((sku) => ({ sku, price: { amount: '55.00', currency: 'TRY' } })), dryRun: true });
    const stock = await house.sync.setStock(house.principal, { items: skus.map((sku) => ({ sku, onHand: 3 })), dryRun: true });
    expect([prices, stock].map(({ dryRun }) => dryRun?.requests.map(({ items }) => items))).toEqual([[4, 1], [2, 2, 1]]);
  });
});

describe('a dry run of publishing', () => {
  let suite: LaneSuite;
  beforeAll(async () => {
    suite = await startLaneSuite({ goods: 2, worker: false });
    await suite.house.addVariants(['NEW-1', 'NEW-2', 'NEW-3']);
  });
  afterAll(() => suite.stop());

  const publish = (items: readonly { sku: string; mapping?: typeof mapping }[], o: { isOnSale?: boolean } = {}) => suite.house.sync.publishListings(suite.house.principal, { storeId: suite.storeId, items, dryRun: true, ...o });
  const withdraw = (skus: readonly string[]) => suite.house.sync.withdrawListings(suite.house.principal, { storeId: suite.storeId, skus, dryRun: true });
  const listings = () => suite.house.db.collection<Listing>('listings').countDocuments();

  it('shows each call with its body and quota, and writes nothing', async () => {
    const before = await listings();
    const { operation, dryRun, userErrors, variantIds } = await publish([{ sku: 'NEW-1', mapping }, { sku: 'NEW-2', mapping }]);
    expect(operation).toBeNull();
    expect(userErrors).toEqual([]);
    expect(variantIds).toHaveLength(2);
    expect(dryRun).toEqual({ total: 2, requests: [{ storeId: suite.storeId, method: 'POST', path: '/listings', body: '["NEW-1","NEW-2"]', items: 2, quotas: ['listings/minute'] }] });
    expect(await listings()).toBe(before);
    expect(suite.paper.published).toEqual([]);
  });

  it('names what is unknown, not mapped, or against the rules of the marketplace, and shows the rest', async () => {
    await suite.house.db.collection('products').updateMany({}, { $set: { title: 'Kazak' } });
    const { dryRun, userErrors } = await publish([{ sku: 'NONE', mapping }, { sku: 'NEW-1', mapping }, { sku: 'NEW-3' }]);
    expect(dryRun?.requests).toMatchObject([{ body: '["NEW-1"]', items: 1 }]);
    expect(userErrors).toMatchObject([{ code: 'UNKNOWN_SKU', field: ['input', 'items', '0', 'sku'] }, { code: 'NOT_MAPPED', itemRef: 'NEW-3' }]);
    await suite.house.db.collection('products').updateMany({}, { $set: { title: ' ' } });
    expect(await publish([{ sku: 'NEW-1', mapping }])).toMatchObject({ dryRun: { requests: [] }, userErrors: [{ code: 'TITLE_REFUSED', message: 'Paper: a title is needed', itemRef: 'NEW-1' }] });
  });

  it('tells what the marketplace would refuse once it is asked, and shows the rest', async () => {
    await suite.house.db.collection('products').updateMany({}, { $set: { title: 'Kazak' } });
    const { dryRun, userErrors } = await publish([{ sku: 'NEW-1', mapping: { ...mapping, categoryId: PICKY_CATEGORY } }, { sku: 'NEW-2', mapping }]);
    expect(dryRun?.requests).toMatchObject([{ body: '["NEW-2"]', items: 1 }]);
    expect(userErrors).toMatchObject([{ code: 'ATTRIBUTE_MISSING', message: 'Paper: the category wants a colour', itemRef: 'NEW-1' }]);
  });

  it('tells when the marketplace cannot be asked, beside what is known without it', async () => {
    suite.paper.failReads(new ConnectorError({ errorClass: 'NETWORK', outcome: 'NOT_SENT', message: 'Paper is not to be reached' }));
    const { dryRun, userErrors } = await publish([{ sku: 'NEW-1', mapping }, { sku: 'NEW-3' }]);
    expect(dryRun?.requests).toEqual([]);
    expect(userErrors).toMatchObject([{ code: 'NOT_MAPPED', itemRef: 'NEW-3' }, { code: 'NETWORK', message: 'Paper is not to be reached', retryable: true }]);
  });

  it('shows also the call that the marketplace says it would refuse', async () => {
    const { dryRun, userErrors } = await publish([{ sku: 'NEW-1', mapping: { ...mapping, categoryId: JUDGED_CATEGORY } }]);
    expect(dryRun?.requests).toMatchObject([{ body: '["NEW-1"]', items: 1 }]);
    expect(userErrors).toMatchObject([{ code: 'MARKETPLACE_REFUSED', message: 'Paper: it would say no', itemRef: 'NEW-1' }]);
  });

  it('sends nothing for goods that are on sale as they should be', async () => {
    const { dryRun, userErrors } = await publish([{ sku: suite.skus[0]! }]);
    expect([dryRun, userErrors]).toEqual([{ total: 1, requests: [] }, []]);
    expect((await publish([{ sku: 'NEW-1' }], { isOnSale: true })).dryRun).toEqual({ total: 1, requests: [] });
  });

  it('of a withdrawal shows that the stock goes first', async () => {
    const { dryRun, userErrors } = await withdraw([suite.skus[0]!, 'NEW-1']);
    expect(userErrors).toMatchObject([{ code: 'NOT_LISTED', itemRef: 'NEW-1', field: ['input', 'items', '1', 'sku'] }]);
    expect(dryRun?.requests.map(({ path, items }) => [path, items])).toEqual([['/offers', 1], ['/listings/end', 1]]);
    expect(JSON.parse(dryRun!.requests[0]!.body)).toMatchObject([{ remoteKey: suite.skus[0], quantity: 0 }]);
    expect(suite.paper.withdrawn).toEqual([]);
    expect((await suite.listing(suite.skus[0]!)).content.desired.value.presence).toBe('LISTED');
  });

  it("is refused for another seller's store", async () => {
    const stranger = { ...suite.house.principal, sellerId: 'sel_other' as never };
    const { userErrors } = await suite.house.sync.withdrawListings(stranger, { storeId: suite.storeId, skus: ['NEW-1'], dryRun: true });
    expect(userErrors).toMatchObject([{ code: 'UNKNOWN_STORE' }]);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { StoreId } from '../../platform/ids.js';
import type { Listing } from '../../subgraphs/catalog/domain/listing.js';
import { createN11Connector } from '../../subgraphs/n11/index.js';
import { demoSeller } from '../../subgraphs/n11/sandbox/control/seller-control.js';
import { startN11Sandbox } from '../../subgraphs/n11/sandbox/index.js';
import { eventually } from '../../subgraphs/sync/testing/lane-suite.js';
import { houseApi } from '../support/house-api.js';
import { openOneMarket, type OneMarket } from '../support/one-market.js';
import type { SandboxControl } from '../support/sandbox-control.js';
import type { SyncHouse } from '../support/sync-house.js';

/** Of one test, on a machine that does much else. */
const PATIENCE_MS = 240_000;
const SKU = 'RVW-1';
const MINUTE_MS = 60_000;
const attributes = [{ attributeId: '429', customValue: 'Mercan' }, { attributeId: '44', valueId: '10044003' }, { attributeId: '11', valueId: '10011000' }];

describe('a product that N11 has refused, and that the seller has corrected in its panel', () => {
  let market: OneMarket;
  let house: SyncHouse;
  let control: SandboxControl;
  let storeId: StoreId;

  beforeAll(async () => {
    market = await openOneMarket({ connector: createN11Connector(), startSandbox: startN11Sandbox });
    ({ house, control } = market);
    await control.put('/settings', { approvalDelayMs: 20 });
    const { sellerId, appKey, appSecret } = demoSeller;
    storeId = await house.connectStore({ marketplace: 'N11', remoteSellerId: String(sellerId), credentials: { appKey, appSecret, shipmentTemplate: 'Standart Teslimat' }, baseUrl: market.url });
    await house.addVariants([SKU]);
    await house.db.collection('products').updateMany({}, { $set: { title: 'Katalog red olacak elbise', images: ['https://images.example.invalid/1.jpg'] } });
    house.sync.worker.start();
  });
  afterAll(() => market.close());

  const listing = async () => (await house.db.collection<Listing>('listings').findOne({ storeId }))!;
  const updates = () => control.requests('/ms/product/tasks/product-update');
  async function publish(): Promise<void> {
    const mapping = { categoryId: '1000111', brandName: 'Kuzey', attributes, vatRatePercent: 20 };
    const { userErrors } = await house.sync.publishListings(house.principal, { storeId, items: [{ sku: SKU, mapping }] });
    expect(userErrors).toEqual([]);
  }

  it('is not touched while N11 looks at it anew, says why and until when it waits, and is updated once N11 has decided', async () => {
    await publish();
    expect((await eventually(listing, ({ content }) => content.state === 'REJECTED')).content.issue).toMatchObject({ code: 'CATALOGUE_REJECTED' });
    await house.sync.runSync(house.principal, { storeId, kind: 'VERIFY' });
    await eventually(listing, ({ remoteIds }) => remoteIds['n11ProductId'] !== undefined);

    await control.put(`/listings/${SKU}`, { status: 'InCatalogApproval' });
    await publish();
    const { _id, content } = await eventually(listing, (now) => now.content.issue?.code !== 'CATALOGUE_REJECTED' && now.content.issue !== null);
    expect(content).toMatchObject({ state: 'QUEUED', issue: { code: 'LISTING_NOT_APPROVED', retryable: true, message: expect.stringContaining('The change is sent once it has decided') } });
    expect(content.notBefore!.getTime() - Date.now()).toBeGreaterThan(5 * MINUTE_MS);
    expect(await updates()).toEqual([]);

    await control.put(`/listings/${SKU}`, { status: 'Active' });
    // Who knows that it was approved need not wait for the hub to look.
    const { listingRetry } = await houseApi(house).ask<{ listingRetry: unknown }>('sync', 'mutation ($input: ListingRetryInput!) { listingRetry(input: $input) { userErrors { code } } }', { input: { ids: [_id] } });
    expect(listingRetry).toEqual({ userErrors: [] });
    const settled = await eventually(listing, (now) => now.content.published?.value.presence === 'LISTED');
    expect(settled.content.issue).toBeNull();
    expect(await updates()).toHaveLength(1);
  }, PATIENCE_MS);
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createAmazonConnector } from '../../subgraphs/amazon/connector/index.js';
import { openShop, SELLER, type Shop } from '../../subgraphs/amazon/connector/testing/shop.js';
import type { OfferChange } from '../../subgraphs/sync/connector/contract.js';
import { planOffers } from '../../subgraphs/sync/domain/dry-run.js';
import { carriersOf, handedIn, type Arrival, type Quota } from './carriers.js';

const WITHIN_MS = 2_000;
const connector = createAmazonConnector();

describe('what a stock change takes on Amazon, as its dry run tells it', () => {
  let shop: Shop;
  const skus = Array.from({ length: 2_000 }, (_, i) => `WAVE-${String(i).padStart(5, '0')}`);
  beforeAll(async () => {
    shop = await openShop();
    await shop.control('POST', '/listings', { sellerId: SELLER.sellerId, items: skus.map((sku) => ({ sku, quantity: 10, price: 499.9 })) });
    await shop.control('PUT', '/settings', { quotaScale: 0 });
  });
  afterAll(() => shop.stop());

  const rising = (count: number): OfferChange[] => skus.slice(0, count).map((remoteKey) => ({ remoteKey, quantity: 11, known: { price: null, quantity: 10 } }));
  const quotasOf = (used: number): Quota[] => Object.values(connector.quotaGroups(shop.context.store)).flat().map(({ name, limit, windowMs }) => ({ group: name, limit, windowMs, used: name === 'listing-patch' ? used : 0 }));
  const carriers = (changes: readonly OfferChange[], used = 0) => {
    const planned = changes.map((change) => ({ listing: { sku: change.remoteKey, remoteIds: {} } as never, change }));
    return carriersOf(planOffers({ connector, account: shop.context.store, at: new Date() }, planned).requests, quotasOf(used), WITHIN_MS);
  };

  it.each([1, 20, 100])('is a patch for each of %i SKUs, as many as two seconds of their quota let go', (count) => {
    expect(carriers(rising(count))).toMatchObject([{ method: 'PATCH', planned: count, allowed: Math.min(count, 10), quotas: ['listing-patch'] }]);
    expect(carriers(rising(count), 5)).toMatchObject([{ planned: count, allowed: Math.min(count, 5) }]);
  });

  it('is one feed of 2,000 SKUs, all of which its quotas let go', () => {
    expect(carriers(rising(2_000))).toMatchObject([{ method: 'POST', paths: ['/feeds/2021-06-30/feeds'], planned: 2_000, allowed: 2_000 }]);
  });

  it('is a feed and patches before it where stock of some runs out', () => {
    const changes = rising(2_000).map((change, i) => (i < 30 ? { ...change, quantity: 0 } : change));
    expect(carriers(changes)).toMatchObject([{ method: 'PATCH', planned: 25, allowed: 10 }, { method: 'POST', planned: 1_975, allowed: 1_975 }]);
  });

  it.each([1, 20, 100, 2_000])('counts each of %i SKUs once when all have come', async (count) => {
    const changes = rising(count);
    const { requests: before } = await shop.control<{ requests: { id: number }[] }>('GET', '/requests?limit=100000');
    const planned = carriers(changes);
    // What waits for the next push comes with it.
    for (let left = changes; left.length > 0; left = count > 100 ? [] : left.slice(25)) await connector.offers.push(shop.context, left);
    const { requests } = await shop.control<{ requests: Arrival[] }>('GET', `/requests?limit=100000&after=${before.at(-1)?.id ?? 0}`);
    const items = planned.flatMap((carrier) => handedIn(carrier, requests)).map((one) => one.items);
    expect(items.reduce((sum, one) => sum + one, 0)).toBe(count);
  });
});

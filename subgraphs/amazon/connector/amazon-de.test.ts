import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ItemResult, OfferChange, PushOutcome } from '../../sync/connector/contract.js';
import { marketplaceOf as sandboxMarketplaceOf } from '../sandbox/access/marketplaces.js';
import { credentialsSchema, type AmazonContext } from './credentials.js';
import { createAmazonConnector } from './index.js';
import { MARKETPLACE_TR, MARKETPLACES, UNKEPT_MARKETPLACES } from './marketplaces.js';
import { openShop, SELLER, type Shop } from './testing/shop.js';

const connector = createAmazonConnector();
const { offers, orders } = connector;
const DE = 'A1PA6795UKMFR9';
const NOTHING_KNOWN = { price: null, quantity: null };
const euros = (saleMinor: number, listMinor = saleMinor) => ({ saleMinor, listMinor, currency: 'EUR' as const });

describe('a store on Amazon.de', () => {
  let shop: Shop;
  let context: AmazonContext;
  const skus = Array.from({ length: 120 }, (_, index) => `TASSE-${index}`);
  beforeAll(async () => {
    shop = await openShop();
    await shop.control('POST', '/sellers', { ...SELLER, marketplaceIds: [MARKETPLACE_TR, DE] });
    await shop.control('POST', '/listings', { sellerId: SELLER.sellerId, marketplaceId: DE, items: skus.map((sku) => ({ sku, quantity: 5, price: 14.9, listPrice: 19.9 })) });
    // The same SKU sells on Amazon.com.tr as well, at its own price.
    await shop.control('POST', '/listings', { sellerId: SELLER.sellerId, items: [{ sku: 'TASSE-0', quantity: 8, price: 700 }] });
    context = shop.contextWith({ credentials: { marketplaceId: DE }, currency: 'EUR' });
  });
  afterAll(async () => shop.stop());

  async function settled(outcome: PushOutcome): Promise<readonly ItemResult[]> {
    if (outcome.kind !== 'ACCEPTED') throw new Error(JSON.stringify(outcome));
    await shop.advance(2_000);
    const polled = await offers.poll(context, outcome.receipt);
    if (polled.kind !== 'SETTLED') throw new Error(JSON.stringify(polled));
    return polled.results;
  }
  const listing = async (sku: string, marketplaceId: string) => (await shop.control<{ listings: { price: number; quantity: number }[] }>('GET', `/listings?sellerId=${SELLER.sellerId}&marketplaceId=${marketplaceId}&sku=${sku}`)).listings[0];

  it('is connected in euros, and in no other currency', async () => {
    await expect(connector.checkAccount(context)).resolves.toBeUndefined();
    await expect(connector.checkAccount(shop.contextWith({ credentials: { marketplaceId: DE } }))).rejects.toMatchObject({ errorClass: 'VALIDATION', outcome: 'NOT_SENT', message: 'Amazon.de sells in EUR; connect the store with the currency EUR, not TRY' });
    await expect(connector.checkAccount(shop.contextWith({ currency: 'EUR' }))).rejects.toMatchObject({ message: expect.stringContaining('Amazon.com.tr sells in TRY') });
  });

  it('has price and stock changed by a patch, and nothing of it on Amazon.com.tr', async () => {
    const results = await settled(await offers.push(context, [{ remoteKey: 'TASSE-0', price: euros(1_290, 1_990), quantity: 3, known: NOTHING_KNOWN }]));
    expect(results).toMatchObject([{ remoteKey: 'TASSE-0', ok: true }]);
    expect(await offers.read(context, ['TASSE-0'])).toMatchObject([{ price: euros(1_290, 1_990), quantity: 3, onSale: true }]);
    expect([await listing('TASSE-0', DE), await listing('TASSE-0', MARKETPLACE_TR)]).toMatchObject([{ price: 12.9, quantity: 3 }, { price: 700, quantity: 8 }]);
  });

  it('has many changes carried by one feed in German', async () => {
    const changes = skus.map((sku, index): OfferChange => ({ remoteKey: sku, price: euros(1_500 + index), known: NOTHING_KNOWN }));
    const [header] = offers.previewAll!(context.store, changes).filter(({ method }) => method === 'PUT').map(({ body }) => (JSON.parse(body) as { header: unknown }).header);
    expect(header).toMatchObject({ issueLocale: 'de_DE' });
    expect((await settled(await offers.push(context, changes))).filter(({ ok }) => ok)).toHaveLength(120);
    expect((await listing('TASSE-7', DE))?.price).toBe(15.07);
  });

  it('refuses lira, item by item', async () => {
    expect(await offers.push(context, [{ remoteKey: 'TASSE-1', price: { saleMinor: 100, listMinor: 100, currency: 'TRY' }, known: NOTHING_KNOWN }])).toMatchObject({ kind: 'SETTLED', results: [{ ok: false, issue: { code: 'CURRENCY_REFUSED' } }] });
  });

  it('takes orders in euros, apart from those of Amazon.com.tr', async () => {
    const since = shop.context.now();
    await shop.control('PUT', '/listings', { sellerId: SELLER.sellerId, marketplaceId: DE, sku: 'TASSE-2', price: 12.5 });
    const { orderId } = await shop.control<{ orderId: string }>('POST', '/orders', { sellerId: SELLER.sellerId, marketplaceId: DE, lines: [{ sku: 'TASSE-2', quantity: 2 }] });
    const { items } = await orders.changedSince(context, since, null);
    expect(items).toMatchObject([{ remoteOrderId: orderId, currency: 'EUR', buyer: { shippingAddress: { countryCode: 'DE' } }, packages: [{ lines: [{ remoteKey: 'TASSE-2', quantity: 2, unitPriceMinor: 1_250 }] }] }]);
    expect((await orders.changedSince(shop.context, since, null)).items).toEqual([]);
  });
});

describe('the marketplaces of the EU endpoint', () => {
  const credentials = (marketplaceId: string) => credentialsSchema.safeParse({ clientId: 'c', clientSecret: 's', refreshToken: 'r', marketplaceId });

  it.each(Object.entries(MARKETPLACES))('are sold on in the currency and language that Amazon has there: %s', (id, { name, currency, country, languageTag }) => {
    expect([credentials(id).success, sandboxMarketplaceOf(id)]).toMatchObject([true, { name, currency, country, language: languageTag }]);
  });

  it.each(Object.entries(UNKEPT_MARKETPLACES))('are refused where the hub has no prices in the currency: %s', (id, { name, currency }) => {
    expect(credentials(id).error?.issues).toMatchObject([{ path: ['marketplaceId'], message: `${name} sells in ${currency}, which the hub keeps no prices in; it keeps TRY, USD, EUR, RUB, GBP, SEK, PLN` }]);
    expect(sandboxMarketplaceOf(id)).toMatchObject({ name, currency });
  });

  it('are the only ones', () => {
    expect(credentials('ATVPDKIKX0DER').error?.issues).toMatchObject([{ path: ['marketplaceId'], message: 'is not a marketplace of the EU endpoint' }]);
  });
});

import { describe, expect, it } from '@jest/globals';
import type { MarketplaceRequest, OfferChange } from '../../sync/connector/contract.js';
import { mug } from '../testing/sample-drafts.js';
import { scriptedContext, type ScriptedAnswer } from '../testing/scripted-context.js';
import { content } from './content.js';
import { offers } from './offers.js';

const offerOf = (sku: string, change: object = {}) => ({ offerId: `id-${sku}`, sku, marketplaceId: 'EBAY_DE', status: 'PUBLISHED', pricingSummary: { price: { value: '9.90', currency: 'EUR' } }, listing: { listingId: `listing-${sku}`, listingStatus: 'ACTIVE' }, ...change });
const itemOf = (change: object = {}) => ({ availability: { shipToLocationAvailability: { quantity: 4 } }, product: { aspects: { Marke: ['Markenlos'] } }, ...change });
const skuIn = ({ path }: MarketplaceRequest): string => new URLSearchParams(path.split('?')[1]).get('sku') ?? '';
const change = (remoteKey: string): OfferChange => ({ remoteKey, quantity: 3, known: { price: null, quantity: null } });

/** An eBay that answers as promised, but for what a test says of single records. */
function eBay(odd: { offer?: Readonly<Record<string, object>>; item?: Readonly<Record<string, object>>; row?: Readonly<Record<string, object>> }) {
  return scriptedContext((request): ScriptedAnswer => {
    const { path, body } = request;
    const asked = (typeof body === 'string' ? (JSON.parse(body) as { requests?: { sku: string }[] }).requests : undefined) ?? [];
    if (path.includes('bulk_get')) return { status: 207, body: { responses: asked.map(({ sku }) => odd.row?.[sku] ?? { sku, statusCode: 200, inventoryItem: itemOf(odd.item?.[sku]) }) } };
    if (path.includes('bulk_update')) return { body: { responses: asked.map(({ sku }) => ({ sku, statusCode: 200, errors: [] })) } };
    if (path.includes('/offer?')) return { body: { offers: [offerOf(skuIn(request), odd.offer?.[skuIn(request)])] } };
    if (path.includes('/withdraw')) return { body: { listingId: '1' } };
    return { body: itemOf() };
  });
}

describe('one record of eBay that is not as promised', () => {
  it.each<[string, Parameters<typeof eBay>[0], object]>([
    ['a price that is none', { offer: { ODD: { pricingSummary: { price: { value: 'cheap', currency: 'EUR' } } } } }, { price: null, quantity: null, onSale: null }],
    ['a quantity of another type', { item: { ODD: { availability: { shipToLocationAvailability: { quantity: ['4'] } } } } }, { quantity: null, onSale: true }],
    ['a quantity and a price of text', { item: { ODD: { availability: { shipToLocationAvailability: { quantity: '7' } } } } }, { quantity: 7, price: { saleMinor: 990 } }],
    ['aspects of another type, which reading back has no use for', { item: { ODD: { product: { aspects: 'none' } } } }, { quantity: 4, onSale: true }],
    ['a status nobody knows', { offer: { ODD: { status: 'SHIMMERING' } } }, { onSale: null, price: { saleMinor: 990 } }],
    ['a listing status nobody knows', { offer: { ODD: { listing: { listingId: '1', listingStatus: 'ON_HOLIDAY' } } } }, { onSale: null }],
  ])('is read as far as it can be, and the others whole: %s', async (_name, odd, seen) => {
    const found = await offers.read(eBay(odd).context, ['GOOD', 'ODD']);
    expect(found).toMatchObject([{ remoteKey: 'GOOD', quantity: 4, onSale: true }, { remoteKey: 'ODD', ...seen }]);
  });

  it('holds up the push of no other, is not written to, and is tried again', async () => {
    const { context, requests } = eBay({ offer: { ODD: { offerId: null } } });
    expect(await offers.push(context, [change('GOOD'), change('ODD')])).toMatchObject({
      kind: 'SETTLED',
      results: [{ remoteKey: 'ODD', ok: false, issue: { retryable: true, message: expect.stringContaining('offer of ODD') }, retryAfterMs: expect.any(Number) }, { remoteKey: 'GOOD', ok: true }],
    });
    expect(requests.filter(({ safe }) => !safe).map(({ body }) => JSON.parse(String(body)) as unknown)).toEqual([{ requests: [{ sku: 'GOOD', shipToLocationAvailability: { quantity: 3 } }] }]);
  });

  it('holds up the withdrawing of no other', async () => {
    const { context } = eBay({ offer: { ODD: { offerId: { of: 'another type' } } } });
    expect(await content.withdraw(context, ['GOOD', 'ODD'])).toMatchObject({ kind: 'SETTLED', results: [{ remoteKey: 'ODD', ok: false, retryAfterMs: expect.any(Number) }, { remoteKey: 'GOOD', ok: true }] });
  });

  it('is never overwritten by withdrawing where it is a group, and is tried again', async () => {
    const { context, requests } = scriptedContext((request): ScriptedAnswer => {
      if (request.path.includes('/offer?')) return { body: { offers: [offerOf(skuIn(request))] } };
      if (request.path.includes('inventory_item_group')) return { body: { variantSKUs: 'of another type' } };
      return { body: itemOf({ inventoryItemGroupKeys: ['G'] }) };
    });
    expect(await content.withdraw(context, ['ODD'])).toMatchObject({ kind: 'SETTLED', results: [{ remoteKey: 'ODD', ok: false, issue: { retryable: true, message: expect.stringContaining('the group G') }, retryAfterMs: expect.any(Number) }] });
    expect(requests.filter(({ safe }) => !safe)).toEqual([]);
  });

  it('is never overwritten by publishing, which could erase what it says', async () => {
    const { context, requests } = scriptedContext(({ path }) => {
      if (path.includes('get_default_category_tree_id')) return { body: { categoryTreeId: '77' } };
      if (path.includes('get_item_aspects')) return { body: { aspects: [] } };
      if (path.includes('/location')) return { body: { locations: [{ merchantLocationKey: 'main', merchantLocationStatus: 'ENABLED' }] } };
      const policy = /(fulfillment|payment|return)_policy/.exec(path)?.[1];
      if (policy !== undefined) return { body: { [`${policy}Policies`]: [{ [`${policy}PolicyId`]: '1' }] } };
      return { body: itemOf({ product: { aspects: 'of another type' } }) };
    });
    expect(await content.publish(context, [mug()])).toMatchObject({ kind: 'SETTLED', results: [{ ok: false, issue: { retryable: true, message: expect.stringContaining('item KUPA-MAVI-01') } }] });
    expect(requests.filter(({ safe }) => !safe)).toEqual([]);
  });
});

describe('reading items back', () => {
  it('leaves out what eBay does not know, also when it knows none and answers 400', async () => {
    const unknown = (sku: string) => ({ sku, statusCode: 404, errors: [{ errorId: 25_702, message: 'SKU not found' }] });
    expect(await offers.read(eBay({ row: { GONE: unknown('GONE') } }).context, ['GOOD', 'GONE'])).toMatchObject([{ remoteKey: 'GOOD' }]);
    const { context } = scriptedContext(() => ({ status: 400, body: { responses: [unknown('GONE')] } }));
    expect(await offers.read(context, ['GONE'])).toEqual([]);
  });

  it('takes nothing for gone that eBay only failed at', async () => {
    const { context } = eBay({ row: { BUSY: { sku: 'BUSY', statusCode: 500, errors: [{ errorId: 25_001, category: 'APPLICATION', message: 'system error' }] } } });
    await expect(offers.read(context, ['GOOD', 'BUSY'])).rejects.toMatchObject({ errorClass: 'SERVER', outcome: 'REFUSED' });
  });

  it('ends in trouble that shows when the pages of items go round', async () => {
    const { context } = scriptedContext(({ path }) => (path.includes('/offer?') ? { status: 404, body: { errors: [{ errorId: 25_713, message: 'none' }] } } : { body: { total: 1_000_000, inventoryItems: [{ sku: 'A', ...itemOf() }, { sku: 'A', ...itemOf() }, { noSku: true }] } }));
    const { items, next } = await offers.list(context, null);
    expect(items.map(({ remoteKey }) => remoteKey)).toEqual(['A']);
    await expect(offers.list(context, next)).rejects.toMatchObject({ errorClass: 'SERVER', outcome: 'REFUSED' });
  });
});

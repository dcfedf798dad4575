import { describe, expect, it } from '@jest/globals';
import type { ListingDraft } from '../../sync/connector/contract.js';
import { SELLER } from '../testing/running-sandbox.js';
import { mug, shirt } from '../testing/sample-drafts.js';
import { settled, useSandbox } from '../testing/use-sandbox.js';
import { createEbayConnector } from './index.js';
import { revisionCounter } from './revision-budget.js';
import { send } from './client.js';

interface Shown {
  readonly quantity: number;
  readonly record: { readonly product: Record<string, unknown>; readonly packageWeightAndSize?: unknown; readonly condition: string };
  readonly offers: readonly { readonly offerId: string; readonly listingId: string | null; readonly groupKey: string | null; readonly isPublished: boolean; readonly price: { value: string }; readonly revisionsToday: number; readonly record: Record<string, unknown> }[];
}

const connector = createEbayConnector();
const port = connector.content!;
const sandbox = useSandbox();

const shown = (sku: string) => sandbox.control<Shown>('GET', `/listings?seller=${SELLER.username}&sku=${encodeURIComponent(sku)}`);
const puts = async (path: string) => (await sandbox.control<{ requests: unknown[] }>('GET', `/requests?method=PUT&path=${path}&limit=1000`)).requests.length;

const publish = (...drafts: ListingDraft[]) => settled(port.publish(sandbox.context, drafts));

describe('checking a draft', () => {
  it.each<[string, ListingDraft, string]>([
    ['a title of more than 80 characters in any language', shirt({ translations: { EN: { title: 'x'.repeat(81), descriptionHtml: '' } } }), 'TITLE_REFUSED'],
    ['a SKU of more than 50 characters', shirt({ remoteKey: 'S'.repeat(51) }), 'SKU_REFUSED'],
    ['no image', shirt({ images: [] }), 'IMAGE_REFUSED'],
    ['an image that is not https', shirt({ images: ['http://images.example.invalid/1.jpg'] }), 'IMAGE_REFUSED'],
    ['a price in lira', shirt({ price: { saleMinor: 100, listMinor: 100, currency: 'TRY' } }), 'CURRENCY_REFUSED'],
  ])('refuses %s', (_name, draft, code) => {
    expect(port.check(draft, new Date())).toMatchObject({ code });
  });

  it('takes a complete one', () => {
    expect(port.check(shirt(), new Date())).toBeNull();
  });
});

describe('publishing', () => {
  it('shows a product without variants as a listing of its own, in the language of the site', async () => {
    const [result] = await publish(mug());
    const { offers, record, quantity } = await shown('KUPA-MAVI-01');
    expect(result).toEqual({ remoteKey: 'KUPA-MAVI-01', ok: true, remoteIds: { offerId: offers[0]?.offerId, listingId: offers[0]?.listingId } });
    expect(offers).toMatchObject([{ isPublished: true, groupKey: null, price: { value: '19.90' }, record: { includeCatalogProductDetails: false } }]);
    expect([quantity, record.product['title'], record.product['ean'], record.condition]).toEqual([12, 'Meltem Butik T-Shirt aus Baumwolle', ['8690000000012'], 'NEW']);
  });

  it('shows the variants of a product as one listing, also those that come later', async () => {
    await publish(shirt({ size: 'M' }), shirt({ size: 'L' }));
    const [later] = await publish(shirt({ size: 'S', colour: 'Blau' }));
    const listings = await Promise.all(['TSR-Rot-M', 'TSR-Rot-L', 'TSR-Blau-S'].map(shown));
    expect(later).toMatchObject({ ok: true, remoteIds: { groupKey: 'prd_shirt' } });
    expect(new Set(listings.map(({ offers }) => offers[0]?.listingId)).size).toBe(1);
    expect(listings.map(({ offers }) => offers[0]?.isPublished)).toEqual([true, true, true]);
  });

  it('counts what saving a group and its members takes of the changes of the day, as eBay does', async () => {
    await publish(shirt({ remoteKey: 'Z-1', size: 'M', groupKey: 'prd_counted' }));
    const { listingId, revisionsToday: before } = (await shown('Z-1')).offers[0]!;
    expect(await revisionCounter(sandbox.context).spent(listingId ?? '')).toBe(before);
    await publish(shirt({ remoteKey: 'Z-2', size: 'L', groupKey: 'prd_counted' }));
    const { revisionsToday } = (await shown('Z-1')).offers[0]!;
    expect(revisionsToday).toBeGreaterThan(before);
    expect(await revisionCounter(sandbox.context).spent(listingId ?? '')).toBe(revisionsToday);
  });

  it('names the aspects a category demands and a draft has not, before that item is sent', async () => {
    const { mapping } = shirt();
    const results = await publish(shirt({ mapping: { ...mapping, attributes: [] } }), mug());
    expect(results.find(({ ok }) => !ok)).toMatchObject({ remoteKey: 'TSR-Rot-M', issue: { code: 'ATTRIBUTE_MISSING', message: expect.stringContaining('Farbe, Größe, Abteilung') } });
    expect(results.find(({ ok }) => ok)).toMatchObject({ remoteKey: 'KUPA-MAVI-01' });
    await expect(shown('TSR-Rot-M')).rejects.toThrow('404');
  });

  it('refuses a category that does not exist or has children, as the item alone', async () => {
    const { mapping } = mug();
    const results = await publish(mug({ mapping: { ...mapping, categoryId: '1' } }), mug({ remoteKey: 'KUPA-2', mapping: { ...mapping, categoryId: '11700' } }));
    expect(results).toMatchObject([{ ok: false, issue: { code: 'CATEGORY_REFUSED' } }, { ok: false, issue: { code: 'CATEGORY_REFUSED' } }]);
  });

  it("settles one item's refusal and publishes the others", async () => {
    const { mapping } = mug();
    const wrong = shirt({ remoteKey: 'WRONG', groupKey: 'prd_wrong', mapping: { ...shirt().mapping, attributes: shirt().mapping.attributes.map((one) => (one.attributeId === 'Abteilung' ? { ...one, valueId: 'Katzen' } : one)) } });
    const results = await publish(wrong, mug({ mapping }));
    expect(results.find(({ remoteKey }) => remoteKey === 'WRONG')).toMatchObject({ ok: false, issue: { code: 'ATTRIBUTE_REFUSED', retryable: false, message: expect.stringContaining('Abteilung') } });
    expect(results.find(({ remoteKey }) => remoteKey === 'KUPA-MAVI-01')).toMatchObject({ ok: true });
  });

  it('writes nothing the second time, and keeps what others have put into the record', async () => {
    await publish(mug());
    const path = '/sell/inventory/v1/inventory_item/KUPA-MAVI-01';
    const { json } = await send(sandbox.context, { endpoint: 'inventory', operation: 'test', method: 'GET', path });
    const { sku: _sku, locale: _locale, ...record } = json as Record<string, unknown>;
    await send(sandbox.context, { endpoint: 'inventory', operation: 'test', method: 'PUT', path, body: { ...record, packageWeightAndSize: { weight: { value: 0.4, unit: 'KILOGRAM' } } } });
    const before = [await puts('inventory_item'), await puts('/offer/')];
    expect(await publish(mug({ isUpdate: true }))).toMatchObject([{ ok: true }]);
    expect([await puts('inventory_item'), await puts('/offer/')]).toEqual(before);
    await publish(mug({ isUpdate: true, images: ['https://images.example.invalid/new.jpg'] }));
    const after = await shown('KUPA-MAVI-01');
    expect([after.record.packageWeightAndSize, after.record.product['imageUrls']]).toEqual([{ weight: { value: 0.4, unit: 'KILOGRAM' } }, ['https://images.example.invalid/new.jpg']]);
  });

  it('never raises a stock that sales have lowered meanwhile', async () => {
    await publish(mug());
    await sandbox.control('POST', '/orders', { seller: SELLER.username, lines: [{ sku: 'KUPA-MAVI-01', quantity: 5 }] });
    await publish(mug({ isUpdate: true, quantity: 12, images: ['https://images.example.invalid/new.jpg'] }));
    expect((await shown('KUPA-MAVI-01')).quantity).toBe(7);
  });

  it('tries again when another call was at work on the item', async () => {
    await sandbox.control('PUT', '/settings', { busyEveryNthWrite: 2 });
    expect(await publish(mug(), mug({ remoteKey: 'KUPA-2' }), mug({ remoteKey: 'KUPA-3' }))).toMatchObject([{ ok: true }, { ok: true }, { ok: true }]);
  });

  it('waits with a listing that has nothing to sell, and publishes it once it has', async () => {
    expect(await publish(mug({ quantity: 0 }))).toMatchObject([{ ok: false, issue: { code: 'OUT_OF_STOCK', retryable: true }, retryAfterMs: expect.any(Number) }]);
    expect(await publish(mug({ quantity: 3 }))).toMatchObject([{ ok: true }]);
    expect((await shown('KUPA-MAVI-01')).quantity).toBe(3);
  });

  it('says that the account has no policies for the site', async () => {
    const context = sandbox.contextWith({ credentials: { fulfillmentPolicyId: 'none-such' } });
    expect(await settled(port.publish(context, [mug()]))).toMatchObject([{ ok: false, issue: { code: 'POLICY_REFUSED' } }]);
  });
});

describe('withdrawing', () => {
  it('ends a listing of its own, and one that is gone already is gone', async () => {
    await publish(mug());
    expect(await port.withdraw(sandbox.context, ['KUPA-MAVI-01', 'NEVER-SEEN'])).toMatchObject({ kind: 'SETTLED', results: expect.arrayContaining([{ remoteKey: 'KUPA-MAVI-01', ok: true }, { remoteKey: 'NEVER-SEEN', ok: true }]) });
    expect((await shown('KUPA-MAVI-01')).offers).toMatchObject([{ isPublished: false }]);
    const [offer] = await connector.offers.read(sandbox.context, ['KUPA-MAVI-01']);
    expect(offer?.onSale).toBe(false);
  });

  it('takes one variant out of its listing and leaves the others on sale', async () => {
    await publish(shirt({ size: 'M' }), shirt({ size: 'L' }));
    await port.withdraw(sandbox.context, ['TSR-Rot-M']);
    expect([(await shown('TSR-Rot-M')).offers[0]?.isPublished, (await shown('TSR-Rot-L')).offers[0]?.isPublished]).toEqual([false, true]);
  });

  it('leaves a variant that has sales without stock, since eBay keeps it', async () => {
    await publish(shirt({ size: 'M' }), shirt({ size: 'L' }));
    await sandbox.control('POST', '/orders', { seller: SELLER.username, lines: [{ sku: 'TSR-Rot-M', quantity: 1 }] });
    expect(await port.withdraw(sandbox.context, ['TSR-Rot-M'])).toMatchObject({ kind: 'SETTLED', results: [{ ok: true }] });
    expect((await shown('TSR-Rot-M')).quantity).toBe(0);
  });

  it('ends the listing of all variants, and one published again later comes alone', async () => {
    await publish(shirt({ size: 'M' }), shirt({ size: 'L' }));
    await port.withdraw(sandbox.context, ['TSR-Rot-M', 'TSR-Rot-L']);
    expect(await publish(shirt({ size: 'L' }))).toMatchObject([{ ok: true }]);
    expect([(await shown('TSR-Rot-M')).offers[0]?.isPublished, (await shown('TSR-Rot-L')).offers[0]?.isPublished]).toEqual([false, true]);
  });
});

describe('a dry run', () => {
  const preview = async (...drafts: ListingDraft[]) => (await port.preview?.(sandbox.context, { kind: 'PUBLISH', drafts })) ?? [];
  const withdrawal = async (...remoteKeys: string[]) => (await port.preview?.(sandbox.context, { kind: 'WITHDRAW', remoteKeys })) ?? [];
  const writes = async () => (await sandbox.control<{ requests: { path: string; method: string }[] }>('GET', '/requests?limit=1000')).requests.filter(({ method, path }) => method !== 'GET' && !path.includes('oauth2') && !path.includes('bulk_get'));

  it('of a product with variants shows items, offers, group and one publish, and writes none of them', async () => {
    const calls = await preview(shirt({ size: 'M' }), shirt({ size: 'L' }));
    const paths = calls.map(({ method, path, items }) => `${method} ${path.replace('/sell/inventory/v1', '')} ${items}`);
    expect(paths.toSorted()).toEqual(['POST /offer 1', 'POST /offer 1', 'POST /offer/publish_by_inventory_item_group 2', 'PUT /inventory_item/TSR-Rot-L 1', 'PUT /inventory_item/TSR-Rot-M 1', 'PUT /inventory_item_group/prd_shirt 2']);
    expect(paths.slice(-2)).toEqual(['PUT /inventory_item_group/prd_shirt 2', 'POST /offer/publish_by_inventory_item_group 2']);
    expect(await writes()).toEqual([]);
    expect(await publish(shirt({ size: 'M' }))).toMatchObject([{ ok: true }]);
  });

  it('shows the record as it would be written: what eBay has with the wanted laid over it, and stock never raised', async () => {
    await publish(mug());
    const path = '/sell/inventory/v1/inventory_item/KUPA-MAVI-01';
    const { json } = await send(sandbox.context, { endpoint: 'inventory', operation: 'test', method: 'GET', path });
    const { sku: _sku, locale: _locale, ...record } = json as Record<string, unknown>;
    await send(sandbox.context, { endpoint: 'inventory', operation: 'test', method: 'PUT', path, body: { ...record, packageWeightAndSize: { weight: { value: 0.4, unit: 'KILOGRAM' } } } });
    await sandbox.control('POST', '/orders', { seller: SELLER.username, lines: [{ sku: 'KUPA-MAVI-01', quantity: 5 }] });
    const calls = await preview(mug({ isUpdate: true, images: ['https://images.example.invalid/new.jpg'] }));
    expect(calls.map((one) => one.method)).toEqual(['PUT', 'POST']);
    expect(JSON.parse(calls[0]?.body ?? '')).toMatchObject({ packageWeightAndSize: { weight: { value: 0.4 } }, availability: { shipToLocationAvailability: { quantity: 7 } }, product: { imageUrls: ['https://images.example.invalid/new.jpg'] } });
  });

  it('shows no write of what is as it should be', async () => {
    await publish(mug());
    const { offers } = await shown('KUPA-MAVI-01');
    expect((await preview(mug({ isUpdate: true }))).map(({ path }) => path)).toEqual([`/sell/inventory/v1/offer/${offers[0]?.offerId ?? ''}/publish`]);
  });

  it('names what the category demands and a draft lacks', async () => {
    const { mapping } = shirt();
    expect(await port.foresee?.(sandbox.context, [shirt({ mapping: { ...mapping, attributes: [] } }), mug()])).toMatchObject([{ remoteKey: 'TSR-Rot-M', issue: { code: 'ATTRIBUTE_MISSING' } }]);
  });

  it('of a withdrawal shows a variant leaving its group, or the end of the whole of it, and ends nothing', async () => {
    await publish(shirt({ size: 'M' }), shirt({ size: 'L' }));
    const [one] = await withdrawal('TSR-Rot-M');
    expect([one?.method, one?.items, (JSON.parse(one?.body ?? '') as { variantSKUs: unknown }).variantSKUs]).toEqual(['PUT', 1, ['TSR-Rot-L']]);
    expect((await withdrawal('TSR-Rot-M', 'TSR-Rot-L')).map(({ method, path, items }) => [method, path, items])).toEqual([
      ['POST', '/sell/inventory/v1/offer/withdraw_by_inventory_item_group', 2],
      ['DELETE', '/sell/inventory/v1/inventory_item_group/prd_shirt', 2],
    ]);
    expect((await shown('TSR-Rot-M')).offers).toMatchObject([{ isPublished: true }]);
  });
});

describe('the catalogue', () => {
  it("offers the site's tree, its aspects with their values, and takes any brand", async () => {
    const catalogue = connector.catalogue!;
    const tree = await catalogue.categories(sandbox.context);
    expect(tree.map(({ name }) => name)).toEqual(['Kleidung & Accessoires', 'Möbel & Wohnen']);
    const attributes = await catalogue.attributes(sandbox.context, '15687');
    expect(attributes.filter(({ required }) => required).map(({ name }) => name)).toEqual(['Marke', 'Farbe', 'Größe', 'Abteilung']);
    expect(attributes.find(({ name }) => name === 'Abteilung')).toMatchObject({ allowsCustomValue: false, isVariant: false });
    expect((await catalogue.attributeValues(sandbox.context, '15687', 'Größe', null)).items.map(({ name }) => name)).toContain('XL');
    expect(await catalogue.brands(sandbox.context, 'Lale Moda')).toEqual([{ id: 'Lale Moda', name: 'Lale Moda' }]);
  });
});

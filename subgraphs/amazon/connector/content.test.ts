import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ItemResult, ListingDraft, PushOutcome } from '../../sync/connector/contract.js';
import { createAmazonConnector } from './index.js';
import { openShop, SELLER, type Shop } from './testing/shop.js';

const connector = createAmazonConnector();
const content = connector.content!;
const STEP_MS = 1_000;

function draft(sku: string, change: Partial<ListingDraft> = {}): ListingDraft {
  return {
    remoteKey: sku,
    groupKey: 'prd_tisort',
    sku,
    barcode: '8690000000123',
    title: 'Pamuklu tişört',
    descriptionHtml: '<p>Yumuşak &amp; rahat</p>',
    language: 'TR',
    translations: {},
    images: ['https://cdn.example.invalid/1.jpg', 'https://cdn.example.invalid/2.jpg'],
    options: [{ name: 'Renk', value: 'Kırmızı' }, { name: 'Beden', value: 'M' }],
    price: { saleMinor: 19_990, listMinor: 24_990, currency: 'TRY' },
    quantity: 7,
    mapping: {
      categoryId: 'T_SHIRT',
      brandId: null,
      brandName: 'Anka Giyim',
      attributes: [
        { attributeId: 'color', valueId: 'Kırmızı', customValue: null },
        { attributeId: 'apparel_size', valueId: 'M', customValue: null },
        { attributeId: 'country_of_origin', valueId: 'TR', customValue: null },
      ],
      shipmentTemplate: null,
      vatRatePercent: 10,
    },
    remoteIds: {},
    isUpdate: false,
    ...change,
  };
}

function withAttribute(attributeId: string, value: string | null): ListingDraft['mapping'] {
  const { mapping } = draft('X');
  const others = mapping.attributes.filter((one) => one.attributeId !== attributeId);
  return { ...mapping, attributes: value === null ? others : [...others, { attributeId, valueId: value, customValue: null }] };
}

describe('content on Amazon', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await openShop();
  });
  afterAll(async () => shop.stop());

  const settle = async (outcome: PushOutcome): Promise<readonly ItemResult[]> => {
    if (outcome.kind === 'SETTLED') return outcome.results;
    if (outcome.kind !== 'ACCEPTED') throw new Error(JSON.stringify(outcome));
    for (let step = 0; step < 10; step += 1) {
      await shop.advance(STEP_MS);
      const polled = await content.poll(shop.context, outcome.receipt);
      if (polled.kind === 'SETTLED') return polled.results;
    }
    throw new Error('did not settle');
  };
  const resultOf = (results: readonly ItemResult[], sku: string): ItemResult | undefined => results.find(({ remoteKey }) => remoteKey === sku);
  const listing = async (sku: string): Promise<{ attributes: Record<string, unknown[]>; price: number; quantity: number } | undefined> =>
    (await shop.control<{ listings: { attributes: Record<string, unknown[]>; price: number; quantity: number }[] }>('GET', `/listings?sellerId=${SELLER.sellerId}&sku=${sku}`)).listings[0];

  it('publishes a product with its variants under one parent, and learns their ASINs', async () => {
    const results = await settle(await content.publish(shop.context, [draft('VAR-M'), draft('VAR-L', { mapping: withAttribute('apparel_size', 'L') })]));
    expect(resultOf(results, 'VAR-M')).toMatchObject({ ok: true, remoteIds: { asin: expect.stringMatching(/^B0/), productType: 'T_SHIRT' } });
    expect(resultOf(results, 'VAR-L')).toMatchObject({ ok: true });
    expect((await listing('VAR-L'))?.attributes).toMatchObject({ child_parent_sku_relationship: [{ parent_sku: 'GRP-prd_tisort' }], variation_theme: [{ name: 'SIZE/COLOR' }], product_description: [{ value: 'Yumuşak & rahat', language_tag: 'tr_TR' }] });
    expect((await listing('GRP-prd_tisort'))?.attributes).not.toHaveProperty('color');
    const [offer] = await connector.offers.read(shop.context, ['VAR-M']);
    expect(offer).toMatchObject({ price: { saleMinor: 19_990, listMinor: 24_990 }, quantity: 7, onSale: true });
    const listed = await connector.offers.list(shop.context, null);
    expect(listed.items.map(({ remoteKey }) => remoteKey)).toEqual(expect.arrayContaining(['VAR-M', 'VAR-L']));
    expect(listed.items.map(({ remoteKey }) => remoteKey)).not.toContain('GRP-prd_tisort');
  });

  it('reports required attributes and foreign values per item, without sending those items', async () => {
    const before = (await shop.requests('/feeds/2021-06-30/feeds')).filter(({ method }) => method === 'POST').length;
    const results = await settle(await content.publish(shop.context, [draft('NO-SIZE', { mapping: withAttribute('apparel_size', null) }), draft('ODD-SIZE', { mapping: withAttribute('apparel_size', 'Dev') })]));
    expect(resultOf(results, 'NO-SIZE')).toMatchObject({ ok: false, issue: { code: 'ATTRIBUTE_MISSING', message: expect.stringContaining('Beden (apparel_size)') } });
    expect(resultOf(results, 'ODD-SIZE')).toMatchObject({ ok: false, issue: { code: 'ATTRIBUTE_REFUSED' } });
    expect((await shop.requests('/feeds/2021-06-30/feeds')).filter(({ method }) => method === 'POST')).toHaveLength(before);
  });

  it('publishes the sound items of a batch in which one is refused', async () => {
    const results = await settle(await content.publish(shop.context, [draft('SOUND-1', { groupKey: 'prd_a' }), draft('UNSOUND-1', { groupKey: 'prd_a', mapping: { ...draft('X').mapping, categoryId: 'NO_SUCH_TYPE' } })]));
    expect(resultOf(results, 'SOUND-1')).toMatchObject({ ok: true });
    expect(resultOf(results, 'UNSOUND-1')).toMatchObject({ ok: false, issue: { code: 'CATEGORY_REFUSED' } });
  });

  it('leaves price and stock alone when the texts of a published listing change', async () => {
    await settle(await content.publish(shop.context, [draft('TXT-1', { groupKey: 'prd_b' })]));
    await shop.control('PUT', '/listings', { sellerId: SELLER.sellerId, sku: 'TXT-1', quantity: 3 });
    await settle(await content.publish(shop.context, [draft('TXT-1', { groupKey: 'prd_b', title: 'Yeni ad', quantity: 99, isUpdate: true, remoteIds: { asin: 'B0S1' } })]));
    expect(await listing('TXT-1')).toMatchObject({ quantity: 3, price: 199.9, attributes: { item_name: [{ value: 'Yeni ad' }] } });
  });

  it('reports what Amazon finds wrong after it has accepted a listing', async () => {
    await shop.control('PUT', '/settings', { rejectEveryNthListing: 1 });
    const results = await settle(await content.publish(shop.context, [draft('LATE-1', { groupKey: 'prd_c', options: [] })]));
    await shop.control('PUT', '/settings', { rejectEveryNthListing: 0 });
    expect(resultOf(results, 'LATE-1')).toMatchObject({ ok: false, issue: { message: expect.stringContaining('99300') } });
  });

  it('withdraws by deleting the offer, and a SKU that is gone already counts as withdrawn', async () => {
    await settle(await content.publish(shop.context, [draft('OFF-1', { groupKey: 'prd_d' })]));
    const results = await settle(await content.withdraw(shop.context, ['OFF-1', 'NEVER-THERE']));
    expect(results).toEqual(expect.arrayContaining([expect.objectContaining({ remoteKey: 'OFF-1', ok: true }), expect.objectContaining({ remoteKey: 'NEVER-THERE', ok: true })]));
    expect(await connector.offers.read(shop.context, ['OFF-1'])).toEqual([]);
  });

  it('takes texts in the marketplace\'s language where the seller has written them, and marks the language of others', async () => {
    const english = { language: 'EN' as const, title: 'Cotton shirt', descriptionHtml: 'Soft' };
    await settle(await content.publish(shop.context, [draft('LANG-1', { ...english, groupKey: 'prd_e', translations: { TR: { title: 'Pamuklu', descriptionHtml: 'Yumuşak' } } }), draft('LANG-2', { ...english, groupKey: 'prd_f' })]));
    expect((await listing('LANG-1'))?.attributes['item_name']).toMatchObject([{ value: 'Pamuklu', language_tag: 'tr_TR' }]);
    expect((await listing('LANG-2'))?.attributes['item_name']).toMatchObject([{ value: 'Cotton shirt', language_tag: 'en_GB' }]);
  });

  it.each([
    ['a SKU of 41 characters', { remoteKey: 'X'.repeat(41) }, 'SKU_REFUSED'],
    ['no image', { images: [] }, 'IMAGE_REFUSED'],
    ['an http image', { images: ['http://example.invalid/1.jpg'] }, 'IMAGE_REFUSED'],
    ['roubles', { price: { saleMinor: 1, listMinor: 1, currency: 'RUB' as const } }, 'CURRENCY_REFUSED'],
  ])('refuses %s before anything is sent', (_, change, code) => {
    expect(content.check(draft('X', change), new Date())).toMatchObject({ code, retryable: false });
  });
});

describe('the catalogue of Amazon', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await openShop();
  });
  afterAll(async () => shop.stop());

  it('is a flat list of product types, read once and then remembered', async () => {
    const catalogue = connector.catalogue!;
    expect(await catalogue.categories(shop.context)).toEqual(expect.arrayContaining([{ id: 'DRESS', name: 'Elbise', children: [] }]));
    await catalogue.categories(shop.context);
    expect(await shop.requests('/definitions/2020-09-01/productTypes')).toHaveLength(1);
  });

  it('tells required, variant and free attributes apart, and lists their values', async () => {
    const catalogue = connector.catalogue!;
    const attributes = await catalogue.attributes(shop.context, 'SHOES');
    expect(attributes).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ id: 'color', name: 'Renk', required: true, isVariant: true, allowsCustomValue: true }),
        expect.objectContaining({ id: 'footwear_size', name: 'Numara', required: true, isVariant: true, allowsCustomValue: false }),
        expect.objectContaining({ id: 'material', required: false, isVariant: false }),
      ]),
    );
    expect(attributes.map(({ id }) => id)).not.toContain('purchasable_offer');
    expect((await catalogue.attributeValues(shop.context, 'SHOES', 'footwear_size', null)).items).toEqual(expect.arrayContaining([{ id: '42', name: '42' }]));
  });

  it('refuses a product type that does not exist as VALIDATION', async () => {
    await expect(connector.catalogue!.attributes(shop.context, 'NO_SUCH_TYPE')).rejects.toMatchObject({ errorClass: 'VALIDATION', outcome: 'REFUSED' });
  });
});

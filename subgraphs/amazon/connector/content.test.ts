import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ItemResult, ListingDraft, PushOutcome } from '../../sync/connector/contract.js';
import { createAmazonConnector } from './index.js';
import { sizeOf } from './testing/contract-tries.js';
import { openShop, scriptedHttp, SELLER, type Shop } from './testing/shop.js';

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
        ...sizeOf('m'),
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

function torch(sku: string, values: Readonly<Record<string, string>> = {}, change: Partial<ListingDraft> = {}): ListingDraft {
  const all = { color: 'Siyah', country_of_origin: 'TR', batteries_required: 'true', number_of_items: '2', item_weight: '250 grams', ...values };
  const attributes = Object.entries(all).map(([attributeId, customValue]) => ({ attributeId, valueId: null, customValue }));
  return draft(sku, { groupKey: `prd_${sku}`, options: [], mapping: { ...draft(sku).mapping, categoryId: 'FLASHLIGHT', attributes }, ...change });
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

  it('leaves a listing in Amazon\'s fulfilment that the hub takes for new, and learns that it is', async () => {
    await shop.control('POST', '/listings', { sellerId: SELLER.sellerId, items: [{ sku: 'FBA-NEW', quantity: 12, price: 50, isFba: true }] });
    const [result] = await settle(await content.publish(shop.context, [draft('FBA-NEW', { options: [] })]));
    expect(result).toMatchObject({ ok: true, remoteIds: { fulfilledBy: 'MARKETPLACE' } });
    expect(await listing('FBA-NEW')).toMatchObject({ isFba: true, quantity: 12, price: 199.9, attributes: { fulfillment_availability: [{ fulfillment_channel_code: 'AMAZON_EU' }] } });
  });

  it('publishes a product with its variants under one parent, and learns their ASINs', async () => {
    const results = await settle(await content.publish(shop.context, [draft('VAR-M'), draft('VAR-L', { mapping: withAttribute('apparel_size.size', 'l') })]));
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
    const results = await settle(await content.publish(shop.context, [draft('NO-SIZE', { mapping: withAttribute('apparel_size.size', null) }), draft('ODD-SIZE', { mapping: withAttribute('apparel_size.size', 'giant') })]));
    expect(resultOf(results, 'NO-SIZE')).toMatchObject({ ok: false, issue: { code: 'ATTRIBUTE_MISSING', message: expect.stringContaining('Beden (apparel_size.size)') } });
    expect(resultOf(results, 'ODD-SIZE')).toMatchObject({ ok: false, issue: { code: 'ATTRIBUTE_REFUSED' } });
    expect((await shop.requests('/feeds/2021-06-30/feeds')).filter(({ method }) => method === 'POST')).toHaveLength(before);
  });

  it('sends booleans, whole numbers and measures as what they are, and the language of texts only', async () => {
    const results = await settle(await content.publish(shop.context, [torch('TORCH-1'), torch('TORCH-2', { batteries_required: 'false', item_weight: '0.25 Kilogram' })]));
    expect(results.map(({ remoteKey, ok }) => [remoteKey, ok])).toEqual([['TORCH-1', true], ['TORCH-2', true]]);
    const marketplace_id = 'A33AVAJ2PDY3EV';
    expect((await listing('TORCH-1'))?.attributes).toMatchObject({ batteries_required: [{ value: true, marketplace_id }], number_of_items: [{ value: 2, marketplace_id }], item_weight: [{ value: 250, unit: 'grams', marketplace_id }], color: [{ value: 'Siyah', language_tag: 'tr_TR', marketplace_id }] });
    expect((await listing('TORCH-1'))?.attributes['country_of_origin']).toEqual([{ value: 'TR', marketplace_id }]);
    expect((await listing('TORCH-2'))?.attributes).toMatchObject({ batteries_required: [{ value: false }], item_weight: [{ value: 0.25, unit: 'kilograms' }] });
  });

  it.each([
    ['batteries_required', 'Evet', 'true'],
    ['number_of_items', 'iki', 'whole number'],
    ['number_of_items', '0', 'at least 1'],
    ['item_weight', '250', 'grams'],
  ])('refuses %s of %p before it is sent, and names it', async (name, value, reason) => {
    const results = await settle(await content.publish(shop.context, [torch('TORCH-BAD', { [name]: value })]));
    expect(results).toMatchObject([{ remoteKey: 'TORCH-BAD', ok: false, issue: { code: 'ATTRIBUTE_REFUSED', message: expect.stringMatching(new RegExp(`\\(${name}\\).*${reason}`)) } }]);
    expect(await shop.requests('TORCH-BAD')).toEqual([]);
  });

  it('puts the fields of one attribute together as its schema has them', async () => {
    const dimensions = { 'item_dimensions.length': '12.5 centimeters', 'item_dimensions.width': '30 Milimetre', 'item_dimensions.height': '4 inches' };
    const results = await settle(await content.publish(shop.context, [torch('TORCH-BOX', dimensions), draft('SIZED', { groupKey: 'prd_sized' })]));
    expect([resultOf(results, 'TORCH-BOX')?.ok, resultOf(results, 'SIZED')?.ok]).toEqual([true, true]);
    const marketplace_id = 'A33AVAJ2PDY3EV';
    expect((await listing('TORCH-BOX'))?.attributes['item_dimensions']).toEqual([{ length: { value: 12.5, unit: 'centimeters' }, width: { value: 30, unit: 'millimeters' }, height: { value: 4, unit: 'inches' }, marketplace_id }]);
    expect((await listing('SIZED'))?.attributes['apparel_size']).toEqual([{ size_system: 'as4', size_class: 'alpha', size: 'm', body_type: 'regular', height_type: 'regular', marketplace_id }]);
  });

  it.each<[string, Record<string, string>, string, string]>([
    ['a field is missing of an attribute that is begun', { 'item_dimensions.length': '12 centimeters' }, 'ATTRIBUTE_MISSING', 'item_dimensions.width.*item_dimensions.height'],
    ['a field has no unit', { 'item_dimensions.length': '12', 'item_dimensions.width': '1 meters', 'item_dimensions.height': '1 meters' }, 'ATTRIBUTE_REFUSED', 'item_dimensions.length.*centimeters'],
    ['all fields are given as one text', { item_dimensions: '12 x 3 x 4 centimeters' }, 'ATTRIBUTE_REFUSED', 'given by its fields: item_dimensions.length, item_dimensions.width, item_dimensions.height'],
  ])('refuses an item before it is sent where %s', async (_name, values, code, words) => {
    const results = await settle(await content.publish(shop.context, [torch('TORCH-ODD', values)]));
    expect(results).toMatchObject([{ remoteKey: 'TORCH-ODD', ok: false, issue: { code, message: expect.stringMatching(new RegExp(words)) } }]);
    expect((await shop.requests('TORCH-ODD')).filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  it('refuses two values for what takes one', async () => {
    const mapping = { ...torch('X').mapping, attributes: [...torch('X').mapping.attributes, { attributeId: 'material', valueId: null, customValue: 'Çelik' }, { attributeId: 'material', valueId: null, customValue: 'Plastik' }] };
    expect(await settle(await content.publish(shop.context, [torch('TORCH-TWO', {}, { mapping })]))).toMatchObject([{ ok: false, issue: { code: 'ATTRIBUTE_REFUSED', message: expect.stringContaining('(material) takes one value only') } }]);
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

  it('hands a few listings in one by one, and many in one feed', async () => {
    const drafts = (name: string, count: number) => Array.from({ length: count }, (_, index) => draft(`${name}-${index}`, { groupKey: `prd_${name}_${index}`, options: [] }));
    const feeds = async () => (await shop.requests('/feeds/2021-06-30/feeds')).filter(({ method }) => method === 'POST').length;
    const before = await feeds();
    expect((await settle(await content.publish(shop.context, drafts('FEW', 25)))).filter(({ ok }) => ok)).toHaveLength(25);
    expect(await feeds()).toBe(before);
    expect((await settle(await content.publish(shop.context, drafts('MANY', 26)))).filter(({ ok }) => ok)).toHaveLength(26);
    expect(await feeds()).toBe(before + 1);
  });

  it('does not take the faults of before for those of what it has just handed in', async () => {
    await shop.control('PUT', '/settings', { rejectEveryNthListing: 1 });
    expect(await settle(await content.publish(shop.context, [draft('MEND-1', { groupKey: 'prd_m', options: [] })]))).toMatchObject([{ ok: false }]);
    await shop.control('PUT', '/settings', { rejectEveryNthListing: 0 });
    await shop.advance(STEP_MS);
    const outcome = await content.publish(shop.context, [draft('MEND-1', { groupKey: 'prd_m', options: [], isUpdate: true, remoteIds: { asin: 'B0S1' } })]);
    expect(await content.poll(shop.context, outcome.kind === 'ACCEPTED' ? outcome.receipt : '')).toEqual({ kind: 'PENDING', pollAfterMs: expect.any(Number), settled: [] });
    expect(await settle(outcome)).toMatchObject([{ remoteKey: 'MEND-1', ok: true }]);
  });

  it('keeps a withdrawal pending while the listing shows, and lets it be read back in the end', async () => {
    await settle(await content.publish(shop.context, [draft('STAYS-1', { groupKey: 'prd_s', options: [] })]));
    const taken = scriptedHttp(() => ({ body: '{"sku":"STAYS-1","status":"ACCEPTED"}' }));
    const outcome = await content.withdraw(shop.contextWith({ http: taken }), ['STAYS-1']);
    if (outcome.kind !== 'ACCEPTED') throw new Error(JSON.stringify(outcome));
    expect(await content.poll(shop.context, outcome.receipt)).toMatchObject({ kind: 'PENDING', settled: [] });
    await shop.advance(121_000);
    expect(await content.poll(shop.context, outcome.receipt)).toEqual({ kind: 'SETTLED', results: [] });
  });

  it('puts off what is behind a 429, and leaves the one whose answer was lost to be read back', async () => {
    const trio = (name: string) => [1, 2, 3].map((index) => draft(`${name}-${index}`, { groupKey: `prd_${name}${index}`, options: [] }));
    await shop.control('POST', '/faults', { kind: 'status', status: 429, match: { method: 'PUT', path: 'STORM-2' } });
    const storm = await settle(await content.publish(shop.context, trio('STORM')));
    expect(storm.map(({ remoteKey, ok }) => [remoteKey, ok])).toEqual(expect.arrayContaining([['STORM-1', true], ['STORM-2', false], ['STORM-3', false]]));
    expect(resultOf(storm, 'STORM-2')).toMatchObject({ issue: { code: 'RATE_LIMITED', retryable: true }, retryAfterMs: expect.any(Number) });
    await shop.control('POST', '/faults', { kind: 'html', match: { method: 'PUT', path: 'LOST-2' } });
    const lost = await settle(await content.publish(shop.context, trio('LOST')));
    await shop.control('DELETE', '/faults');
    expect([resultOf(lost, 'LOST-1')?.ok, resultOf(lost, 'LOST-2'), resultOf(lost, 'LOST-3')?.ok]).toEqual([true, undefined, false]);
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

describe('a dry run of publishing on Amazon', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await openShop();
    await shop.control('POST', '/listings', { sellerId: SELLER.sellerId, items: [{ sku: 'DRY-THERE', quantity: 5, price: 100 }] });
  });
  afterAll(async () => shop.stop());

  const longBrand = draft('DRY-BAD', { options: [], mapping: { ...draft('X').mapping, brandName: 'x'.repeat(101) } });

  it("tells what Amazon's validation preview says, beside what its schema says, and hands nothing in", async () => {
    const drafts = [draft('DRY-GOOD'), longBrand, draft('DRY-SIZE', { mapping: withAttribute('apparel_size.size', null) }), draft('DRY-GONE', { options: [], isUpdate: true })];
    const foreseen = await content.foresee!(shop.context, drafts);
    expect(foreseen).toEqual([
      { remoteKey: 'DRY-SIZE', issue: expect.objectContaining({ code: 'ATTRIBUTE_MISSING' }) },
      { remoteKey: 'DRY-BAD', isSent: true, issue: expect.objectContaining({ code: 'BRAND_REFUSED', message: expect.stringContaining('90000900') }) },
      { remoteKey: 'DRY-GONE', isSent: true, issue: expect.objectContaining({ code: 'LISTING_NOT_FOUND' }) },
    ]);
    const asked = (await shop.requests('/items/')).filter(({ method }) => method === 'PUT' || method === 'PATCH');
    expect(asked.map(({ method, query }) => [method, query.includes('mode=VALIDATION_PREVIEW')])).toEqual([['PUT', true], ['PUT', true], ['PATCH', true]]);
  });

  it('asks about the first twenty only', async () => {
    const asked = async () => (await shop.requests('/items/')).filter(({ method }) => method !== 'GET').length;
    const before = await asked();
    await content.foresee!(shop.context, Array.from({ length: 30 }, (_, index) => draft(`DRY-${index}`, { options: [] })));
    expect((await asked()) - before).toBe(20);
  });

  it('shows each call of a few listings, and the three calls of a feed for many', async () => {
    const [parent, child] = await content.preview!(shop.context, { kind: 'PUBLISH', drafts: [draft('DRY-1')] });
    expect([parent?.path, child?.path]).toEqual(['GRP-prd_tisort', 'DRY-1'].map((sku) => `/listings/2021-08-01/items/{sellerId}/${sku}?marketplaceIds=A33AVAJ2PDY3EV&issueLocale=tr_TR`));
    expect(JSON.parse(child!.body)).toMatchObject({ productType: 'T_SHIRT', requirements: 'LISTING', attributes: { child_parent_sku_relationship: [{ parent_sku: 'GRP-prd_tisort' }] } });
    const many = await content.preview!(shop.context, { kind: 'PUBLISH', drafts: Array.from({ length: 30 }, (_, index) => draft(`DRY-${index}`, { options: [] })) });
    expect(many.map(({ method, path, quotaGroup, items }) => [method, path, quotaGroup, items])).toEqual([
      ['POST', '/feeds/2021-06-30/documents', 'feed-document-create', 30],
      ['PUT', '{url}', 'document', 30],
      ['POST', '/feeds/2021-06-30/feeds', 'listings-feed-create', 30],
    ]);
    expect((JSON.parse(many[1]!.body) as { messages: unknown[] }).messages).toHaveLength(30);
    expect(JSON.stringify(many)).not.toContain(SELLER.sellerId);
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
        expect.objectContaining({ id: 'footwear_size.size', name: 'Numara', required: true, isVariant: true, allowsCustomValue: false }),
        expect.objectContaining({ id: 'material', required: false, isVariant: false }),
      ]),
    );
    expect(attributes.map(({ id }) => id)).not.toContain('purchasable_offer');
    expect((await catalogue.attributeValues(shop.context, 'SHOES', 'footwear_size.size', null)).items).toEqual(expect.arrayContaining([{ id: 'numeric_42', name: '42' }]));
  });

  it('lists true and false for a boolean, and says the units of a measure', async () => {
    const catalogue = connector.catalogue!;
    const attributes = await catalogue.attributes(shop.context, 'FLASHLIGHT');
    expect(attributes).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ id: 'batteries_required', required: true, allowsCustomValue: false }),
        expect.objectContaining({ id: 'number_of_items', required: true, allowsCustomValue: true }),
        expect.objectContaining({ id: 'item_weight', name: 'Ürün ağırlığı (grams, kilograms, ounces, pounds)', allowsCustomValue: true }),
      ]),
    );
    expect((await catalogue.attributeValues(shop.context, 'FLASHLIGHT', 'batteries_required', null)).items).toEqual([{ id: 'false', name: 'Hayır' }, { id: 'true', name: 'Evet' }]);
  });

  it('refuses a product type that does not exist as VALIDATION', async () => {
    await expect(connector.catalogue!.attributes(shop.context, 'NO_SUCH_TYPE')).rejects.toMatchObject({ errorClass: 'VALIDATION', outcome: 'REFUSED' });
  });
});

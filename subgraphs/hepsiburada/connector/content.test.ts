import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ListingDraft, PushOutcome, ReceiptOutcome } from '../../sync/connector/contract.js';
import { connectStore, type ConnectedStore } from '../sandbox/testing/connected-store.js';
import { PRODUCT_STATUSES } from '../sandbox/domain/product.js';
import { MERCHANT_ID, runSandbox, type RunningSandbox } from '../sandbox/testing/running-sandbox.js';
import { createHepsiburadaConnector } from './index.js';
import { PRODUCT_STATES, productStateOf } from './product-states.js';

const STEP_MS = 600_000;

describe('content on Hepsiburada', () => {
  const { catalogue, ...connector } = createHepsiburadaConnector();
  const content = connector.content!;
  let hepsiburada: RunningSandbox;
  let shop: ConnectedStore;

  beforeAll(async () => {
    hepsiburada = await runSandbox();
    await hepsiburada.settings({ approvalDelayMs: STEP_MS, quotaScale: 0 });
    await hepsiburada.control('/products', { products: [{ merchantSku: 'OLD-1', barcode: '8690000000999' }, { merchantSku: 'OLD-2' }] });
    shop = connectStore(hepsiburada.url);
  });
  afterAll(async () => {
    await shop.close();
    await hepsiburada.stop();
  });

  let barcode = 8_690_000_100_000;
  const draft = (remoteKey: string, change: Partial<ListingDraft> = {}): ListingDraft => ({
    remoteKey,
    groupKey: 'GROUP-1',
    sku: remoteKey,
    barcode: String((barcode += 1)),
    title: 'Pamuklu Basic Tişört',
    descriptionHtml: '<p>Hafif</p>',
    language: 'TR',
    translations: {},
    images: ['https://example.invalid/1.jpg'],
    options: [{ name: 'Color', value: 'Kırmızı' }, { name: 'Size', value: 'M' }],
    price: { saleMinor: 13_050, listMinor: 13_050, currency: 'TRY' },
    quantity: 4,
    mapping: { categoryId: '60000111', brandId: null, brandName: 'Hub Deneme', attributes: [{ attributeId: '00000MU', valueId: 'Kadın', customValue: null }], shipmentTemplate: null, vatRatePercent: 10 },
    remoteIds: {},
    isUpdate: false,
    ...change,
  });
  const publish = (...drafts: ListingDraft[]): Promise<PushOutcome> => content.publish(shop.context, drafts);
  const receiptOf = (outcome: PushOutcome): string => {
    if (outcome.kind !== 'ACCEPTED') throw new Error(JSON.stringify(outcome));
    return outcome.receipt;
  };
  const poll = (receipt: string): Promise<ReceiptOutcome> => content.poll(shop.context, receipt);
  const pass = async (steps: number): Promise<void> => {
    for (let step = 0; step < steps; step += 1) await hepsiburada.advance(STEP_MS);
  };
  const imports = async () => (await hepsiburada.control<{ requests: unknown[] }>('/requests?path=/products/import&limit=1000')).requests.length;

  it('is published through all states until it is on sale, with its catalogue number', async () => {
    const receipt = receiptOf(await publish(draft('NEW-1')));
    expect(await poll(receipt)).toMatchObject({ kind: 'PENDING', settled: [] });
    await pass(3);
    expect(await poll(receipt)).toEqual({ kind: 'SETTLED', results: [{ remoteKey: 'NEW-1', ok: true, remoteIds: { hbSku: expect.stringMatching(/^HBCV/), productStatus: 'MATCHED' } }] });
    expect((await connector.offers.read(shop.context, ['NEW-1']))[0]).toMatchObject({ price: { saleMinor: 13_050 }, quantity: 4, onSale: true });
  });

  it('carries prices with a decimal comma, and variants with their group and their own colour, size, barcode, price and stock', async () => {
    await publish(draft('VAR-M'), draft('VAR-L', { options: [{ name: 'Renk', value: 'Siyah' }, { name: 'Beden', value: 'L' }], price: { saleMinor: 20_000, listMinor: 20_000, currency: 'TRY' }, quantity: 9 }));
    const { json } = await hepsiburada.get<{ data: Record<string, unknown>[] }>(`/mpop/product/api/products/all-products-of-merchant/${MERCHANT_ID}?merchantSku=VAR-L`);
    expect(json.data[0]).toMatchObject({ merchantSku: 'VAR-L', variantGroupId: 'GROUP-1', price: '200,00', productAttributes: expect.arrayContaining([{ name: 'renk_variant_property', value: 'Siyah', mandatory: false }, { name: 'beden_variant_property', value: 'L', mandatory: false }, { name: 'price', value: '200,00', mandatory: false }, { name: 'stock', value: '9', mandatory: false }]) });
  });

  it('completes a group with a variant that comes later', async () => {
    const first = receiptOf(await publish(draft('GRP-1', { groupKey: 'GROUP-2' })));
    await pass(3);
    const second = receiptOf(await publish(draft('GRP-2', { groupKey: 'GROUP-2', options: [{ name: 'Renk', value: 'Mavi' }, { name: 'Beden', value: 'S' }] })));
    await pass(3);
    expect([(await poll(first)).kind, (await poll(second)).kind]).toEqual(['SETTLED', 'SETTLED']);
    const { json } = await hepsiburada.get<{ data: { variantGroupId: string }[] }>(`/mpop/product/api/products/all-products-of-merchant/${MERCHANT_ID}`);
    expect(json.data.filter(({ variantGroupId }) => variantGroupId === 'GROUP-2')).toHaveLength(2);
  });

  it('says which required attributes are missing, item by item, before anything is sent', async () => {
    const before = await imports();
    const outcome = await publish(draft('LACK-1', { options: [], mapping: { ...draft('').mapping, attributes: [] } }));
    expect(outcome).toMatchObject({ kind: 'SETTLED', results: [{ remoteKey: 'LACK-1', ok: false, issue: { code: 'ATTRIBUTE_MISSING', message: expect.stringMatching(/Renk, Beden, Cinsiyet/) } }] });
    expect(await imports()).toBe(before);
  });

  it('publishes the sound ones of a call whose others lack something', async () => {
    const receipt = receiptOf(await publish(draft('SOUND-1'), draft('LACK-2', { options: [] })));
    await pass(3);
    const outcome = await poll(receipt);
    expect(outcome.kind === 'SETTLED' && Object.fromEntries(outcome.results.map((result) => [result.remoteKey, result.ok || result.issue.code]))).toEqual({ 'SOUND-1': true, 'LACK-2': 'ATTRIBUTE_MISSING' });
  });

  it('that Hepsiburada refuses in the file comes back with its words', async () => {
    const receipt = receiptOf(await publish(draft('BAD-1', { options: [{ name: 'Renk', value: 'Gökkuşağı' }, { name: 'Beden', value: 'M' }] })));
    expect(await poll(receipt)).toMatchObject({ kind: 'SETTLED', results: [{ ok: false, issue: { code: 'CONTENT_REFUSED', remoteCode: 'FAILED', message: expect.stringContaining('Gökkuşağı') } }] });
  });

  it.each([
    ['MISSING_INFO', 'Eksik görselli tişört', 'INFORMATION_MISSING', /Görsel yetersiz.*beyaz fonda.*publish again/s],
    ['REJECTED', 'Katalog red olacak tişört', 'CATALOGUE_REJECTED', /kurallarına uygun değil.*Correct/s],
    ['BLOCKED', 'Yasaklı marka tişört', 'PRODUCT_PROHIBITED', /satışa kapalı.*ticket/s],
  ])('in the state %s says what the seller has to do next', async (state, title, code, message) => {
    const receipt = receiptOf(await publish(draft(`STATE-${state}`, { title })));
    await pass(2);
    expect(await poll(receipt)).toMatchObject({ kind: 'SETTLED', results: [{ ok: false, issue: { code, remoteCode: state, message: expect.stringMatching(message), retryable: false } }] });
  });

  it('proposed for an existing product waits for the seller, and is on sale once the match is approved and published again', async () => {
    const wanted = draft('MATCH-1', { title: 'Eşleşme bekleyen tişört', barcode: '8690000000999' });
    const receipt = receiptOf(await publish(wanted));
    await pass(2);
    expect(await poll(receipt)).toMatchObject({ kind: 'SETTLED', results: [{ ok: false, issue: { code: 'MATCH_NEEDS_APPROVAL', message: expect.stringContaining('HBCV') } }] });
    await hepsiburada.send('POST', '/mpop/product/api/products/approve-prematch', [{ merchant: MERCHANT_ID, merchantSkuList: ['MATCH-1'] }]);
    expect(await poll(receiptOf(await publish(wanted)))).toMatchObject({ kind: 'SETTLED', results: [{ remoteKey: 'MATCH-1', ok: true }] });
  });

  it('knows all nine states, and takes no other word for one', () => {
    for (const { next } of Object.values(PRODUCT_STATES)) expect([next.tr, next.ru, new Set(Object.values(next)).size]).toEqual([expect.stringMatching(/\p{Script=Latin}/u), expect.stringMatching(/\p{Script=Cyrillic}/u), 3]);
    expect(Object.keys(PRODUCT_STATES).sort()).toEqual([...PRODUCT_STATUSES].sort());
    expect([productStateOf('SOMETHING_NEW'), productStateOf(null), productStateOf('constructor'), productStateOf(' matched ')?.kind]).toEqual([null, null, null, 'DONE']);
  });

  it('is changed by a ticket once it has its catalogue number, and refused fields are told', async () => {
    const hbSku = (await connector.offers.read(shop.context, ['OLD-1']))[0]?.remoteIds['hbSku'] ?? '';
    const receipt = receiptOf(await publish(draft('OLD-1', { remoteIds: { hbSku }, isUpdate: true, title: 'Yeni ad' })));
    expect(await poll(receipt)).toMatchObject({ kind: 'PENDING' });
    await pass(1);
    expect(await poll(receipt)).toEqual({ kind: 'SETTLED', results: [{ remoteKey: 'OLD-1', ok: true }] });
    const refused = receiptOf(await publish(draft('OLD-1', { remoteIds: { hbSku }, isUpdate: true, title: 'Red olacak ad' })));
    await pass(1);
    expect(await poll(refused)).toMatchObject({ kind: 'SETTLED', results: [{ ok: false, issue: { code: 'CONTENT_REFUSED', message: expect.stringContaining('NAME') } }] });
  });

  it('of which only a part is taken says which, in what it was refused and in what not', async () => {
    const hbSku = (await connector.offers.read(shop.context, ['OLD-1']))[0]?.remoteIds['hbSku'] ?? '';
    const receipt = receiptOf(await publish(draft('OLD-1', { remoteIds: { hbSku }, isUpdate: true, title: 'Red olacak ad', descriptionHtml: '<p>Yeni açıklama</p>', images: ['https://example.invalid/1.jpg', 'https://example.invalid/bulanik.jpg'] })));
    await pass(1);
    expect(await poll(receipt)).toMatchObject({ results: [{ ok: false, issue: { code: 'CONTENT_REFUSED', remoteCode: 'REJECTED', message: 'NAME: Ürün adı kurallara uygun değil.; MEDIA: taken in part (Bulanık görseller alınmadı.). Taken: DESCRIPTION, ATTRIBUTE.' } }] });
    const { json } = await hepsiburada.get<{ data: { description: string; productName: string }[] }>(`/mpop/product/api/products/all-products-of-merchant/${MERCHANT_ID}?merchantSku=OLD-1`);
    expect(json.data[0]?.productName).not.toContain('Red olacak');
  });

  it('does not go out with variants that Hepsiburada cannot tell apart, nor in a category that is none, and takes no other with it', async () => {
    const before = await imports();
    const receipt = receiptOf(
      await publish(
        draft('TWIN-1', { groupKey: 'GROUP-3', options: [{ name: 'Renk', value: 'Kırmızı' }, { name: 'Beden', value: 'M' }, { name: 'Malzeme', value: 'Yün' }] }),
        draft('TWIN-2', { groupKey: 'GROUP-3', options: [{ name: 'Renk', value: 'Kırmızı' }, { name: 'Beden', value: 'M' }, { name: 'Malzeme', value: 'Pamuk' }] }),
        draft('TWIN-3', { groupKey: 'GROUP-3', options: [{ name: 'Renk', value: 'Kırmızı' }, { name: 'Beden', value: 'L' }] }),
        draft('NOWHERE-1', { mapping: { ...draft('').mapping, categoryId: '60000100' } }),
      ),
    );
    expect(await imports()).toBe(before + 1);
    await pass(3);
    const outcome = await poll(receipt);
    expect(outcome.kind === 'SETTLED' && Object.fromEntries(outcome.results.map((result) => [result.remoteKey, result.ok || [result.issue.code, result.issue.message]]))).toEqual({
      'TWIN-1': true,
      'TWIN-2': ['DUPLICATE_VARIANT', 'The variants of a product differ here in Renk, Beden only, and TWIN-1 has the same.'],
      'TWIN-3': true,
      'NOWHERE-1': ['CATEGORY_REFUSED', expect.stringContaining('not a leaf')],
    });
  });

  it('is withdrawn by taking the listing off sale, and comes back by publishing', async () => {
    expect(await content.withdraw(shop.context, ['OLD-2', 'NEVER-THERE'])).toMatchObject({ kind: 'SETTLED', results: [{ remoteKey: 'OLD-2', ok: true }, { remoteKey: 'NEVER-THERE', ok: true }] });
    const [off] = await connector.offers.read(shop.context, ['OLD-2']);
    expect(off?.onSale).toBe(false);
    await publish(draft('OLD-2', { remoteIds: off?.remoteIds ?? {} }));
    expect((await connector.offers.read(shop.context, ['OLD-2']))[0]?.onSale).toBe(true);
  });

  it('is taken out of the catalogue when it is withdrawn before it has a listing, and out of nothing else', async () => {
    const listed = draft('OUT-LISTED');
    await publish(listed);
    await pass(3);
    await publish(draft('OUT-1', { title: 'Eksik görselli tişört' }));
    await publish(draft('OUT-2'));
    await pass(2);
    const all = ['OUT-LISTED', 'OUT-1', 'OUT-2', 'OUT-NEVER'];
    expect((await content.preview!(shop.context, { kind: 'WITHDRAW', remoteKeys: all })).map(({ path, body, items }) => [path.split('/').at(-1), body, items])).toEqual([
      ['deactivate', '{}', 1],
      ['delete-process', JSON.stringify([{ merchant: MERCHANT_ID, merchantSku: 'OUT-1' }]), 1],
    ]);
    const receipt = receiptOf(await content.withdraw(shop.context, all));
    const opening = { remoteKey: 'OUT-2', ok: false, retryAfterMs: 60_000, issue: { code: 'LISTING_NOT_APPROVED', remoteCode: null, retryable: true, message: expect.stringContaining('CREATED') } };
    expect(await poll(receipt)).toMatchObject({ kind: 'PENDING', settled: [opening, { remoteKey: 'OUT-LISTED', ok: true }, { remoteKey: 'OUT-NEVER', ok: true }] });
    await pass(1);
    expect(await poll(receipt)).toMatchObject({ kind: 'SETTLED', results: [opening, { remoteKey: 'OUT-LISTED', ok: true }, { remoteKey: 'OUT-NEVER', ok: true }, { remoteKey: 'OUT-1', ok: true }] });
    const { json } = await hepsiburada.get<{ data: unknown[] }>(`/mpop/product/api/products/all-products-of-merchant/${MERCHANT_ID}?merchantSku=OUT-1`);
    expect(json.data).toEqual([]);
    // By now its listing has opened, and is taken off sale like any other.
    expect(await content.withdraw(shop.context, ['OUT-2'])).toMatchObject({ kind: 'SETTLED', results: [{ remoteKey: 'OUT-2', ok: true }] });
    expect((await connector.offers.read(shop.context, ['OUT-2']))[0]?.onSale).toBe(false);
  });

  it('that the catalogue would not let go of is withdrawn later, and is asked for again where the answer was lost', async () => {
    await publish(draft('KEPT-1', { title: 'Eksik görselli tişört' }));
    await pass(2);
    await hepsiburada.control('/faults', { kind: 'drop-after', times: 1, match: { method: 'POST', path: '/delete-process' } });
    await expect(content.withdraw(shop.context, ['KEPT-1'])).rejects.toMatchObject({ errorClass: 'NETWORK', outcome: 'REFUSED' });
    const receipt = receiptOf(await content.withdraw(shop.context, ['KEPT-1']));
    await hepsiburada.control('/products/KEPT-1', { status: 'CREATED' }, 'PUT');
    await pass(1);
    expect(await poll(receipt)).toMatchObject({ kind: 'SETTLED', results: [{ remoteKey: 'KEPT-1', ok: false, retryAfterMs: 60_000, issue: { code: 'LISTING_NOT_APPROVED', message: expect.stringContaining('Satıştaki ürün silinemez') } }] });
    // What became of a removal that is forgotten is told by the states.
    expect(await poll(JSON.stringify({ removal: { id: 'no-such-task', keys: ['KEPT-1', 'OUT-1'] }, settled: [], languages: {} }))).toMatchObject({ kind: 'SETTLED', results: [{ remoteKey: 'KEPT-1', ok: false }, { remoteKey: 'OUT-1', ok: true }] });
  });

  it('is shown by a dry run as the file that would be uploaded, with the form around it, and sends nothing', async () => {
    const before = await imports();
    const [shown, ...others] = await content.preview!(shop.context, { kind: 'PUBLISH', drafts: [draft('DRY-1'), draft('DRY-2', { options: [{ name: 'Renk', value: 'Siyah' }, { name: 'Beden', value: 'L' }] })] });
    expect(others).toEqual([]);
    expect(shown).toMatchObject({ method: 'POST', path: '/product/api/products/import?version=1', quotaGroup: 'catalogue', items: 2 });
    const [boundary, disposition, type, blank, file, end] = shown!.body.split('\r\n');
    expect([disposition, type, blank, end]).toEqual(['Content-Disposition: form-data; name="file"; filename="products.json"', 'Content-Type: application/json', '', `${boundary ?? ''}--`]);
    expect((JSON.parse(file ?? '') as { attributes: object }[]).map(({ attributes }) => attributes)).toMatchObject([{ merchantSku: 'DRY-1', price: '130,50', renk_variant_property: 'Kırmızı' }, { merchantSku: 'DRY-2', renk_variant_property: 'Siyah', beden_variant_property: 'L' }]);
    expect(await content.foresee!(shop.context, [draft('DRY-1'), draft('DRY-3', { options: [] })])).toMatchObject([{ remoteKey: 'DRY-3', issue: { code: 'ATTRIBUTE_MISSING', message: expect.stringMatching(/Renk, Beden/) } }]);
    expect(await imports()).toBe(before);
  });

  it('is not held up by a file that is refused whole, which is told of what was in it', async () => {
    const hbSku = (await connector.offers.read(shop.context, ['OLD-1']))[0]?.remoteIds['hbSku'] ?? '';
    const unreadable = { status: 200, headers: {}, body: Buffer.from('{"success":false,"code":4001,"message":"Dosya okunamadı"}'), payloadId: 'pay_1' as never };
    const http: typeof shop.context.http = { send: async (request) => (request.path.includes('/products/import') ? unreadable : shop.context.http.send(request)) };
    const receipt = receiptOf(await content.publish({ ...shop.context, http }, [draft('WHOLE-1'), draft('OLD-1', { groupKey: 'GROUP-OLD', remoteIds: { hbSku }, isUpdate: true })]));
    await pass(1);
    const outcome = await poll(receipt);
    expect(outcome.kind === 'SETTLED' && Object.fromEntries(outcome.results.map((result) => [result.remoteKey, result.ok || result.issue.message]))).toEqual({ 'OLD-1': true, 'WHOLE-1': expect.stringContaining('Dosya okunamadı') });
  });

  it('is told when its listing is gone, instead of changing texts that nobody sees', async () => {
    expect(await publish(draft('GONE-1', { remoteIds: { hbSku: 'HBCV0000099999' }, isUpdate: true }))).toMatchObject({ kind: 'SETTLED', results: [{ remoteKey: 'GONE-1', ok: false, issue: { code: 'LISTING_NOT_FOUND' } }] });
  });

  it('is told in Turkish where the seller has written it in Turkish, and says so', async () => {
    const receipt = receiptOf(await publish(draft('LANG-1', { language: 'EN', title: 'Cotton tee', translations: { TR: { title: 'Pamuklu tişört', descriptionHtml: '<p>Hafif</p>' } } })));
    await pass(3);
    expect(await poll(receipt)).toMatchObject({ results: [{ ok: true, remoteIds: { contentLanguage: 'TR' } }] });
    const { json } = await hepsiburada.get<{ data: { productName: string }[] }>(`/mpop/product/api/products/all-products-of-merchant/${MERCHANT_ID}?merchantSku=LANG-1`);
    expect(json.data[0]?.productName).toBe('Pamuklu tişört');
  });

  it('whose tracking id Hepsiburada has forgotten is looked up instead', async () => {
    expect(await poll(JSON.stringify({ import: 'no-such-task', settled: [], languages: {} }))).toEqual({ kind: 'EXPIRED' });
    expect(await poll('no receipt at all')).toEqual({ kind: 'EXPIRED' });
  });

  it.each<[string, Partial<ListingDraft>, string]>([
    ['no barcode', { barcode: null }, 'BARCODE_REFUSED'],
    ['an http image', { images: ['http://example.invalid/1.jpg'] }, 'IMAGE_REFUSED'],
    ['a SKU that a list of SKUs cannot carry', { remoteKey: 'A,B' }, 'SKU_REFUSED'],
    ['roubles', { price: { saleMinor: 1, listMinor: 1, currency: 'RUB' } }, 'CURRENCY_REFUSED'],
  ])('is refused with %s before anything is sent', (_, change, code) => {
    expect(content.check(draft('X', change), new Date())).toMatchObject({ code, retryable: false });
  });

  it('finds its categories as a tree, their attributes and values, each asked for once', async () => {
    const tree = await catalogue!.categories(shop.context);
    expect(tree.map(({ name }) => name)).toContain('Giyim');
    expect(tree[0]?.children[0]?.children.map(({ id }) => id)).toContain('60000111');
    const attributes = await catalogue!.attributes(shop.context, '60000111');
    expect(attributes).toContainEqual({ id: 'renk_variant_property', name: 'Renk', required: true, allowsCustomValue: false, isVariant: true, isSlicer: false, allowsMany: false });
    expect((await catalogue!.attributeValues(shop.context, '60000111', 'renk_variant_property', null)).items).toContainEqual({ id: 'Kırmızı', name: 'Kırmızı' });
    const asked = async () => (await hepsiburada.control<{ requests: unknown[] }>('/requests?path=/mpop/product/api/categories&limit=1000')).requests.length;
    const before = await asked();
    await catalogue!.categories(shop.context);
    await catalogue!.attributeValues(shop.context, '60000111', 'renk_variant_property', null);
    expect(await asked()).toBe(before);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ListingDraft, ReceiptOutcome } from '../../sync/connector/contract.js';
import { catalogue } from './catalogue.js';
import type { OzonContext } from './client.js';
import { content } from './content.js';
import { fees, readShippingCosts } from './fees.js';
import { offers } from './offers.js';
import { priceIndex } from './price-index.js';
import { contextOver } from './testing/contexts.js';
import { openSandbox, type OpenSandbox } from './testing/open-sandbox.js';

const COLOUR = '10096';
const SIZE = '4295';
const GENDER = '9163';

describe('cards on Ozon', () => {
  let sandbox: OpenSandbox;
  let context: OzonContext;

  beforeAll(async () => {
    sandbox = await openSandbox();
    context = contextOver({ http: sandbox.http, credentials: { packageMm: '300x200x30', packageGrams: '220' } });
  });
  afterAll(() => sandbox.stop());

  const categoryId = '17027904:93244';
  const valueId = async (attributeId: string, name: string): Promise<string> => (await catalogue.attributeValues(context, categoryId, attributeId, null)).items.find((one) => one.name === name)!.id;
  const draft = async (remoteKey: string, { colour = 'Kırmızı', size = 'M', ...change }: Partial<ListingDraft> & { colour?: string; size?: string } = {}): Promise<ListingDraft> => ({
    remoteKey, groupKey: 'pro_kazak', sku: remoteKey, barcode: '8690000000123', title: 'Pamuklu Tişört', descriptionHtml: '<p>Yumuşak</p>', language: 'TR', translations: {}, images: ['https://images.example.invalid/1.jpg'], options: [], price: { saleMinor: 129_000, listMinor: 169_000, currency: 'RUB' }, quantity: 3,
    mapping: { categoryId, brandId: (await catalogue.brands(context, 'Anka Giyim'))[0]!.id, brandName: 'Anka Giyim', shipmentTemplate: null, vatRatePercent: 20, attributes: [{ attributeId: COLOUR, valueId: await valueId(COLOUR, colour), customValue: null }, { attributeId: SIZE, valueId: await valueId(SIZE, size), customValue: null }, { attributeId: GENDER, valueId: await valueId(GENDER, 'Kadın'), customValue: null }] },
    remoteIds: {}, isUpdate: false, ...change,
  });
  const publish = async (...drafts: ListingDraft[]): Promise<ReceiptOutcome> => {
    const outcome = await content.publish(context, drafts);
    if (outcome.kind === 'SETTLED') return outcome;
    if (outcome.kind !== 'ACCEPTED') throw new Error(JSON.stringify(outcome));
    expect(await content.poll(context, outcome.receipt)).toMatchObject({ kind: 'PENDING' });
    await sandbox.advance(10_000);
    return content.poll(context, outcome.receipt);
  };

  it('are known by a pair of category and type, with names in the language of the store', async () => {
    const [clothes] = await catalogue.categories(context);
    expect(clothes).toMatchObject({ name: 'Giyim', children: expect.arrayContaining([expect.objectContaining({ id: '17027904', children: expect.arrayContaining([{ id: categoryId, name: 'Tişört', children: [] }]) })]) });
    const attributes = await catalogue.attributes(context, categoryId);
    expect(attributes).toContainEqual({ id: COLOUR, name: 'Renk', required: true, allowsCustomValue: false, isVariant: true, isSlicer: false, allowsMany: true });
    expect(attributes.map(({ id }) => id)).not.toEqual(expect.arrayContaining(['9048']));
    const before = (await sandbox.control<{ requests: unknown[] }>('GET', '/requests?path=description-category&limit=1000')).requests.length;
    await catalogue.attributes(context, categoryId);
    expect((await sandbox.control<{ requests: unknown[] }>('GET', '/requests?path=description-category&limit=1000')).requests).toHaveLength(before);
  });

  it('are named in Russian or English where that is asked for, under the same ids', async () => {
    const [russian, english] = [catalogue.inLanguage!('RU'), catalogue.inLanguage!('EN')];
    expect((await russian.categories(context))[0]).toMatchObject({ name: 'Одежда', children: expect.arrayContaining([expect.objectContaining({ id: '17027904', name: 'Футболки и топы' })]) });
    expect(await russian.attributes(context, categoryId)).toContainEqual(expect.objectContaining({ id: COLOUR, name: 'Цвет товара' }));
    const red = { id: await valueId(COLOUR, 'Kırmızı'), name: 'красный' };
    expect((await russian.attributeValues(context, categoryId, COLOUR, null)).items).toContainEqual(red);
    expect((await english.attributeValues(context, categoryId, COLOUR, null)).items).toContainEqual({ ...red, name: 'red' });
    expect((await catalogue.categories(context))[0]?.name).toBe('Giyim');
  });

  it('settle once the moderators have let them in, and say in which language they were sent', async () => {
    expect(await publish(await draft('CARD-1', { translations: { RU: { title: 'Футболка', descriptionHtml: '' }, EN: { title: 'T-shirt', descriptionHtml: '<p>Soft</p>' } } }))).toMatchObject({
      kind: 'SETTLED',
      results: [{ remoteKey: 'CARD-1', ok: true, remoteIds: { contentLanguage: 'RU', titleLanguage: 'RU', descriptionLanguage: 'EN', sku: expect.any(String), productId: expect.any(String) } }],
    });
    expect((await sandbox.control<{ name: string }>('GET', '/products/CARD-1')).name).toBe('Футболка');
  });

  it('in Turkish alone are sent as they are written, never in other letters, and say so', async () => {
    expect(await publish(await draft('CARD-2', { size: 'L' }))).toMatchObject({ results: [{ ok: true, remoteIds: { contentLanguage: 'TR', descriptionLanguage: 'TR' } }] });
    expect((await sandbox.control<{ name: string }>('GET', '/products/CARD-2')).name).toBe('Pamuklu Tişört');
  });

  it('of one product join into one card, and refuse the same variant twice', async () => {
    await publish(await draft('CARD-3', { colour: 'Mavi', size: 'S' }), await draft('CARD-4', { colour: 'Mavi', size: 'XL' }));
    const { json } = await sandbox.post<{ items: { model_info: { count: number } }[] }>('/v3/product/info/list', { offer_id: ['CARD-3'] });
    expect(json.items[0]?.model_info.count).toBeGreaterThanOrEqual(2);
    expect(await publish(await draft('CARD-5', { colour: 'Mavi', size: 'S' }))).toMatchObject({ results: [{ remoteKey: 'CARD-5', ok: false, issue: { code: 'DUPLICATE_VARIANT' } }] });
  });

  it('without a required attribute are refused one by one before anything is sent', async () => {
    const whole = await draft('CARD-6', { colour: 'Gri' });
    const partial = { ...(await draft('CARD-7')), mapping: { ...whole.mapping, attributes: whole.mapping.attributes.filter(({ attributeId }) => attributeId !== SIZE) } };
    const outcome = await publish(whole, partial);
    expect(outcome.kind === 'SETTLED' && outcome.results.map(({ remoteKey, ok }) => [remoteKey, ok])).toEqual([['CARD-6', true], ['CARD-7', false]]);
    expect(outcome).toMatchObject({ results: [{}, { issue: { code: 'ATTRIBUTE_MISSING', message: expect.stringMatching(/Beden \(4295\)/) } }] });
  });

  it('without a size are refused, not guessed; a size that is mapped counts before the store’s', async () => {
    const bare = contextOver({ http: sandbox.http });
    const one = await draft('CARD-8', { colour: 'Bej' });
    expect(await content.publish(bare, [one])).toMatchObject({ kind: 'SETTLED', results: [{ ok: false, issue: { code: 'DIMENSIONS_MISSING' } }] });
    const sized = { ...one, mapping: { ...one.mapping, attributes: [...one.mapping.attributes, ...Object.entries({ depth: '400', width: '300', height: '50', weight: '900' }).map(([attributeId, customValue]) => ({ attributeId, valueId: null, customValue }))] } };
    await publish(sized);
    expect(await sandbox.control('GET', '/products/CARD-8')).toMatchObject({ depthMm: 400, weightG: 900 });
  });

  it('are shown before they are sent: what would be refused, then out of the archive, then one import per pair of languages', async () => {
    const one = await draft('CARD-11', { colour: 'Sarı' });
    expect(await content.foresee?.(contextOver({ http: sandbox.http }), [one])).toMatchObject([{ remoteKey: 'CARD-11', issue: { code: 'DIMENSIONS_MISSING' } }]);
    await publish(one);
    await content.withdraw(context, ['CARD-11']);
    const archived = { ...one, remoteIds: { archived: 'true' }, isUpdate: true };
    const russian = await draft('CARD-12', { translations: { RU: { title: 'Футболка', descriptionHtml: '<p>Хлопок</p>' } } });
    expect(await content.foresee?.(context, [archived, russian])).toEqual([]);
    const shown = (await content.preview?.(context, { kind: 'PUBLISH', drafts: [archived, russian] })) ?? [];
    expect(shown.map(({ path, items }) => [path, items])).toEqual([['/v1/product/unarchive', 1], ['/v3/product/import', 1], ['/v3/product/import', 1]]);
    expect(shown.map(({ body }) => JSON.parse(body) as unknown)).toMatchObject([{ product_id: [expect.any(Number)] }, { items: [{ offer_id: 'CARD-11', name: 'Pamuklu Tişört' }] }, { items: [{ offer_id: 'CARD-12', name: 'Футболка' }] }]);
  });

  it('told of in a shape that nobody can read are left open, and the others of their import are settled', async () => {
    await sandbox.control('POST', '/faults', { kind: 'odd-shape', of: 'ODD', match: { path: '/v1/product/import/info' } });
    const outcome = await publish(await draft('ODD', { colour: 'Lacivert', size: 'S' }), await draft('SOUND', { colour: 'Lacivert', size: 'M' }));
    await sandbox.control('DELETE', '/faults');
    expect(outcome).toMatchObject({ kind: 'SETTLED', results: [{ remoteKey: 'SOUND', ok: true }] });
  });

  it('imported by a word that nobody knows are neither published nor refused, and not asked about for ever', async () => {
    await sandbox.control('POST', '/faults', { kind: 'replace', from: '"imported"', to: '"teleported"', match: { path: '/v1/product/import/info' } });
    const outcome = await publish(await draft('TELEPORTED', { colour: 'Lacivert', size: 'L' }));
    await sandbox.control('DELETE', '/faults');
    expect(outcome).toEqual({ kind: 'SETTLED', results: [] });
  });

  it('in a shape that nobody can read keep no other card of their import from being settled', async () => {
    await sandbox.control('POST', '/faults', { kind: 'odd-shape', of: 'ODD-CARD', match: { path: '/v3/product/info/list' } });
    const outcome = await publish(await draft('ODD-CARD', { colour: 'Kahverengi', size: 'S' }), await draft('SOUND-CARD', { colour: 'Kahverengi', size: 'M' }));
    await sandbox.control('DELETE', '/faults');
    expect(outcome).toMatchObject({ kind: 'PENDING', settled: [{ remoteKey: 'SOUND-CARD', ok: true }] });
  });

  it('that the moderators decline come back with their reason', async () => {
    await sandbox.control('PUT', '/settings', { rejectEveryNthApproval: 1 });
    expect(await publish(await draft('CARD-9', { colour: 'Siyah' }))).toMatchObject({ kind: 'SETTLED', results: [{ ok: false, issue: { message: expect.stringMatching(/images do not show/) } }] });
    await sandbox.control('PUT', '/settings', { rejectEveryNthApproval: 0 });
  });

  it('are withdrawn into the archive with their stock at zero, and come back out of it when published again', async () => {
    const one = await draft('CARD-10', { colour: 'Beyaz' });
    await publish(one);
    await offers.push(context, [{ remoteKey: 'CARD-10', quantity: 5, known: { price: null, quantity: null } }]);
    expect(await content.withdraw(context, ['CARD-10'])).toMatchObject({ kind: 'POSTPONED', retryAfterMs: 30_000 });
    await sandbox.advance(30_000);
    expect(await content.withdraw(context, ['CARD-10', 'NEVER-THERE'])).toMatchObject({ kind: 'SETTLED', results: [{ ok: true, remoteIds: { archived: 'true' } }, { ok: true }] });
    expect((await offers.read(context, ['CARD-10']))[0]).toMatchObject({ quantity: 0, onSale: false });
    expect(await publish({ ...one, isUpdate: true, remoteIds: { archived: 'true' } })).toMatchObject({ results: [{ ok: true, remoteIds: { archived: 'false' } }] });
    expect((await offers.read(context, ['CARD-10']))[0]?.onSale).toBe(true);
  });

  it('cost what Ozon says, scheme by scheme, and show the least price of others', async () => {
    const price = { saleMinor: 200_000, listMinor: 200_000, currency: 'RUB' as const };
    const [estimate] = await fees.estimate(context, [{ remoteKey: 'CARD-1', price }]);
    const costs = await readShippingCosts(context, 'CARD-1', price);
    expect(estimate).toMatchObject({ remoteKey: 'CARD-1', commissionPercent: 18 });
    expect(costs?.map(({ scheme, commissionMinor, totalMinor }) => [scheme, commissionMinor, totalMinor.min <= totalMinor.max])).toEqual([['FBS', 36_000, true], ['RFBS', 36_000, true], ['FBO', 34_000, true]]);
    expect(await fees.estimate(context, [{ remoteKey: 'UNKNOWN', price }])).toEqual([]);
    await sandbox.control('PUT', '/products/CARD-1', { rivalPrice: 999.5 });
    expect(await priceIndex.read(context, ['CARD-1', 'CARD-2'])).toEqual([{ remoteKey: 'CARD-1', rank: null, priceMinor: 99_950, rivalMinor: 99_950, hasRivals: true }, { remoteKey: 'CARD-2', rank: null, priceMinor: null, rivalMinor: null, hasRivals: false }]);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { newId, type SellerId, type Sku } from '../../../platform/ids.js';
import { type Principal, SCOPES } from '../../../platform/principal.js';
import type { LocalSubgraph } from '../../../platform/subgraph/local-subgraph.js';
import { createSubgraph } from '../../../platform/subgraph/subgraph.js';
import { startTestCatalog } from '../../../test/support/test-catalog.js';
import { type AttributeMapping, foldWord, type MappingContent } from '../domain/category-mapping.js';

let shop: Awaited<ReturnType<typeof startTestCatalog>>;
let subgraph: LocalSubgraph;
beforeAll(async () => {
  shop = await startTestCatalog({ variants: 1 });
  subgraph = createSubgraph(shop.catalog.subgraph).local();
});
afterAll(() => shop.stop());

const ask = async (query: string, variables: Record<string, unknown> = {}, sellerId: SellerId = shop.sellerId) => {
  const principal: Principal = { sellerId, keyId: 'key_test', scopes: SCOPES };
  const { data, errors } = await subgraph.execute({ query, variables, principal, correlationId: 'c-1' });
  expect(errors).toBeUndefined();
  return data as Record<string, unknown>;
};
const UPSERT = 'mutation ($input: CategoryMappingUpsertInput!) { categoryMappingUpsert(input: $input) { result mapping { productType updatedBy attributes { attributeId values { word valueId } } } userErrors { code field } } }';
const IMPORT = 'mutation ($input: CategoryMappingsImportInput!) { categoryMappingsImport(input: $input) { rows mappings { created updated unchanged refused } faults userErrors { code field itemRef message } } }';
const upsert = async (input: object, sellerId?: SellerId) => (await ask(UPSERT, { input }, sellerId))['categoryMappingUpsert'] as { result: string; mapping: object | null; userErrors: { code: string; field: string[] }[] };
const importCsv = async (csv: string, sellerId: SellerId, dryRun = false) => (await ask(IMPORT, { input: { csv, dryRun } }, sellerId))['categoryMappingsImport'] as { rows: number; mappings: object; faults: number; userErrors: { code: string; field: string[]; message: string }[] };
const exportCsv = async (sellerId: SellerId) => (await ask('{ categoryMappingsCsv }', {}, sellerId))['categoryMappingsCsv'] as string;

const jumper = {
  marketplace: 'TRENDYOL', productType: 'Kadın Kazak', categoryId: '1182', categoryName: 'Giyim > Kazak', vatRatePercent: 10, shipmentTemplate: 'Standart',
  brands: [{ brand: 'Örgü Evi', brandId: '4171' }],
  attributes: [
    { attributeId: '338', attributeName: 'Beden', required: true, source: 'OPTION', option: 'Beden', values: [{ word: 'M', valueId: '6980' }, { word: 'Işıltılı', valueId: '7' }] },
    { attributeId: '47', attributeName: 'Renk', source: 'OPTION', option: 'Renk', passThrough: true },
    { attributeId: '346', attributeName: 'Yaş Grubu', required: true, source: 'FIXED', fallback: { valueId: '4290' } },
  ],
};

async function addProduct(handle: string, variants: readonly (readonly [sku: string, options: readonly { name: string; value: string }[]])[], categoryHint = 'kadın  KAZAK'): Promise<void> {
  const price = { amount: '100.00', currency: 'TRY' };
  await ask('mutation ($input: ProductUpsertInput!) { productUpsert(input: $input) { userErrors { code } } }', { input: { handle, title: handle, brand: 'Örgü evi', categoryHint, variants: variants.map(([sku, options]) => ({ sku, price, options })) } });
}

const publish = (skus: readonly string[]) => shop.catalog.publishListings({ sellerId: shop.sellerId, operationId: shop.newOperation(), storeId: shop.storeId, items: skus.map((sku) => ({ sku: sku as Sku })), remoteKeyOf: ({ sku }) => sku });

describe('a mapping of a type of product', () => {
  it('is kept, changed and found again, with who changed it', async () => {
    const sellerId = newId('seller');
    expect(await upsert(jumper, sellerId)).toMatchObject({ result: 'CREATED', mapping: { productType: 'Kadın Kazak', updatedBy: 'key_test' }, userErrors: [] });
    expect(await upsert({ ...jumper, productType: ' Kadın Kazak ' }, sellerId)).toMatchObject({ result: 'UNCHANGED' });
    expect(await upsert({ ...jumper, vatRatePercent: 20 }, sellerId)).toMatchObject({ result: 'UPDATED' });
    expect((await ask('{ categoryMappings(marketplace: TRENDYOL) { nodes { productType vatRatePercent brands { brand brandId } } pageInfo { hasNextPage } } }', {}, sellerId))['categoryMappings']).toEqual({
      nodes: [{ productType: 'Kadın Kazak', vatRatePercent: 20, brands: [{ brand: 'Örgü Evi', brandId: '4171' }] }], pageInfo: { hasNextPage: false },
    });
    expect((await ask('{ categoryMapping(marketplace: TRENDYOL, productType: "KADIN kazak") { categoryId } n: categoryMapping(marketplace: N11, productType: "Kadın Kazak") { categoryId } }', {}, sellerId))).toEqual({ categoryMapping: { categoryId: '1182' }, n: null });
    const remove = 'mutation { categoryMappingRemove(input: { marketplace: TRENDYOL, productType: "kadın kazak" }) { removed } }';
    expect([await ask(remove, {}, sellerId), await ask(remove, {}, sellerId)]).toEqual([{ categoryMappingRemove: { removed: true } }, { categoryMappingRemove: { removed: false } }]);
  });

  it('is refused with the place of everything wrong in it', async () => {
    const { result, userErrors } = await upsert({
      ...jumper, vatRatePercent: 101,
      attributes: [
        { attributeId: '1', source: 'OPTION' }, { attributeId: '1', source: 'FIXED' },
        { attributeId: '2', source: 'BRAND', values: [{ word: 'a', valueId: '1', customValue: 'x' }, { word: 'A', valueId: '2' }] },
      ],
    });
    expect(result).toBe('REFUSED');
    expect(userErrors.map(({ field }) => field.join('.'))).toEqual([
      'input.vatRatePercent', 'input.attributes.0.option', 'input.attributes.1.source', 'input.attributes.2.values.0', 'input.attributes.2.values.1.word', 'input.attributes.1.attributeId',
    ]);
  });

  it('is written by one of two who set it at the same time, then by the other', async () => {
    const sellerId = newId('seller');
    const results = await Promise.all([1, 2, 3, 4].map((rate) => upsert({ ...jumper, vatRatePercent: rate }, sellerId)));
    expect(results.map(({ result }) => result).sort()).toEqual(['CREATED', 'UPDATED', 'UPDATED', 'UPDATED']);
  });

  it('is written once under an idempotency key, and not by a dry run', async () => {
    const sellerId = newId('seller');
    expect(await upsert({ ...jumper, dryRun: true }, sellerId)).toMatchObject({ result: 'CREATED', mapping: null });
    expect(await upsert({ ...jumper, idempotencyKey: 'm-1' }, sellerId)).toMatchObject({ result: 'CREATED' });
    expect(await upsert({ ...jumper, idempotencyKey: 'm-1' }, sellerId)).toMatchObject({ result: 'CREATED' });
    expect(await upsert({ ...jumper, vatRatePercent: 1, idempotencyKey: 'm-1' }, sellerId)).toMatchObject({ result: 'REFUSED', userErrors: [{ code: 'IDEMPOTENCY_KEY_REUSED' }] });
  });
});

describe('publishing goods without a mapping of their own', () => {
  beforeAll(() => upsert(jumper));

  it('uses the seller’s mapping for their type of product', async () => {
    await addProduct('kazak-1', [['KZK-1', [{ name: 'beden', value: 'm' }, { name: 'Renk', value: 'Kırmızı' }]]]);
    expect((await publish(['KZK-1'])).userErrors).toEqual([]);
    expect((await shop.listing(shop.storeId, 'KZK-1' as Sku)).mapping).toEqual({
      categoryId: '1182', brandId: '4171', brandName: 'Örgü evi', shipmentTemplate: 'Standart', vatRatePercent: 10,
      attributes: [{ attributeId: '338', valueId: '6980', customValue: null }, { attributeId: '47', valueId: null, customValue: 'Kırmızı' }, { attributeId: '346', valueId: '4290', customValue: null }],
    });
  });

  it('names for each item the required attributes that nothing is known for, and lists the others', async () => {
    await addProduct('kazak-2', [['KZK-2', [{ name: 'Beden', value: 'XXL' }]], ['KZK-3', []], ['KZK-4', [{ name: 'Beden', value: 'ışıltılı' }]]]);
    const { userErrors, listings } = await publish(['KZK-2', 'KZK-3', 'KZK-4']);
    expect(listings).toBe(1);
    expect(userErrors).toMatchObject([
      { code: 'MISSING_ATTRIBUTE', itemRef: 'KZK-2', field: ['input', 'items', '0', 'mapping'], message: expect.stringContaining("'Beden' for 'XXL'") },
      { code: 'MISSING_ATTRIBUTE', itemRef: 'KZK-3', field: ['input', 'items', '1', 'mapping'], message: expect.stringContaining("'Beden'") },
    ]);
    expect((await shop.catalog.findListings({ sellerId: shop.sellerId, storeId: shop.storeId, skus: ['KZK-2', 'KZK-3'] as Sku[] }))).toEqual([]);
  });

  it('leaves a mapping that is given, and goods of other types, alone', async () => {
    const given = { categoryId: '9', brandId: null, brandName: null, attributes: [], shipmentTemplate: null, vatRatePercent: 1 };
    await addProduct('kazak-5', [['KZK-5', []]]);
    await addProduct('bardak', [['BRD-1', []]], 'Bardak');
    await shop.catalog.publishListings({ sellerId: shop.sellerId, operationId: shop.newOperation(), storeId: shop.storeId, items: [{ sku: 'KZK-5' as Sku, mapping: given }], remoteKeyOf: ({ sku }) => sku });
    expect((await shop.listing(shop.storeId, 'KZK-5' as Sku)).mapping).toEqual(given);
    expect((await publish(['BRD-1'])).userErrors).toEqual([]);
    expect((await shop.listing(shop.storeId, 'BRD-1' as Sku)).mapping).toBeNull();
  });
});

describe('mappings as a file', () => {
  it('come back from it exactly as they were', async () => {
    const [from, to] = [newId('seller'), newId('seller')];
    await upsert(jumper, from);
    await upsert({ ...jumper, marketplace: 'N11', productType: 'Bardak, "büyük"\nboy', brands: [], attributes: [] }, from);
    const file = await exportCsv(from);
    expect(await importCsv(file, to)).toMatchObject({ mappings: { created: 2, updated: 0, unchanged: 0, refused: 0 }, faults: 0 });
    expect(await exportCsv(to)).toBe(file);
    expect(await importCsv(`\uFEFF${file.replaceAll('\n', '\r\n')}`.replace('büyük""\r\nboy', 'büyük""\nboy'), to)).toMatchObject({ mappings: { created: 0, unchanged: 2, refused: 0 }, faults: 0 });
    expect(await exportCsv(newId('seller'))).toBe(file.slice(0, file.indexOf('\n') + 1));
  });

  it('come back exactly, whatever is in them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(content(), { selector: ({ marketplace, productType }) => `${marketplace} ${foldWord(productType)}`, maxLength: 4 }), async (contents) => {
        const [from, to] = [newId('seller'), newId('seller')];
        for (const each of contents) expect((await shop.catalog.saveMapping({ sellerId: from, content: each, by: 'test', dryRun: false })).faults).toEqual([]);
        const file = await exportCsv(from);
        expect(await importCsv(file, to)).toMatchObject({ mappings: { created: contents.length, refused: 0 }, userErrors: [] });
        expect(await exportCsv(to)).toBe(file);
      }),
      { numRuns: 25 },
    );
  });

  it('are told bad lines with line and column, and the good mappings are done', async () => {
    const sellerId = newId('seller');
    await upsert(jumper, sellerId);
    const good = await exportCsv(sellerId);
    const [header = '', ...lines] = good.trimEnd().split('\n');
    const other = (line: string) => line.replace('Kadın Kazak', 'Erkek Kazak');
    const bad = [header, ...lines, ...lines.map(other).map((line) => line.replace(',yes,OPTION', ',perhaps,OPTION')), lines.map(other)[0], 'TRENDYOL,Çorap,CATEGORY,,,ten,,,,,,,,,,', 'AMAZONIA,Şapka,VALUE,,,,,,,,,,,,,', 'N11,Kemer,CATEGORY'].join('\n');
    const { mappings, faults, userErrors } = await importCsv(bad, newId('seller'));
    expect(mappings).toEqual({ created: 1, updated: 0, unchanged: 0, refused: 5 });
    expect(userErrors.map(({ code, field }) => [code, ...field])).toEqual([
      ['INVALID_CELL', 'csv', '11', 'required'], ['INVALID_CELL', 'csv', '16', 'productType'], ['INVALID_CELL', 'csv', '17', 'vatRatePercent'],
      ['INVALID_CELL', 'csv', '18', 'row'], ['INVALID_CELL', 'csv', '18', 'marketplace'], ['INVALID_CELL', 'csv', '18', 'vatRatePercent'], ['INVALID_CELL', 'csv', '19'],
    ]);
    expect(faults).toBe(7);
  });

  it('are told the line as an editor counts it where a word has a line end of two characters', async () => {
    const sellerId = newId('seller');
    await upsert({ ...jumper, productType: 'Bardak\r\nboy\r\nboy' }, sellerId);
    const file = (await exportCsv(sellerId)).replace(',yes,OPTION', ',perhaps,OPTION');
    const line = file.slice(0, file.indexOf(',perhaps,')).split(/\r?\n/).length;
    expect(await importCsv(file, sellerId)).toMatchObject({ userErrors: [{ code: 'INVALID_CELL', field: ['csv', String(line - 2), 'required'] }] });
  });

  it('are told faults of their content on the line they stand on', async () => {
    const sellerId = newId('seller');
    await upsert(jumper, sellerId);
    const file = await exportCsv(sellerId);
    const doubled = file.replace('TRENDYOL,Kadın Kazak,VALUE,,,,,338,,,,,,Işıltılı,7,', 'TRENDYOL,Kadın Kazak,VALUE,,,,,338,,,,,,m,7,');
    expect(doubled).not.toBe(file);
    expect(await importCsv(doubled, sellerId)).toMatchObject({ mappings: { refused: 1 }, userErrors: [{ code: 'INVALID_CELL', field: ['csv', '6', 'word'] }] });
    expect(await exportCsv(sellerId)).toBe(file);
  });

  it('with a line that cannot be read leave out the mapping it stands in, and no other', async () => {
    const [from, to] = [newId('seller'), newId('seller')];
    for (const marketplace of ['N11', 'OZON', 'TRENDYOL']) await upsert({ ...jumper, marketplace }, from);
    const file = await exportCsv(from);
    const spoilt = file.replace('OZON,Kadın Kazak,ATTRIBUTE,,,,,47,', 'Kadın Kazak,ATTRIBUTE,,,,,47,');
    expect(spoilt).not.toBe(file);
    expect(await importCsv(spoilt, to)).toMatchObject({ rows: 21, mappings: { created: 2, refused: 1 }, faults: 1, userErrors: [{ code: 'INVALID_CELL', field: ['csv', '14'], itemRef: 'Kadın Kazak', message: expect.stringContaining('15 cells') }] });
    expect(await exportCsv(to)).toBe(file.split('\n').filter((line) => !line.startsWith('OZON')).join('\n'));
  });

  it('come back from a spreadsheet that separates cells by semicolons or tabs, with a row without text in between', async () => {
    const [from, to] = [newId('seller'), newId('seller')];
    await upsert({ ...jumper, productType: 'Футболка, женская' }, from);
    const file = await exportCsv(from);
    const cells = (line: string) => line.replace('"Футболка, женская"', 'TYPE').split(',');
    const by = (separator: string) => file.trimEnd().split('\n').map((line) => cells(line).join(separator)).join('\n').replaceAll('TYPE', 'Футболка, женская').replace('\n', `\n${separator.repeat(15)}\n\n`);
    expect(await importCsv(by(';'), to)).toMatchObject({ rows: 7, mappings: { created: 1 }, faults: 0 });
    expect(await importCsv(by('\t'), to)).toMatchObject({ mappings: { unchanged: 1 }, faults: 0 });
    expect(await exportCsv(to)).toBe(file);
    expect(await importCsv(by(';').replace('VALUE', 'WERT'), to)).toMatchObject({ userErrors: [{ field: ['csv', '7', 'row'] }] });
  });

  it('are refused as a whole when their letters were lost to another encoding', async () => {
    const [from, to] = [newId('seller'), newId('seller')];
    await upsert(jumper, from);
    // As a Turkish spreadsheet saves it: its ı has the number that ý has elsewhere.
    const otherwise = new TextDecoder().decode(Buffer.from((await exportCsv(from)).replaceAll('ı', 'ý'), 'latin1'));
    expect(await importCsv(otherwise, to)).toMatchObject({ mappings: { created: 0 }, faults: 1, userErrors: [{ code: 'WRONG_ENCODING', field: ['csv', '2'] }] });
    expect((await exportCsv(to)).split('\n')).toHaveLength(2);
  });

  it('are told ids that a spreadsheet rounded', async () => {
    const sellerId = newId('seller');
    await upsert(jumper, sellerId);
    const rounded = (await exportCsv(sellerId)).replace(',6980,', ',"6,98E+12",');
    expect(await importCsv(rounded, sellerId)).toMatchObject({ mappings: { refused: 1 }, userErrors: [{ code: 'INVALID_CELL', field: ['csv', '5', 'valueId'] }] });
  });

  it.each([
    ['a header without a column', 'marketplace,productType\n', 'MISSING_COLUMN'],
    ['no header', '', 'MISSING_COLUMN'],
    ['a quote that is never closed', 'marketplace,"productType\nTRENDYOL,x\n', 'MALFORMED_CSV'],
  ])('are refused as a whole for %s', async (_what, csv, code) => {
    expect(await importCsv(csv, newId('seller'))).toMatchObject({ mappings: { created: 0 }, faults: 1, userErrors: [{ code }] });
  });

  it('change nothing in a dry run', async () => {
    const [from, to] = [newId('seller'), newId('seller')];
    await upsert(jumper, from);
    expect(await importCsv(await exportCsv(from), to, true)).toMatchObject({ mappings: { created: 1 } });
    expect((await exportCsv(to)).split('\n')).toHaveLength(2);
  });
});

/** Any content the hub accepts: words with commas, quotes, line ends and letters that fold. */
function content(): fc.Arbitrary<MappingContent> {
  const word = fc.string({ unit: fc.constantFrom('a', 'İ', 'ı', 'Ş', ',', '"', '\n', ' ', '=', '0', '-', 'б'), minLength: 1, maxLength: 6 }).filter((text) => text.trim().length > 0).map((text) => text.trim());
  const value = fc.oneof(word.map((valueId) => ({ valueId, customValue: null })), word.map((customValue) => ({ valueId: null, customValue })));
  const words = fc.uniqueArray(word, { selector: foldWord, maxLength: 4 });
  const values = fc.tuple(words, fc.array(value, { minLength: 4, maxLength: 4 })).map(([keys, given]) => keys.map((key, place) => ({ word: key, ...given[place]! })));
  const base = { attributeName: fc.option(word), required: fc.boolean() };
  const attribute: fc.Arbitrary<Omit<AttributeMapping, 'attributeId'>> = fc.oneof(
    fc.record({ ...base, source: fc.constant('OPTION' as const), option: word, passThrough: fc.boolean(), values, fallback: fc.option(value) }),
    fc.record({ ...base, source: fc.constant('BRAND' as const), option: fc.constant(null), passThrough: fc.boolean(), values, fallback: fc.option(value) }),
    fc.record({ ...base, source: fc.constant('FIXED' as const), option: fc.constant(null), passThrough: fc.constant(false), values: fc.constant([]), fallback: value }),
  );
  return fc.record({
    marketplace: fc.constantFrom('TRENDYOL' as const, 'OZON' as const),
    productType: word,
    categoryId: word,
    categoryName: fc.option(word),
    vatRatePercent: fc.integer({ min: 0, max: 100 }),
    shipmentTemplate: fc.option(word),
    brands: words.map((keys) => keys.map((key) => ({ word: key, brandId: 'b' }))),
    attributes: fc.tuple(fc.uniqueArray(word, { maxLength: 3 }), fc.array(attribute, { minLength: 3, maxLength: 3 })).map(([ids, given]) => ids.map((attributeId, place) => ({ attributeId, ...given[place]! }))),
  });
}

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SCOPES, type Principal } from '../../../platform/principal.js';
import { createSubgraph, type Subgraph } from '../../../platform/subgraph/subgraph.js';
import { ConnectorError, type CataloguePort } from '../connector/contract.js';
import { startLaneSuite, type LaneSuite } from '../testing/lane-suite.js';

const leaf = (id: string, name: string) => ({ id, name, children: [] });
const TREE = [
  { id: '1', name: 'Giyim', children: [{ id: '11', name: 'Kadın', children: [leaf('111', 'Kazak'), leaf('112', 'İç Giyim')] }, { id: '12', name: 'Erkek', children: [leaf('121', 'Kazak')] }] },
  leaf('2', 'Kitap'),
];
const COLOURS = Array.from({ length: 25 }, (_, i) => ({ id: `v${i}`, name: i % 10 === 0 ? `Kırmızı ${i}` : `Mavi ${i}` }));
const REMOTE_PAGE = 10;

const asked: string[] = [];
let trouble: Error | null = null;
const catalogue: CataloguePort<unknown> = {
  async categories() {
    if (trouble) throw trouble;
    return TREE;
  },
  attributes: async (_context, categoryId) => [{ id: '47', name: `Renk of ${categoryId}`, required: true, allowsCustomValue: false, isVariant: true, isSlicer: false, allowsMany: true }],
  async attributeValues(_context, _categoryId, _attributeId, cursor) {
    const start = Number(cursor ?? 0);
    return { items: COLOURS.slice(start, start + REMOTE_PAGE), next: start + REMOTE_PAGE < COLOURS.length ? String(start + REMOTE_PAGE) : null };
  },
  async brands(_context, name) {
    asked.push(name);
    return [{ id: '768', name: 'Kuzey' }, { id: '769', name: 'Kuzey Yıldızı' }];
  },
};

let suite: LaneSuite;
let bare: LaneSuite;
let subgraph: Subgraph;
beforeAll(async () => {
  suite = await startLaneSuite({ goods: 1, worker: false, catalogue });
  bare = await startLaneSuite({ goods: 1, worker: false });
  subgraph = createSubgraph(suite.house.sync.subgraph);
});
beforeEach(() => {
  trouble = null;
});
afterAll(async () => {
  await suite.stop();
  await bare.stop();
});

async function askStore(fields: string, o: { of?: LaneSuite; principal?: Principal } = {}) {
  const { of = suite, principal = of.house.principal } = o;
  const local = (of === suite ? subgraph : createSubgraph(of.house.sync.subgraph)).local();
  const { data, errors } = await local.execute({ query: `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Store { ${fields} } } }`, variables: { r: [{ __typename: 'Store', id: of.storeId }] }, principal, correlationId: 'c' });
  return { store: (data?.['_entities'] as Record<string, unknown>[] | undefined)?.[0], errors };
}

describe("a marketplace's catalogue", () => {
  it('is not told in another language where the marketplace lets nobody choose', async () => {
    const { errors } = await askStore('categories(language: RU) { nodes { name } }');
    expect(errors).toMatchObject([{ extensions: { code: 'UNSUPPORTED', marketplace: 'EBAY', capability: 'catalogueLanguage' } }]);
  });

  it('is told in the language asked for where the marketplace has it', async () => {
    const named = (language: string): CataloguePort<unknown> => ({ ...catalogue, categories: async () => [leaf('1', `Giyim in ${language}`)], attributes: async () => [{ id: '47', name: language, required: true, allowsCustomValue: false, isVariant: false, isSlicer: false, allowsMany: false }], attributeValues: async () => ({ items: [{ id: 'v', name: language }], next: null }) });
    catalogue.inLanguage = named;
    const { store } = await askStore('categories(language: RU) { nodes { name } } categoryAttributes(categoryId: "1", language: EN) { name } attributeValues(categoryId: "1", attributeId: "47", language: TR) { nodes { name } }').finally(() => delete catalogue.inLanguage);
    expect(store).toEqual({ categories: { nodes: [{ name: 'Giyim in RU' }] }, categoryAttributes: [{ name: 'EN' }], attributeValues: { nodes: [{ name: 'TR' }] } });
  });

  it('is walked level by level', async () => {
    const top = await askStore('categories { nodes { id name parentId path isLeaf } }');
    expect(top.errors).toBeUndefined();
    expect(top.store).toEqual({ categories: { nodes: [{ id: '1', name: 'Giyim', parentId: null, path: ['Giyim'], isLeaf: false }, { id: '2', name: 'Kitap', parentId: null, path: ['Kitap'], isLeaf: true }] } });
    const below = await askStore('categories(parentId: "11") { nodes { id parentId path isLeaf } }');
    expect(below.store).toMatchObject({ categories: { nodes: [{ id: '111', parentId: '11', path: ['Giyim', 'Kadın', 'Kazak'], isLeaf: true }, { id: '112' }] } });
  });

  it.each([
    ['kazak', ['111', '121']],
    ['kadin KAZAK', ['111']],
    ['ic giyim', ['112']],
    ['nothing like it', []],
  ])('finds the categories for "%s" wherever they are, whatever the accents', async (search, ids) => {
    const { store } = await askStore(`categories(search: "${search}") { nodes { id } }`);
    expect(store).toEqual({ categories: { nodes: ids.map((id) => ({ id })) } });
  });

  it('comes in pages that go on where the last one ended', async () => {
    const first = await askStore('categories(search: "giyim", first: 2) { edges { cursor node { id } } pageInfo { hasNextPage endCursor } }');
    const { categories } = first.store as { categories: { edges: { cursor: string }[]; pageInfo: { endCursor: string; hasNextPage: boolean } } };
    expect(categories.pageInfo).toEqual({ hasNextPage: true, endCursor: categories.edges[1]!.cursor });
    const next = await askStore(`categories(search: "giyim", first: 2, after: "${categories.pageInfo.endCursor}") { nodes { id } }`);
    expect(next.store).toEqual({ categories: { nodes: [{ id: '111' }, { id: '112' }] } });
    const { errors } = await askStore('categories(after: "made up") { nodes { id } }');
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_INPUT', field: ['after'] });
  });

  it('says what a category wants to know of its goods', async () => {
    const { store } = await askStore('categoryAttributes(categoryId: "111") { id name required isVariant isSlicer allowsCustomValue allowsMany }');
    expect(store).toEqual({ categoryAttributes: [{ id: '47', name: 'Renk of 111', required: true, isVariant: true, isSlicer: false, allowsCustomValue: false, allowsMany: true }] });
  });

  it("lists an attribute's values once each over pages of another size than the marketplace's", async () => {
    const seen: string[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const { store } = await askStore(`attributeValues(categoryId: "111", attributeId: "47", first: 7${after === null ? '' : `, after: "${after}"`}) { nodes { id } pageInfo { hasNextPage endCursor } }`);
      const { attributeValues } = store as { attributeValues: { nodes: { id: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } } };
      seen.push(...attributeValues.nodes.map(({ id }) => id));
      ({ hasNextPage: more, endCursor: after } = attributeValues.pageInfo);
    }
    expect(seen).toEqual(COLOURS.map(({ id }) => id));
  });

  it('finds values by a word in them', async () => {
    const { store } = await askStore('attributeValues(categoryId: "111", attributeId: "47", search: "kirmizi") { nodes { id } pageInfo { hasNextPage } }');
    expect(store).toEqual({ attributeValues: { nodes: [{ id: 'v0' }, { id: 'v10' }, { id: 'v20' }], pageInfo: { hasNextPage: false } } });
  });

  it('is asked for a brand once, however often the brand is looked for', async () => {
    const first = await askStore('brands(name: "kuzey") { nodes { id name } }');
    expect(first.store).toEqual({ brands: { nodes: [{ id: '768', name: 'Kuzey' }, { id: '769', name: 'Kuzey Yıldızı' }] } });
    expect((await askStore('brands(name: "Kuzey", first: 1) { nodes { id } pageInfo { hasNextPage } }')).store).toEqual({ brands: { nodes: [{ id: '768' }], pageInfo: { hasNextPage: true } } });
    expect(asked).toEqual(['kuzey']);
  });

  it('is UNSUPPORTED by a marketplace that shows none', async () => {
    const { errors } = await askStore('categories { nodes { id } }', { of: bare });
    expect(errors?.[0]).toMatchObject({ message: 'catalogue is not supported by EBAY through the hub.', extensions: { code: 'UNSUPPORTED', marketplace: 'EBAY', capability: 'catalogue' } });
  });

  it("answers a marketplace's refusal and its absence with different codes", async () => {
    trouble = new ConnectorError({ errorClass: 'VALIDATION', outcome: 'REFUSED', message: 'no such category' });
    expect((await askStore('categories { nodes { id } }')).errors?.[0]).toMatchObject({ message: 'no such category', extensions: { code: 'MARKETPLACE_REFUSED' } });
    trouble = new ConnectorError({ errorClass: 'RATE_LIMITED', outcome: 'NOT_SENT', message: 'the quota is spent', retryAfterMs: 1_500 });
    expect((await askStore('categories { nodes { id } }')).errors?.[0]?.extensions).toEqual({ code: 'MARKETPLACE_UNAVAILABLE', errorClass: 'RATE_LIMITED', retryAfterMs: 1_500 });
  });

  it('asks nothing of a paused store', async () => {
    await suite.house.stores.pauseStore({ sellerId: suite.house.sellerId, storeId: suite.storeId, code: 'PAUSED_BY_SELLER', message: 'held' });
    expect((await askStore('brands(name: "x") { nodes { id } }')).errors?.[0]?.extensions).toMatchObject({ code: 'STORE_PAUSED' });
    await suite.house.stores.resumeStore({ sellerId: suite.house.sellerId, storeId: suite.storeId });
  });

  it('is for keys with catalog:read', async () => {
    const { errors } = await askStore('categories { nodes { id } }', { principal: { ...suite.house.principal, scopes: SCOPES.filter((scope) => scope !== 'catalog:read') } });
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN', scope: 'catalog:read' });
  });
});

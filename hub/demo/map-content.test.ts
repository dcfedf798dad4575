import { describe, expect, it } from '@jest/globals';
import type { SellerId } from '../../platform/ids.js';
import { applyMapping } from '../../subgraphs/catalog/domain/apply-mapping.js';
import { faultsOfMapping, type CategoryMapping } from '../../subgraphs/catalog/domain/category-mapping.js';
import type { CategoryAttribute, CataloguePort, ConnectorContext } from '../../subgraphs/sync/connector/contract.js';
import { BRANDS, KINDS } from './assortment.js';
import { generateProducts } from './generate-products.js';
import { createContentMapper, type TypeMapping } from './map-content.js';

const products = generateProducts({ seed: 20261122, products: 80, variantsAtLeast: 0 });
const required: CategoryAttribute = { id: '', name: '', required: true, allowsCustomValue: false, isVariant: false, isSlicer: false, allowsMany: false };
const listed = (...names: string[]) => names.map((name) => ({ id: `id of ${name}`, name }));

/** A marketplace with everything that differs between the six: a brand that it does not know, German colours, free text, sizes of its own. */
const VALUES: Readonly<Record<string, { readonly attribute: CategoryAttribute; readonly values: readonly { id: string; name: string }[] }>> = {
  marka: { attribute: { ...required, id: 'marka', name: 'Marka', allowsCustomValue: true }, values: listed(...BRANDS.slice(1)) },
  farbe: { attribute: { ...required, id: 'farbe', name: 'Farbe', allowsCustomValue: true, isVariant: true }, values: listed('Rot', 'Weiß', 'Schwarz') },
  beden: { attribute: { ...required, id: 'beden', name: 'Beden', isVariant: true }, values: listed(...KINDS.flatMap(({ sizes }) => sizes)) },
  cinsiyet: { attribute: { ...required, id: 'cinsiyet', name: 'Cinsiyet' }, values: listed('Kadın', 'Erkek') },
  kalip: { attribute: { ...required, id: 'kalip', name: 'Kalıp', required: false }, values: listed('Dar') },
};
const asked: string[] = [];
const told = <T>(what: string, answer: T): Promise<T> => (asked.push(what), Promise.resolve(answer));
const catalogue: CataloguePort<null> = {
  categories: () => told('categories', KINDS.slice(1).map(({ name, categories }) => ({ id: `category of ${name}`, name: categories[0] ?? '', children: [] }))),
  attributes: (_context, categoryId) => told(categoryId, Object.values(VALUES).map(({ attribute }) => attribute)),
  attributeValues: (_context, categoryId, id) => told(`${id} of ${categoryId}`, { items: VALUES[id]?.values ?? [], next: null }),
  brands: (_context, query) => told(query, listed(...BRANDS.slice(1).filter((name) => name === query))),
};
const mapper = createContentMapper(catalogue, {} as ConnectorContext<null>);

describe("the demo seller's mapping of a type of product", () => {
  it('puts each of its goods where they were published, and asks the marketplace nothing more for it', async () => {
    const published = await Promise.all(products.flatMap((product) => product.variants.map(async (variant) => ({ product, variant, mapping: await mapper.map(product, variant) }))));
    const before = asked.length;
    const types = new Map(await Promise.all(KINDS.map(async ({ name }) => [name, await mapper.mapType(name, products.filter(({ kind }) => kind === name))] as const)));
    expect(asked.length).toBe(before);
    expect(types.get(KINDS[0]?.name ?? '')).toBeNull();
    for (const { product, variant, mapping } of published) {
      const type = types.get(product.kind) ?? null;
      const options = [{ name: 'Renk', value: variant.colour }, { name: 'Beden', value: variant.size }];
      expect(type && applyMapping(asKept(type), product, { options })).toEqual(mapping && { mapping, missing: [] });
    }
    expect([...types.values()].flatMap((type) => (type ? faultsOfMapping(asKept(type)) : []))).toEqual([]);
  });
});

/** As the API takes it. */
function asKept({ brands, attributes, ...category }: TypeMapping): CategoryMapping {
  return {
    ...category, _id: 'map', sellerId: 'sel_demo' as SellerId, typeKey: category.productType, version: 1, updatedAt: new Date(0), updatedBy: 'demo', marketplace: 'TRENDYOL',
    brands: brands.map(({ brand, brandId }) => ({ word: brand, brandId })),
    attributes: attributes.map(({ option = null, passThrough = false, values = [], fallback = null, ...about }) => ({ ...about, option, passThrough, values, fallback })),
  };
}

import type { CategoryAttribute, CategoryNode, ConnectorContext, CataloguePort, ContentMapping } from '../../subgraphs/sync/connector/contract.js';
import { COLOURS, KINDS } from './assortment.js';
import type { DemoProduct, DemoVariant } from './generate-products.js';

/** Finds a marketplace's own category, brand and attribute ids for the demo's products, asking each thing once. */
export interface ContentMapper {
  /** Null when the marketplace has no category for such a product. */
  map(product: DemoProduct, variant: DemoVariant): Promise<ContentMapping | null>;
  /** What a seller would say of such a type, in the words of these products of it; asks nothing that `map` has not asked for them. */
  mapType(kind: string, products: readonly DemoProduct[]): Promise<TypeMapping | null>;
}

/** What `categoryMappingUpsert` is told besides the marketplace. */
export interface TypeMapping {
  readonly productType: string;
  readonly categoryId: string;
  readonly categoryName: string;
  readonly vatRatePercent: number;
  readonly shipmentTemplate: string;
  readonly brands: readonly { readonly brand: string; readonly brandId: string }[];
  readonly attributes: readonly TypeAttribute[];
}

interface TypeAttribute {
  readonly attributeId: string;
  readonly attributeName: string;
  readonly required: boolean;
  readonly source: 'OPTION' | 'BRAND' | 'FIXED';
  readonly option?: string;
  readonly passThrough?: boolean;
  readonly values?: readonly { readonly word: string; readonly valueId: string | null; readonly customValue: string | null }[];
  readonly fallback?: { readonly valueId: string | null; readonly customValue: string | null };
}

interface NamedId {
  readonly id: string;
  readonly name: string;
}

const VAT_RATE_PERCENT = 10;
/** The name N11's demo shop gave its delivery template. */
export const SHIPMENT_TEMPLATE = 'Standart Teslimat';

export function createContentMapper<C>(catalogue: CataloguePort<C>, context: ConnectorContext<C>): ContentMapper {
  const once = memory();
  // One list of values serves nearly all categories of the demo, which spares a quota of 50 calls in 10 s.
  const leaves = () => once('categories', async () => leavesOf(await catalogue.categories(context)));
  const attributes = (categoryId: string) => once(`attributes ${categoryId}`, () => catalogue.attributes(context, categoryId));
  const shared = (categoryId: string, attributeId: string) => once(`values ${attributeId}`, () => allValues(catalogue, context, categoryId, attributeId));
  const own = (categoryId: string, attributeId: string) => once(`values ${attributeId} of ${categoryId}`, () => allValues(catalogue, context, categoryId, attributeId));
  const values = async (categoryId: string, { id, allowsCustomValue }: CategoryAttribute, wish: string | null): Promise<readonly NamedId[]> => {
    const known = await shared(categoryId, id);
    return allowsCustomValue || known.some(({ name }) => name === wish) ? known : own(categoryId, id);
  };
  const wanted = async (categoryId: string) => (await attributes(categoryId)).filter(({ required, isVariant }) => required || isVariant);
  const brand = (name: string) => once(`brand ${name}`, async () => (await catalogue.brands(context, name)).find((candidate) => candidate.name === name) ?? null);
  return {
    async map(product, variant) {
      const category = categoryFor(product.kind, await leaves());
      if (category === null) return null;
      const chosen = [];
      for (const attribute of await wanted(category.id)) {
        const wish = wishFor(attribute, product, variant);
        chosen.push(choose(attribute, await values(category.id, attribute, wish), wish));
      }
      const found = await brand(product.brand);
      return { categoryId: category.id, brandId: found?.id ?? null, brandName: product.brand, attributes: chosen, shipmentTemplate: SHIPMENT_TEMPLATE, vatRatePercent: VAT_RATE_PERCENT };
    },
    async mapType(kind, products) {
      const category = categoryFor(kind, await leaves());
      if (category === null) return null;
      const chosen: TypeAttribute[] = [];
      for (const attribute of await wanted(category.id)) {
        const words = new Map<string, ContentMapping['attributes'][number]>();
        for (const { word, wish } of wordsFor(attribute, products)) words.set(word, choose(attribute, await values(category.id, attribute, wish), wish));
        chosen.push(typeAttribute(attribute, words, words.size > 0 ? null : choose(attribute, await values(category.id, attribute, null), null)));
      }
      const names = [...new Set(products.map((product) => product.brand))];
      const brands = (await Promise.all(names.map(async (name) => ({ brand: name, brandId: (await brand(name))?.id })))).filter((one): one is { brand: string; brandId: string } => one.brandId !== undefined);
      return { productType: kind, categoryId: category.id, categoryName: category.name, vatRatePercent: VAT_RATE_PERCENT, shipmentTemplate: SHIPMENT_TEMPLATE, brands, attributes: chosen };
    },
  };
}

function categoryFor(kind: string, leaves: readonly NamedId[]): NamedId | null {
  const names = KINDS.find(({ name }) => name === kind)?.categories ?? [];
  return names.map((name) => leaves.find((leaf) => leaf.name === name)).find((leaf) => leaf !== undefined) ?? null;
}

const BRAND_NAMES = ['Marka', 'Marke'];
const COLOUR_NAMES = ['Renk', 'Renk adı', 'Web Color'];
const SIZE_NAMES = ['Beden', 'Numara', 'Ebat', 'Größe', 'EU-Schuhgröße'];

function wishFor({ name }: CategoryAttribute, { brand }: DemoProduct, { colour, size }: DemoVariant): string | null {
  if (BRAND_NAMES.includes(name)) return brand;
  if (COLOUR_NAMES.includes(name)) return colour;
  if (name === 'Farbe') return COLOURS.find((one) => one.name === colour)?.german ?? colour;
  return SIZE_NAMES.includes(name) ? size : null;
}

/** The hub's words for an attribute, and what each is to be there; none where it is the same for all goods. */
function wordsFor(attribute: CategoryAttribute, products: readonly DemoProduct[]): { readonly word: string; readonly wish: string }[] {
  const source = sourceOf(attribute);
  return products.flatMap((product) =>
    product.variants.flatMap((variant) => {
      const wish = wishFor(attribute, product, variant);
      if (wish === null || source.source === 'FIXED') return [];
      return [{ word: source.source === 'BRAND' ? product.brand : source.option === OPTION_NAMES.colour ? variant.colour : variant.size, wish }];
    }),
  );
}

/** As the demo's products name them. */
const OPTION_NAMES = { colour: 'Renk', size: 'Beden' } as const;

function sourceOf({ name }: CategoryAttribute): { readonly source: 'BRAND' } | { readonly source: 'FIXED' } | { readonly source: 'OPTION'; readonly option: string } {
  if (BRAND_NAMES.includes(name)) return { source: 'BRAND' };
  if (COLOUR_NAMES.includes(name) || name === 'Farbe') return { source: 'OPTION', option: OPTION_NAMES.colour };
  return SIZE_NAMES.includes(name) ? { source: 'OPTION', option: OPTION_NAMES.size } : { source: 'FIXED' };
}

function typeAttribute(attribute: CategoryAttribute, words: ReadonlyMap<string, ContentMapping['attributes'][number]>, fallback: ContentMapping['attributes'][number] | null): TypeAttribute {
  const about = { attributeId: attribute.id, attributeName: attribute.name, required: attribute.required };
  if (fallback !== null) return { ...about, source: 'FIXED', fallback: { valueId: fallback.valueId, customValue: fallback.customValue } };
  // A word that goes as it is needs no line of its own.
  const values = [...words].filter(([word, { customValue }]) => customValue !== word).map(([word, { valueId, customValue }]) => ({ word, valueId, customValue }));
  return { ...about, ...sourceOf(attribute), passThrough: attribute.allowsCustomValue, values };
}

/** The wished value by name, else as free text, else the first listed one. */
function choose(attribute: CategoryAttribute, values: readonly NamedId[], wish: string | null): ContentMapping['attributes'][number] {
  const listed = values.find(({ name }) => name === wish) ?? (wish === null || !attribute.allowsCustomValue ? values[0] : undefined);
  return { attributeId: attribute.id, valueId: listed?.id ?? null, customValue: listed === undefined ? (wish ?? 'Standart') : null };
}

function leavesOf(nodes: readonly CategoryNode[]): NamedId[] {
  return nodes.flatMap(({ id, name, children }) => (children.length === 0 ? [{ id, name }] : leavesOf(children)));
}

async function allValues<C>(catalogue: CataloguePort<C>, context: ConnectorContext<C>, categoryId: string, attributeId: string): Promise<NamedId[]> {
  const values: NamedId[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<CataloguePort<C>['attributeValues']>> = await catalogue.attributeValues(context, categoryId, attributeId, cursor);
    values.push(...page.items);
    cursor = page.next;
  } while (cursor !== null);
  return values;
}

function memory(): <T>(key: string, ask: () => Promise<T>) => Promise<T> {
  const answers = new Map<string, Promise<unknown>>();
  return <T>(key: string, ask: () => Promise<T>) => {
    const known = answers.get(key) ?? ask();
    answers.set(key, known);
    return known as Promise<T>;
  };
}

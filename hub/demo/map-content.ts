import type { CategoryAttribute, CategoryNode, ConnectorContext, CataloguePort, ContentMapping } from '../../subgraphs/sync/connector/contract.js';
import { COLOURS, KINDS } from './assortment.js';
import type { DemoProduct, DemoVariant } from './generate-products.js';

/** Finds a marketplace's own category, brand and attribute ids for the demo's products, asking each thing once. */
export interface ContentMapper {
  /** Null when the marketplace has no category for such a product. */
  map(product: DemoProduct, variant: DemoVariant): Promise<ContentMapping | null>;
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
  const brand = (name: string) => once(`brand ${name}`, async () => (await catalogue.brands(context, name)).find((candidate) => candidate.name === name) ?? null);
  return {
    async map(product, variant) {
      const category = categoryFor(product.kind, await leaves());
      if (category === null) return null;
      const chosen = [];
      for (const attribute of (await attributes(category.id)).filter(({ required, isVariant }) => required || isVariant)) {
        const wish = wishFor(attribute, product, variant);
        chosen.push(choose(attribute, await values(category.id, attribute, wish), wish));
      }
      const found = await brand(product.brand);
      return { categoryId: category.id, brandId: found?.id ?? null, brandName: product.brand, attributes: chosen, shipmentTemplate: SHIPMENT_TEMPLATE, vatRatePercent: VAT_RATE_PERCENT };
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

import { z } from 'zod';
import type { CategoryAttribute, CategoryNode, CataloguePort } from '../../sync/connector/contract.js';
import { optionalText, text } from '../../sync/connector/wire-values.js';
import { callCatalogue, query, type CataloguePage, type HepsiburadaContext, type HepsiburadaCredentials } from './client.js';

/** Some 27,000 rows that change rarely: kept for a day, so that no seller's click costs the catalogue's small quota. */
const CATALOGUE_TTL_MS = 86_400_000;
const CATEGORIES_PER_PAGE = 2_000;
const VALUES_PER_PAGE = 1_000;
const MAX_PAGES = 100;

const categorySchema = z.looseObject({ categoryId: text, name: z.string(), parentCategoryId: optionalText, leaf: z.boolean(), status: optionalText, available: z.boolean().nullish() });
type CategoryRow = z.output<typeof categorySchema>;
const attributeSchema = z.looseObject({ id: text, name: z.string(), mandatory: z.boolean().nullish(), type: optionalText, multiValue: z.boolean().nullish() });
const attributesSchema = z.looseObject({ attributes: z.array(attributeSchema).nullish(), variantAttributes: z.array(attributeSchema).nullish() });
const valueSchema = z.looseObject({ value: text });

export const catalogue: CataloguePort<HepsiburadaCredentials> = {
  categories: async (context) => treeOf(await cached(context, 'categories', z.array(categorySchema), () => readCategories(context))),
  attributes: readAttributes,
  /** An import names values by their text, so the text is the id. */
  async attributeValues(context, categoryId, attributeId, cursor) {
    const page = Number(cursor ?? 0);
    const path = `/product/api/categories/${encodeURIComponent(categoryId)}/attribute/${encodeURIComponent(attributeId)}/values${query({ version: 5, page, size: VALUES_PER_PAGE })}`;
    const read = (): Promise<CataloguePage<z.output<typeof valueSchema>[]>> => callCatalogue(context, { operation: 'catalogue.values', method: 'GET', path }, z.array(valueSchema));
    const shape = z.object({ data: z.array(valueSchema), isLast: z.boolean() });
    const { data, isLast } = await cached(context, `values:${categoryId}:${attributeId}:${page}`, shape, read);
    return { items: data.map(({ value }) => ({ id: value, name: value })), next: isLast || data.length === 0 || page + 1 >= MAX_PAGES ? null : String(page + 1) };
  },
  /** There is no list of brands: the brand is free text in the base attribute `Marka`. */
  brands: async () => [],
};

/** What a category wants beside the base attributes, which the connector fills from the product itself. */
export async function readAttributes(context: HepsiburadaContext, categoryId: string): Promise<readonly CategoryAttribute[]> {
  const path = `/product/api/categories/${encodeURIComponent(categoryId)}/attributes${query({ version: 2 })}`;
  const { attributes, variantAttributes } = await cached(context, `attributes:${categoryId}`, attributesSchema, async () => (await callCatalogue(context, { operation: 'catalogue.attributes', method: 'GET', path }, attributesSchema)).data);
  const toAttribute = (row: z.output<typeof attributeSchema>, isVariant: boolean): CategoryAttribute => ({
    id: row.id,
    name: row.name,
    required: row.mandatory ?? false,
    allowsCustomValue: row.type !== 'enum',
    isVariant,
    isSlicer: false,
    allowsMany: row.multiValue ?? false,
  });
  return [...(variantAttributes ?? []).map((row) => toAttribute(row, true)), ...(attributes ?? []).map((row) => toAttribute(row, false))];
}

/** Page by page; one that brings nothing ends it, whatever the envelope says of more. */
async function readCategories(context: HepsiburadaContext): Promise<CategoryRow[]> {
  const rows = new Map<string, CategoryRow>();
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const path = `/product/api/categories/get-all-categories${query({ status: 'ACTIVE', type: 'HB', version: 1, page, size: CATEGORIES_PER_PAGE })}`;
    const { data, isLast } = await callCatalogue(context, { operation: 'catalogue.categories', method: 'GET', path }, z.array(categorySchema));
    const before = rows.size;
    for (const row of data) rows.set(row.categoryId, row);
    if (isLast || rows.size === before) break;
  }
  return [...rows.values()];
}

/** The flat rows as a tree. Leaves that take no products are left out; a row whose parent is missing stands at the top. */
function treeOf(rows: readonly CategoryRow[]): CategoryNode[] {
  const ids = new Set(rows.map(({ categoryId }) => categoryId));
  const childrenOf = new Map<string | null, CategoryRow[]>();
  for (const row of rows) {
    const parent = row.parentCategoryId !== null && ids.has(row.parentCategoryId) ? row.parentCategoryId : null;
    const siblings = childrenOf.get(parent) ?? [];
    siblings.push(row);
    childrenOf.set(parent, siblings);
  }
  const nodes = (parentId: string | null, above: ReadonlySet<string>): CategoryNode[] =>
    (childrenOf.get(parentId) ?? [])
      .filter(({ categoryId, leaf, available }) => !above.has(categoryId) && (!leaf || available !== false))
      .map(({ categoryId, name }) => ({ id: categoryId, name, children: nodes(categoryId, new Set([...above, categoryId])) }));
  return nodes(null, new Set());
}

async function cached<T>(context: HepsiburadaContext, what: string, shape: z.ZodType<T>, read: () => Promise<T>): Promise<T> {
  const key = `hepsiburada:catalogue:${context.store.baseUrl}:${what}`;
  const known = await context.cache.get(key);
  if (known !== null) return shape.parse(JSON.parse(known));
  const fresh = await read();
  await context.cache.set(key, JSON.stringify(fresh), CATALOGUE_TTL_MS);
  return fresh;
}


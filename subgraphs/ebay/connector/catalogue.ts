import { z } from 'zod';
import type { CategoryAttribute, CataloguePort, CategoryNode } from '../../sync/connector/contract.js';
import { text } from '../../sync/connector/wire-values.js';
import { call, query, type EbayContext } from './client.js';
import type { EbayCredentials } from './credentials.js';
import { unreadableAnswer } from './errors.js';

const ROOT = '/commerce/taxonomy/v1';
/** Trees change a few times a year. */
const REMEMBERED_MS = 86_400_000;

interface RawNode {
  readonly category: { readonly categoryId: string; readonly categoryName: string };
  readonly childCategoryTreeNodes?: readonly RawNode[] | null | undefined;
}
const nodeSchema: z.ZodType<RawNode> = z.lazy(() => z.looseObject({ category: z.looseObject({ categoryId: text, categoryName: z.string() }), childCategoryTreeNodes: z.array(nodeSchema).nullish() }));
const treeSchema = z.looseObject({ rootCategoryNode: nodeSchema });
const treeIdSchema = z.looseObject({ categoryTreeId: text });

const aspectSchema = z.looseObject({
  localizedAspectName: z.string(),
  aspectConstraint: z
    .looseObject({ aspectRequired: z.boolean().nullish(), aspectMode: z.string().nullish(), itemToAspectCardinality: z.string().nullish(), aspectEnabledForVariations: z.boolean().nullish() })
    .nullish(),
  aspectValues: z.array(z.looseObject({ localizedValue: z.string() })).nullish(),
});
const aspectsSchema = z.looseObject({ aspects: z.array(aspectSchema).nullish() });
type Aspect = z.output<typeof aspectSchema>;

/** Aspects and their values have no ids: their names in the site's language stand for them. */
export const catalogue: CataloguePort<EbayCredentials> = {
  async categories(context) {
    const path = `${ROOT}/category_tree/${encodeURIComponent(await treeId(context))}`;
    return (await remembered(context, 'catalogue.categories', path, treeSchema)).rootCategoryNode.childCategoryTreeNodes?.map(toNode) ?? [];
  },
  attributes: async (context, categoryId) => (await readAspects(context, categoryId)).map(toAttribute),
  async attributeValues(context, categoryId, attributeId) {
    const aspect = (await readAspects(context, categoryId)).find(({ localizedAspectName }) => localizedAspectName === attributeId);
    return { items: (aspect?.aspectValues ?? []).map(({ localizedValue }) => ({ id: localizedValue, name: localizedValue })), next: null };
  },
  // eBay keeps no list of brands: any name is taken, as it is written.
  brands: async (_context, name) => (name.trim() === '' ? [] : [{ id: name.trim(), name: name.trim() }]),
};

async function readAspects(context: EbayContext, categoryId: string): Promise<readonly Aspect[]> {
  const path = `${ROOT}/category_tree/${encodeURIComponent(await treeId(context))}/get_item_aspects_for_category${query({ category_id: categoryId })}`;
  return (await remembered(context, 'catalogue.aspects', path, aspectsSchema)).aspects ?? [];
}

async function treeId(context: EbayContext): Promise<string> {
  const path = `${ROOT}/get_default_category_tree_id${query({ marketplace_id: context.store.credentials.marketplaceId })}`;
  return (await remembered(context, 'catalogue.tree', path, treeIdSchema)).categoryTreeId;
}

async function remembered<T>(context: EbayContext, operation: string, path: string, shape: z.ZodType<T>): Promise<T> {
  const key = `ebay:catalogue:${context.store.baseUrl}${path}`;
  const known = await context.cache.get(key);
  const remembered = known === null ? undefined : shape.safeParse(JSON.parse(known)).data;
  if (remembered !== undefined) return remembered;
  const raw = await call(context, { endpoint: 'taxonomy', operation, method: 'GET', path, identity: 'APPLICATION' }, z.unknown());
  const value = shape.safeParse(raw);
  if (!value.success) throw unreadableAnswer(operation, false, value.error);
  await context.cache.set(key, JSON.stringify(raw), REMEMBERED_MS);
  return value.data;
}

function toNode({ category, childCategoryTreeNodes }: RawNode): CategoryNode {
  return { id: category.categoryId, name: category.categoryName, children: (childCategoryTreeNodes ?? []).map(toNode) };
}

function toAttribute({ localizedAspectName: name, aspectConstraint }: Aspect): CategoryAttribute {
  return {
    id: name,
    name,
    // `aspectUsage` says RECOMMENDED even of aspects without which nothing is published.
    required: aspectConstraint?.aspectRequired ?? false,
    allowsCustomValue: aspectConstraint?.aspectMode !== 'SELECTION_ONLY',
    isVariant: aspectConstraint?.aspectEnabledForVariations ?? false,
    isSlicer: false,
    allowsMany: aspectConstraint?.itemToAspectCardinality === 'MULTI',
  };
}

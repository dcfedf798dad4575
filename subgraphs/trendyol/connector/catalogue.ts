import { z } from 'zod';
import type { CataloguePort, CategoryNode } from '../../sync/connector/contract.js';
import { number, text } from '../../sync/connector/wire-values.js';
import { call, query, type TrendyolContext, type TrendyolCall, type TrendyolCredentials } from './client.js';
import { remembered } from './remembered.js';

const DAY_MS = 86_400_000;
/** Trendyol advises to read the tree weekly; a day keeps a new category from staying unseen for long. */
const CATALOGUE_TTL_MS = DAY_MS;
const VALUES_PER_PAGE = 1000;

const id = text;
interface RawCategory {
  readonly id: string;
  readonly name: string;
  readonly subCategories?: readonly RawCategory[] | null | undefined;
}
const categorySchema: z.ZodType<RawCategory> = z.lazy(() => z.looseObject({ id, name: z.string(), subCategories: z.array(categorySchema).nullish() }));
// The documented answer is a bare array; older ones wrap it.
const treeSchema = z.union([z.array(categorySchema), z.looseObject({ categories: z.array(categorySchema) }).transform(({ categories }) => categories)]);

const attributesSchema = z.looseObject({
  categoryAttributes: z.array(
    z.looseObject({
      attribute: z.looseObject({ id, name: z.string() }),
      required: z.boolean().nullish(),
      allowCustom: z.boolean().nullish(),
      varianter: z.boolean().nullish(),
      slicer: z.boolean().nullish(),
      allowMultipleAttributeValues: z.boolean().nullish(),
    }),
  ),
});
const valuesSchema = z.looseObject({
  content: z.array(z.looseObject({ attributeValueId: id, attributeValue: z.string().optional(), attributeValueName: z.string().optional() })),
  totalPages: number,
});
const brandsSchema = z.array(z.looseObject({ id, name: z.string() }));

export const catalogue: CataloguePort<TrendyolCredentials> = {
  async categories(context) {
    return (await cached(context, { endpoint: 'categories', operation: 'catalogue.categories', method: 'GET', path: '/product/product-categories' }, treeSchema)).map(toNode);
  },
  async attributes(context, categoryId) {
    const path = `/product/categories/${encodeURIComponent(categoryId)}/attributes`;
    const { categoryAttributes } = await cached(context, { endpoint: 'attributes', operation: 'catalogue.attributes', method: 'GET', path }, attributesSchema);
    return categoryAttributes.map((row) => ({
      id: row.attribute.id,
      name: row.attribute.name,
      required: row.required ?? false,
      allowsCustomValue: row.allowCustom ?? false,
      isVariant: row.varianter ?? false,
      isSlicer: row.slicer ?? false,
      allowsMany: row.allowMultipleAttributeValues ?? false,
    }));
  },
  async attributeValues(context, categoryId, attributeId, cursor) {
    const page = Number(cursor ?? 0);
    const path = `/product/categories/${encodeURIComponent(categoryId)}/attributes/${encodeURIComponent(attributeId)}/values${query({ page, size: VALUES_PER_PAGE })}`;
    const { content, totalPages } = await cached(context, { endpoint: 'attribute-values', operation: 'catalogue.attributeValues', method: 'GET', path }, valuesSchema);
    const items = content.map((row) => ({ id: row.attributeValueId, name: row.attributeValue ?? row.attributeValueName ?? '' }));
    return { items, next: page + 1 < totalPages ? String(page + 1) : null };
  },
  async brands(context, name) {
    return call(context, { endpoint: 'brands', operation: 'catalogue.brands', method: 'GET', path: `/product/brands/by-name${query({ name })}` }, brandsSchema);
  },
};

function cached<T>(context: TrendyolContext, request: TrendyolCall, shape: z.ZodType<T>): Promise<T> {
  return remembered(context, request, shape, { key: `catalogue:${context.store.baseUrl}${request.path}`, ttlMs: CATALOGUE_TTL_MS });
}

function toNode({ id, name, subCategories }: RawCategory): CategoryNode {
  return { id, name, children: (subCategories ?? []).map(toNode) };
}

import { z } from 'zod';
import type { CataloguePort, CategoryNode } from '../../sync/connector/contract.js';
import { text } from '../../sync/connector/wire-values.js';
import { call, type N11Context, type N11Credentials, type RestCall } from './client.js';
import { unreadableAnswer } from './errors.js';

/** The tree is one large answer that changes rarely; attribute ids do go stale, so not longer than a day. */
const CATALOGUE_TTL_MS = 86_400_000;
const VALUES_PER_PAGE = 1_000;

interface RawCategory {
  readonly id: string;
  readonly name: string;
  readonly subCategories?: readonly RawCategory[] | null | undefined;
}
const categorySchema: z.ZodType<RawCategory> = z.lazy(() => z.looseObject({ id: text, name: z.string(), subCategories: z.array(categorySchema).nullish() }));
// Readings differ on the root: a bare array, or one wrapped in `categories`.
const treeSchema = z.union([z.array(categorySchema), z.looseObject({ categories: z.array(categorySchema) }).transform(({ categories }) => categories)]);

const attributeSchema = z.looseObject({
  attributeId: text,
  attributeName: z.string(),
  isMandatory: z.boolean().nullish(),
  isVariant: z.boolean().nullish(),
  isSlicer: z.boolean().nullish(),
  isCustomValue: z.boolean().nullish(),
  attributeValues: z.array(z.looseObject({ id: text, value: z.string() })).nullish(),
});
const attributesSchema = z.looseObject({ categoryAttributes: z.array(attributeSchema) });

export const catalogue: CataloguePort<N11Credentials> = {
  async categories(context) {
    return (await cached(context, { group: 'categories', operation: 'catalogue.categories', method: 'GET', path: '/cdn/categories' }, treeSchema)).map(toNode);
  },
  async attributes(context, categoryId) {
    return (await readAttributes(context, categoryId)).map((row) => ({
      id: row.attributeId,
      name: row.attributeName,
      required: row.isMandatory ?? false,
      allowsCustomValue: row.isCustomValue ?? false,
      isVariant: row.isVariant ?? false,
      isSlicer: row.isSlicer ?? false,
      allowsMany: false,
    }));
  },
  /** Values come with their attribute, unpaged; they are cut here so that a long list does not travel whole. */
  async attributeValues(context, categoryId, attributeId, cursor) {
    const attribute = (await readAttributes(context, categoryId)).find((row) => row.attributeId === attributeId);
    const values = attribute?.attributeValues ?? [];
    const start = Number(cursor ?? 0);
    const items = values.slice(start, start + VALUES_PER_PAGE).map((row) => ({ id: row.id, name: row.value }));
    return { items, next: start + VALUES_PER_PAGE < values.length ? String(start + VALUES_PER_PAGE) : null };
  },
  /** N11 has no brand service: the brand is attribute 1 of each category, and free text is taken. */
  brands: async () => [],
};

async function readAttributes(context: N11Context, categoryId: string): Promise<z.infer<typeof attributeSchema>[]> {
  const path = `/cdn/category/${encodeURIComponent(categoryId)}/attribute`;
  return (await cached(context, { group: 'categories', operation: 'catalogue.attributes', method: 'GET', path }, attributesSchema)).categoryAttributes;
}

async function cached<T>(context: N11Context, request: RestCall, shape: z.ZodType<T>): Promise<T> {
  const key = `n11:catalogue:${context.store.baseUrl}${request.path}`;
  const known = await context.cache.get(key);
  if (known !== null) return shape.parse(JSON.parse(known));
  const raw = await call(context, request, z.unknown());
  const parsed = shape.safeParse(raw);
  if (!parsed.success) throw unreadableAnswer(request.operation, false, parsed.error);
  await context.cache.set(key, JSON.stringify(raw), CATALOGUE_TTL_MS);
  return parsed.data;
}

function toNode({ id, name, subCategories }: RawCategory): CategoryNode {
  return { id, name, children: (subCategories ?? []).map(toNode) };
}

import { z } from 'zod';
import type { CatalogueLanguage, CataloguePort, CategoryAttribute, CategoryNode } from '../../sync/connector/contract.js';
import { text } from '../../sync/connector/wire-values.js';
import { call, type OzonContext, type OzonCredentials } from './client.js';
import type { MethodName } from './methods.js';

const DAY_MS = 86_400_000;
const VALUES_PER_PAGE = 2_000;
const SEARCHED_VALUES = 100;
/** Ozon's search takes no shorter words. */
const SHORTEST_SEARCH = 2;

/** Attributes the hub fills by itself: brand from the mapping's brand, description, the type, the name that joins variants. */
export const OWN_ATTRIBUTE = { brand: '85', description: '4191', type: '8229', model: '9048' } as const;
const OWN: readonly string[] = Object.values(OWN_ATTRIBUTE);

interface RawNode {
  readonly description_category_id?: string | undefined;
  readonly category_name?: string | null | undefined;
  readonly type_id?: string | undefined;
  readonly type_name?: string | null | undefined;
  readonly disabled?: boolean | null | undefined;
  readonly children?: readonly RawNode[] | null | undefined;
}
const nodeSchema: z.ZodType<RawNode> = z.lazy(() =>
  z.looseObject({ description_category_id: text.optional(), category_name: z.string().nullish(), type_id: text.optional(), type_name: z.string().nullish(), disabled: z.boolean().nullish(), children: z.array(nodeSchema).nullish() }).refine(({ description_category_id, type_id }) => description_category_id !== undefined || type_id !== undefined, 'is neither a category nor a type'),
);
const treeSchema = z.looseObject({ result: z.array(nodeSchema) });
const attributesSchema = z.looseObject({
  result: z.array(z.looseObject({ id: text, name: z.string(), is_required: z.boolean().nullish(), is_aspect: z.boolean().nullish(), is_collection: z.boolean().nullish(), dictionary_id: text.nullish() })),
});
const valuesSchema = z.looseObject({ result: z.array(z.looseObject({ id: text, value: z.string() })), has_next: z.boolean().nullish() });

type Attribute = z.infer<typeof attributesSchema>['result'][number];

/** Names as the store's credential says, or in the language asked for; ids are the same in all. */
export const catalogue: CataloguePort<OzonCredentials> = { ...catalogueIn(({ store }) => store.credentials.catalogueLanguage), inLanguage: (language) => catalogueIn(() => language) };

function catalogueIn(languageOf: (context: OzonContext) => CatalogueLanguage): CataloguePort<OzonCredentials> {
  return {
    categories: (context) => categoriesIn(context, languageOf(context)),
    async attributes(context, categoryId) {
      const all = await attributesIn(context, categoryId, languageOf(context));
      return all.filter(({ id }) => !OWN.includes(id)).map(toAttribute);
    },
    attributeValues: (context, categoryId, attributeId, cursor) => valuesIn(context, { categoryId, attributeId, cursor, language: languageOf(context) }),
    async brands(context, name) {
      if (name.trim().length < SHORTEST_SEARCH) return [];
      const [categoryId] = leafIds(await categoriesIn(context, languageOf(context)));
      if (categoryId === undefined) return [];
      const { result } = await call(context, 'catalogue.searchValues', { ...pairOf(categoryId), attribute_id: Number(OWN_ATTRIBUTE.brand), value: name.trim(), limit: SEARCHED_VALUES, language: 'DEFAULT' }, valuesSchema);
      return result.map(({ id, value }) => ({ id, name: value }));
    },
  };
}

function toAttribute(one: Attribute): CategoryAttribute {
  return {
    id: one.id,
    name: one.name,
    required: one.is_required ?? false,
    allowsCustomValue: !hasDictionary(one),
    isVariant: one.is_aspect ?? false,
    isSlicer: false,
    allowsMany: one.is_collection ?? false,
  };
}

/** Ozon's pair of category and type is one category here: `17027904:93244`. */
export async function categoriesIn(context: OzonContext, language: CatalogueLanguage): Promise<readonly CategoryNode[]> {
  const { result } = await cached(context, 'catalogue.tree', { language }, treeSchema);
  return result.flatMap((node) => toNodes(node, null));
}

export async function attributesIn(context: OzonContext, categoryId: string, language: CatalogueLanguage): Promise<readonly Attribute[]> {
  return (await cached(context, 'catalogue.attributes', { ...pairOf(categoryId), language }, attributesSchema)).result;
}

/** A page of an attribute's dictionary; none for an attribute that takes free text. */
export async function valuesIn(context: OzonContext, o: { categoryId: string; attributeId: string; cursor: string | null; language: CatalogueLanguage }): Promise<{ readonly items: readonly { readonly id: string; readonly name: string }[]; readonly next: string | null }> {
  const attribute = (await attributesIn(context, o.categoryId, o.language)).find(({ id }) => id === o.attributeId);
  if (!attribute || !hasDictionary(attribute)) return { items: [], next: null };
  const lastId = o.cursor ?? '0';
  const body = { ...pairOf(o.categoryId), attribute_id: Number(o.attributeId), last_value_id: Number(lastId), limit: VALUES_PER_PAGE, language: o.language };
  const { result, has_next } = await cached(context, 'catalogue.values', body, valuesSchema);
  const last = result.at(-1)?.id;
  // A list whose end does not move on would be read for ever.
  const next = has_next === true && last !== undefined && Number(last) > Number(lastId) ? last : null;
  return { items: result.map(({ id, value }) => ({ id, name: value })), next };
}

export function pairOf(categoryId: string): { description_category_id: number; type_id: number } {
  const [category = '0', type = '0'] = categoryId.split(':');
  return { description_category_id: Number(category), type_id: Number(type) };
}

export function isPair(categoryId: string): boolean {
  return /^[1-9]\d*:[1-9]\d*$/.test(categoryId);
}

function hasDictionary({ dictionary_id }: Attribute): boolean {
  return dictionary_id !== null && dictionary_id !== undefined && dictionary_id !== '0';
}

function toNodes(node: RawNode, categoryId: string | null): CategoryNode[] {
  if (node.disabled === true) return [];
  if (node.type_id !== undefined && node.type_id !== '0') return categoryId === null ? [] : [{ id: `${categoryId}:${node.type_id}`, name: node.type_name ?? '', children: [] }];
  const id = node.description_category_id ?? '';
  const children = (node.children ?? []).flatMap((child) => toNodes(child, id));
  return children.length === 0 ? [] : [{ id, name: node.category_name ?? '', children }];
}

function leafIds(nodes: readonly CategoryNode[]): string[] {
  return nodes.flatMap(({ id, children }) => (children.length === 0 ? [id] : leafIds(children)));
}

/** Shared by all stores: the catalogue is the same for everybody. */
async function cached<T>(context: OzonContext, method: MethodName, body: object, shape: z.ZodType<T>): Promise<T> {
  const key = `ozon:${method}:${context.store.baseUrl}:${JSON.stringify(body)}`;
  const known = await context.cache.get(key);
  if (known !== null) return shape.parse(JSON.parse(known));
  const answer = await call(context, method, body, z.unknown().transform((raw, check) => checked(raw, shape, check)));
  await context.cache.set(key, JSON.stringify(answer.raw), DAY_MS);
  return answer.value;
}

function checked<T>(raw: unknown, shape: z.ZodType<T>, check: z.RefinementCtx): { readonly raw: unknown; readonly value: T } {
  const parsed = shape.safeParse(raw);
  if (parsed.success) return { raw, value: parsed.data };
  check.addIssue({ code: 'custom', message: parsed.error.message });
  return z.NEVER;
}

import { z } from 'zod';
import { endpoint, int64, type Endpoint } from '../access/endpoint.js';
import { invalid, notFound } from '../access/errors.js';
import type { Attribute } from './attributes.js';
import { attributesOf, CATEGORY_TREE, categoryOfType, type Category } from './tree.js';
import { inLanguage, LANGUAGES, type CatalogueLanguage } from './words.js';

const language = z.enum(LANGUAGES).default('DEFAULT');
const pair = z.looseObject({ description_category_id: int64, type_id: int64, language });
const valuesBody = pair.extend({ attribute_id: int64, last_value_id: int64.default(0), limit: z.int().min(1).max(2_000) });
const searchBody = pair.extend({ attribute_id: int64, value: z.string().min(2), limit: z.int().min(1).max(100) });

export function catalogueEndpoints(): Endpoint[] {
  return [
    endpoint({ path: '/v1/description-category/tree', body: z.looseObject({ language }), handle: ({ body }) => ({ result: CATEGORY_TREE.map((one) => nodeOf(one, body.language)) }) }),
    endpoint({ path: '/v1/description-category/attribute', body: pair, handle: ({ body }) => ({ result: attributesOf(required(body)).map((one) => viewOf(one, body.language)) }) }),
    endpoint({
      path: '/v1/description-category/attribute/values',
      body: valuesBody,
      handle: ({ body }) => {
        const after = dictionaryOf(body).filter(({ id }) => id > body.last_value_id);
        return { result: after.slice(0, body.limit).map((one) => valueView(one, body.language)), has_next: after.length > body.limit };
      },
    }),
    endpoint({
      path: '/v1/description-category/attribute/values/search',
      body: searchBody,
      handle: ({ body }) => {
        const wanted = body.value.toLocaleLowerCase('tr');
        const found = dictionaryOf(body).filter(({ value }) => Object.values(value).some((text: string) => text.toLocaleLowerCase('tr').includes(wanted)));
        return { result: found.slice(0, body.limit).map((one) => valueView(one, body.language)) };
      },
    }),
    endpoint({ path: '/v1/brand/company-certification/list', body: z.looseObject({ page: z.int().min(1), page_size: z.int().min(1).max(100) }), handle: () => ({ result: { brand_certification: [], total: 0 } }) }),
  ];
}

function nodeOf({ id, name, children, types }: Category, language: CatalogueLanguage): object {
  const below = types.length === 0 ? children.map((one) => nodeOf(one, language)) : types.map((one) => ({ type_id: one.id, type_name: inLanguage(one.name, language), disabled: false, children: [] }));
  return { description_category_id: id, category_name: inLanguage(name, language), disabled: false, children: below };
}

function required({ description_category_id, type_id }: { description_category_id: number; type_id: number }): Category {
  const category = categoryOfType(description_category_id, type_id);
  if (!category) throw notFound(`category ${description_category_id} has no type ${type_id}`);
  return category;
}

function viewOf(attribute: Attribute, language: CatalogueLanguage): object {
  return {
    id: attribute.id,
    name: inLanguage(attribute.name, language),
    description: '',
    type: attribute.type,
    is_collection: attribute.isCollection,
    is_required: attribute.isRequired,
    is_aspect: attribute.isAspect,
    max_value_count: attribute.isCollection ? 5 : 0,
    group_id: 0,
    group_name: '',
    dictionary_id: attribute.values === null ? 0 : 900_000 + attribute.id,
    category_dependent: false,
    attribute_complex_id: 0,
    complex_is_collection: false,
  };
}

function dictionaryOf(body: { description_category_id: number; type_id: number; attribute_id: number }): NonNullable<Attribute['values']> {
  const attribute = attributesOf(required(body)).find(({ id }) => id === body.attribute_id);
  if (!attribute) throw notFound(`no attribute ${body.attribute_id} in this category`);
  if (attribute.values === null) throw invalid(`attribute ${body.attribute_id} has no dictionary`);
  return attribute.values;
}

function valueView({ id, value }: NonNullable<Attribute['values']>[number], language: CatalogueLanguage): object {
  return { id, value: inLanguage(value, language), info: '', picture: '' };
}

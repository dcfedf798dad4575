import { attributesOf, themesOf, type AttributeRule, type Requirements } from './attributes.js';
import type { AttributePart, ProductType } from './product-types.js';

export interface SchemaWish {
  readonly requirements: Requirements;
  readonly isTurkish: boolean;
  /** NOT_ENFORCED leaves `required` empty. */
  readonly isEnforced: boolean;
}

/** The JSON Schema of a product type, in the shape Amazon publishes: each attribute an array of objects with selectors. */
export function schemaOf(type: ProductType, wish: SchemaWish): Record<string, unknown> {
  const rules = attributesOf(type).filter((rule) => belongs(rule, wish.requirements));
  return {
    $schema: 'https://schemas.amazon.com/selling-partners/definitions/product-types/meta-schema/v1',
    $id: `https://schemas.amazon.com/selling-partners/definitions/product-types/schema/v1/${type.name}`,
    type: 'object',
    required: wish.isEnforced ? rules.filter(({ requiredFor }) => requiredFor.includes(wish.requirements)).map(({ name }) => name) : [],
    properties: Object.fromEntries(rules.map((rule) => [rule.name, propertyOf(rule, type, wish)])),
    additionalProperties: false,
  };
}

export function groupsOf(type: ProductType, wish: SchemaWish): Record<string, unknown> {
  const groups = new Map<string, string[]>();
  for (const { group, name } of attributesOf(type).filter((rule) => belongs(rule, wish.requirements))) groups.set(group, [...(groups.get(group) ?? []), name]);
  return Object.fromEntries([...groups].map(([group, propertyNames]) => [group, { title: group, description: group, propertyNames }]));
}

function belongs({ group, name }: AttributeRule, requirements: Requirements): boolean {
  if (requirements === 'LISTING_OFFER_ONLY') return group === 'offer' || name === 'merchant_suggested_asin';
  return requirements === 'LISTING' || group !== 'offer';
}

function propertyOf(rule: AttributeRule, type: ProductType, { isTurkish }: SchemaWish): unknown {
  const title = isTurkish ? rule.title.tr : rule.title.en;
  if (rule.parts !== null) return partedOf(rule.parts, { title, isTurkish });
  const items = rule.field === null ? structured(rule.name, type) : plain(rule, rule.field, { title, isTurkish });
  return {
    title,
    description: title,
    type: 'array',
    minItems: 1,
    maxUniqueItems: rule.name === 'bullet_point' ? 10 : 1,
    selectors: ['marketplace_id'],
    items: { type: 'object', ...(rule.field === null ? {} : { required: rule.units === null ? [rule.field] : ['unit', rule.field] }), properties: { ...items, marketplace_id: { title: 'Marketplace ID', type: 'string' } }, ...(rule.field === null ? {} : { additionalProperties: false }) },
  };
}

function partedOf(parts: readonly AttributePart[], { title, isTurkish }: { title: string; isTurkish: boolean }): unknown {
  const titleOf = (part: AttributePart): string => (isTurkish ? part.title.tr : part.title.en);
  const measure = (part: AttributePart, units: NonNullable<AttributePart['units']>) => ({ title: titleOf(part), type: 'object', required: ['unit', 'value'], properties: { value: { title: titleOf(part), type: 'number', minimum: 0 }, unit: { title: isTurkish ? 'Birim' : 'Unit', type: 'string', ...listOf(units) } }, additionalProperties: false });
  const properties = Object.fromEntries(parts.map((part) => [part.name, part.units === null ? { title: titleOf(part), type: 'string', ...listOf(part.values ?? []) } : measure(part, part.units)]));
  return {
    title, description: title, type: 'array', minItems: 1, maxUniqueItems: 1, selectors: ['marketplace_id'],
    items: { type: 'object', required: parts.filter(({ isRequired }) => isRequired).map((part) => part.name), properties: { ...properties, marketplace_id: { title: 'Marketplace ID', type: 'string' } }, additionalProperties: false },
  };
}

function plain(rule: AttributeRule, field: string, { title, isTurkish }: { title: string; isTurkish: boolean }): Record<string, unknown> {
  return {
    [field]: valueOf(rule, { title, isTurkish }),
    ...(rule.units === null ? {} : { unit: { title: isTurkish ? 'Birim' : 'Unit', type: 'string', ...listOf(rule.units) } }),
    ...(rule.name === 'externally_assigned_product_identifier' ? { type: { title: isTurkish ? 'Tür' : 'Type', type: 'string', enum: ['ean', 'gtin', 'upc'] } } : {}),
    ...(rule.isLocalised ? { language_tag: { title: 'Language Tag', type: 'string' } } : {}),
  };
}

function valueOf({ values, isOpen, maxLength, type, minimum }: AttributeRule, { title, isTurkish }: { title: string; isTurkish: boolean }): unknown {
  if (type === 'boolean') return { title, type, enum: [false, true], enumNames: isTurkish ? ['Hayır', 'Evet'] : ['No', 'Yes'] };
  if (type !== 'string') return { title, type, ...(minimum === null ? {} : { minimum }) };
  const text = { title, type: 'string', ...(maxLength === null ? {} : { maxLength }) };
  if (values === null) return text;
  const listed = { type: 'string', ...listOf(values) };
  return isOpen ? { title, anyOf: [{ type: 'string' }, listed] } : { title, ...listed };
}

function listOf(values: readonly (readonly [string, string])[]): { enum: string[]; enumNames: string[] } {
  return { enum: values.map(([value]) => value), enumNames: values.map(([, name]) => name) };
}

function structured(name: string, type: ProductType): Record<string, unknown> {
  const text = { type: 'string' };
  const amount = { type: 'array', items: { type: 'object', properties: { schedule: { type: 'array', items: { type: 'object', required: ['value_with_tax'], properties: { value_with_tax: { type: 'number', minimum: 0 } } } } } } };
  switch (name) {
    case 'purchasable_offer':
      return { currency: text, audience: { type: 'string', enum: ['ALL', 'B2B'] }, our_price: amount, discounted_price: amount, minimum_seller_allowed_price: amount, maximum_seller_allowed_price: amount };
    case 'list_price':
      return { currency: text, value_with_tax: { type: 'number', minimum: 0 } };
    case 'fulfillment_availability':
      return { fulfillment_channel_code: { type: 'string', enum: ['DEFAULT', 'AMAZON_EU'] }, quantity: { type: 'integer', minimum: 0 }, lead_time_to_ship_max_days: { type: 'integer' }, restock_date: text };
    case 'variation_theme':
      return { name: { type: 'string', enum: themesOf(type) } };
    default:
      return { child_relationship_type: { type: 'string', enum: ['variation'] }, parent_sku: text };
  }
}

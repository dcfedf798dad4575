import { BRAND_ATTRIBUTE_ID, type AttributeDefinition } from '../catalogue/attribute-sets.js';
import type { LeafCategory } from '../catalogue/catalogue.js';
import type { ProductAttribute } from './product.js';
import { reasons } from './reasons.js';
import { integer, type Checked } from './sku-fields.js';

/** Checks `attributes` of a SKU against its category: known ids, listed values, free text only where allowed, mandatory ones present. */
export function checkAttributes(sent: unknown, category: LeafCategory): Checked<ProductAttribute[]> {
  if (!Array.isArray(sent)) return { refused: [reasons.empty('attributes')] };
  const read = sent.map((entry) => readAttribute(entry, category));
  const refused = read.flatMap((result) => ('refused' in result ? result.refused : []));
  const values = read.flatMap((result) => ('value' in result ? [result.value] : []));
  const missing = category.attributes.filter((attribute) => attribute.isMandatory && !values.some((value) => value.attributeId === attribute.id));
  const all = [...refused, ...missing.map(missingSentence)];
  return all.length > 0 ? { refused: all } : { value: values };
}

/** Checks the attributes of an update: only those sent, none mandatory. */
export function checkChangedAttributes(sent: unknown, category: LeafCategory): Checked<ProductAttribute[]> {
  if (!Array.isArray(sent)) return { refused: [reasons.invalid('attributes')] };
  const read = sent.map((entry) => readAttribute(entry, category));
  const refused = read.flatMap((result) => ('refused' in result ? result.refused : []));
  return refused.length > 0 ? { refused } : { value: read.flatMap((result) => ('value' in result ? [result.value] : [])) };
}

function readAttribute(entry: unknown, category: LeafCategory): Checked<ProductAttribute> {
  const { id, valueId, customValue } = (entry ?? {}) as { id?: unknown; valueId?: unknown; customValue?: unknown };
  const attribute = category.attributes.find((known) => known.id === integer(id));
  if (!attribute) return { refused: [reasons.attributeUnknown(id)] };
  if (valueId !== undefined && valueId !== null) return listedValue(attribute, valueId);
  if (typeof customValue !== 'string' || customValue.trim() === '') return { refused: [missingSentence(attribute)] };
  if (!attribute.isCustomValue) return { refused: [reasons.customValueRefused(attribute.name)] };
  return { value: { attributeId: attribute.id, attributeName: attribute.name, attributeValue: customValue.trim() } };
}

function listedValue(attribute: AttributeDefinition, valueId: unknown): Checked<ProductAttribute> {
  const listed = attribute.values.find((value) => value.id === integer(valueId));
  if (!listed) return { refused: [reasons.attributeValueUnknown(attribute.name, valueId)] };
  return { value: { attributeId: attribute.id, attributeName: attribute.name, attributeValue: listed.value } };
}

function missingSentence(attribute: AttributeDefinition): string {
  return attribute.id === BRAND_ATTRIBUTE_ID ? reasons.brandMissing : reasons.attributeMissing(attribute.name);
}

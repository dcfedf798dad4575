import { attributesOf, OFFER_ATTRIBUTES, themesOf, VARIANT_ATTRIBUTES, type AttributeRule, type Requirements } from '../definitions/attributes.js';
import { productTypeOf, type AttributePart, type ProductType } from '../definitions/product-types.js';
import type { Attributes, Issue } from './listing.js';

export interface Submission {
  readonly productType: string;
  readonly requirements: string;
  readonly attributes: Attributes;
  /** Attributes this submission speaks of; a patch is judged by what it changes. */
  readonly touched: readonly string[];
  readonly currency: string;
  readonly marketplaceId: string;
  readonly isPatch: boolean;
}

/** Fields beside the value of attributes whose value is plain. */
const FURTHER_FIELDS: Readonly<Record<string, readonly string[]>> = { externally_assigned_product_identifier: ['type'] };

/** What Amazon says of a submission at once; empty when it is taken. `PRODUCT` stands for any type where only the offer is patched. */
export function issuesOf(submission: Submission): Issue[] {
  const { productType, touched, isPatch, attributes } = submission;
  if (productType === 'PRODUCT') {
    const foreign = touched.filter((name) => !OFFER_ATTRIBUTES.has(name));
    return foreign.length > 0 || !isPatch ? [invalid(`The product type PRODUCT cannot carry: ${foreign.join(', ') || 'a whole listing'}.`, foreign)] : touched.flatMap((name) => valueIssues(name, submission));
  }
  const type = productTypeOf(productType);
  if (!type) return [invalid(`'${productType}' is not a valid product type.`, ['product_type'])];
  const rules = attributesOf(type);
  const unknown = touched.filter((name) => !rules.some((rule) => rule.name === name)).map((name) => invalid(`'${name}' is not an attribute of ${productType}.`, [name]));
  const missing = isPatch ? [] : missingOf(rules, submission);
  return [...unknown, ...missing, ...touched.flatMap((name) => [...ruleIssues(rules.find((rule) => rule.name === name), attributes), ...valueIssues(name, submission), ...themeIssues(name, type, attributes)])];
}

function missingOf(rules: readonly AttributeRule[], { requirements, attributes }: Submission): Issue[] {
  const isParent = attributes['parentage_level']?.[0]?.['value'] === 'parent';
  const required = rules.filter(({ requiredFor, name }) => requiredFor.includes(requirements as Requirements) && !(isParent && (OFFER_ATTRIBUTES.has(name) || VARIANT_ATTRIBUTES.has(name))));
  return required
    .filter(({ name }) => (attributes[name] ?? []).length === 0)
    .map(({ name, title }) => missingIssue(title.tr, name));
}

function ruleIssues(rule: AttributeRule | undefined, attributes: Attributes): Issue[] {
  if (rule?.parts) return (attributes[rule.name] ?? []).flatMap((entry) => partIssues(rule, rule.parts ?? [], entry));
  if (!rule || rule.field === null) return [];
  const fields = [rule.field, 'marketplace_id', ...(rule.units === null ? [] : ['unit']), ...(rule.isLocalised ? ['language_tag'] : []), ...(FURTHER_FIELDS[rule.name] ?? [])];
  return (attributes[rule.name] ?? []).flatMap((entry) => {
    const foreign = Object.keys(entry).filter((field) => !fields.includes(field));
    if (foreign.length > 0) return [invalid(`'${rule.name}' has no field ${foreign.join(', ')}.`, [rule.name])];
    const value = entry[rule.field ?? 'value'];
    if (rule.type !== 'string') return typedIssues(rule, value, entry['unit']);
    if (typeof value !== 'string' || value === '') return [invalid(`The value of '${rule.name}' must be a text.`, [rule.name])];
    if (rule.field === 'media_location') return /^https?:\/\//.test(value) ? [] : [{ ...invalid('The image address cannot be read.', [rule.name]), code: '18027', categories: ['INVALID_IMAGE'] }];
    if (rule.values !== null && !rule.isOpen && !rule.values.some(([allowed]) => allowed === value)) return [invalid(`'${value}' is not a valid value for '${rule.title.tr}'.`, [rule.name])];
    if (rule.maxLength !== null && value.length > rule.maxLength) return [invalid(`'${rule.title.tr}' is longer than ${rule.maxLength} characters.`, [rule.name])];
    return [];
  });
}

/** Of an attribute of several fields: one that is no text, and has all it must have. */
function partIssues({ name, title }: AttributeRule, parts: readonly AttributePart[], entry: Readonly<Record<string, unknown>>): Issue[] {
  const foreign = Object.keys(entry).filter((field) => field !== 'marketplace_id' && !parts.some((part) => part.name === field));
  if (foreign.length > 0) return [invalid(`'${name}' has no field ${foreign.join(', ')}.`, [name])];
  return parts.flatMap((part): Issue[] => {
    const given = entry[part.name];
    const label = `${title.tr}: ${part.title.tr}`;
    if (given === undefined) return part.isRequired ? [missingIssue(label, name)] : [];
    if (part.units === null) return (part.values ?? []).some(([allowed]) => allowed === given) ? [] : [invalid(`${JSON.stringify(given)} is not a valid value for '${label}'.`, [name])];
    const { value, unit } = (typeof given === 'object' && given !== null ? given : {}) as { value?: unknown; unit?: unknown };
    if (typeof value !== 'number' || value < 0) return [invalid(`The value of '${label}' must be a number of zero or more.`, [name])];
    return part.units.some(([id]) => id === unit) ? [] : [invalid(`The unit of '${label}' must be one of: ${part.units.map(([id]) => id).join(', ')}.`, [name])];
  });
}

function missingIssue(label: string, name: string): Issue {
  return { code: '90220', message: `'${label}' is required but not supplied.`, severity: 'ERROR', attributeNames: [name], categories: ['MISSING_ATTRIBUTE'] };
}

function typedIssues({ name, title, type, minimum, units }: AttributeRule, value: unknown, unit: unknown): Issue[] {
  if (type === 'boolean' ? typeof value !== 'boolean' : typeof value !== 'number') return [invalid(`The value of '${title.tr}' must be of the type ${type}.`, [name])];
  if (type === 'integer' && !Number.isInteger(value)) return [invalid(`The value of '${title.tr}' must be a whole number.`, [name])];
  if (typeof value === 'number' && minimum !== null && value < minimum) return [invalid(`The value of '${title.tr}' must be at least ${minimum}.`, [name])];
  if (units !== null && !units.some(([id]) => id === unit)) return [invalid(`The unit of '${title.tr}' must be one of: ${units.map(([id]) => id).join(', ')}.`, [name])];
  return [];
}

function valueIssues(name: string, { attributes, currency, marketplaceId }: Submission): Issue[] {
  const entries = attributes[name] ?? [];
  const elsewhere = entries.some((entry) => entry['marketplace_id'] !== undefined && entry['marketplace_id'] !== marketplaceId);
  if (elsewhere) return [invalid(`'${name}' speaks of another marketplace.`, [name])];
  switch (name) {
    case 'fulfillment_availability':
      return entries.flatMap(quantityIssues);
    case 'purchasable_offer':
      return entries.flatMap((entry) => offerIssues(entry, currency));
    case 'list_price':
      return entries.flatMap(({ value_with_tax: amount, currency: given }) => (isPrice(amount) && given === currency ? [] : [priceIssue("'list_price' needs a positive value_with_tax and the marketplace's currency.", name)]));
    default:
      return [];
  }
}

function quantityIssues({ fulfillment_channel_code: channel, quantity }: Readonly<Record<string, unknown>>): Issue[] {
  const names = ['fulfillment_availability'];
  if (typeof channel !== 'string') return [invalid("'fulfillment_channel_code' is required.", names)];
  if (channel !== 'DEFAULT') return quantity === undefined ? [] : [invalid('The quantity of inventory held by Amazon cannot be written.', names)];
  return typeof quantity === 'number' && Number.isInteger(quantity) && quantity >= 0 ? [] : [invalid("'quantity' must be a whole number of zero or more.", names)];
}

function offerIssues(entry: Readonly<Record<string, unknown>>, currency: string): Issue[] {
  const name = 'purchasable_offer';
  if (entry['currency'] !== currency) return [priceIssue(`The offer's currency must be ${currency}.`, name)];
  const price = amountOf(entry['our_price']);
  if (!isPrice(price)) return [priceIssue('The price must be a positive number with at most two decimals.', name)];
  const minimum = amountOf(entry['minimum_seller_allowed_price']);
  return typeof minimum === 'number' && minimum > price ? [{ ...priceIssue('The minimum price is above the price.', name), code: '18155' }] : [];
}

function themeIssues(name: string, type: ProductType, attributes: Attributes): Issue[] {
  if (name !== 'variation_theme') return [];
  const theme = attributes[name]?.[0]?.['name'];
  return typeof theme === 'string' && themesOf(type).includes(theme) ? [] : [invalid(`The variation theme is not one of: ${themesOf(type).join(', ')}.`, [name])];
}

function amountOf(price: unknown): unknown {
  return (price as readonly { readonly schedule?: readonly { readonly value_with_tax?: unknown }[] }[] | undefined)?.[0]?.schedule?.[0]?.value_with_tax;
}

function isPrice(amount: unknown): amount is number {
  return typeof amount === 'number' && amount > 0 && Math.abs(amount * 100 - Math.round(amount * 100)) < 1e-6;
}

function priceIssue(message: string, name: string): Issue {
  return { ...invalid(message, [name]), categories: ['INVALID_PRICE'] };
}

function invalid(message: string, attributeNames: readonly string[]): Issue {
  return { code: '90000900', message, severity: 'ERROR', attributeNames, categories: ['INVALID_ATTRIBUTE'] };
}

import { z } from 'zod';
import { int64 } from '../access/endpoint.js';
import type { Seller } from '../access/sellers.js';
import { ATTRIBUTE, type Attribute } from '../catalogue/attributes.js';
import { attributesOf, categoryOfType } from '../catalogue/tree.js';
import { inLanguage } from '../catalogue/words.js';
import { minorOf, priceRefusal } from './amounts.js';
import type { Product, ProductAttribute, ProductProblem } from './product.js';

const attributeShape = z.looseObject({ id: int64, complex_id: int64.default(0), values: z.array(z.looseObject({ dictionary_value_id: int64.default(0), value: z.string().default('') })) });

/** A wrong type refuses the whole call; a wrong value fails its item. */
export const importItemShape = z.looseObject({
  offer_id: z.string().min(1).max(50),
  name: z.string().default(''),
  description_category_id: int64.default(0),
  type_id: int64.default(0),
  price: z.string().default(''),
  old_price: z.string().default('0'),
  currency_code: z.string().default('RUB'),
  vat: z.string().default('0'),
  barcode: z.string().default(''),
  depth: z.int().default(0),
  width: z.int().default(0),
  height: z.int().default(0),
  dimension_unit: z.string().default(''),
  weight: z.int().default(0),
  weight_unit: z.string().default(''),
  images: z.array(z.string()).default([]),
  primary_image: z.string().default(''),
  attributes: z.array(attributeShape).default([]),
});
export type ImportItem = z.infer<typeof importItemShape>;

/** What the seller says of a card; what Ozon adds (ids, states) is not in it. */
export type CardContent = Pick<Product, 'name' | 'categoryId' | 'typeId' | 'priceMinor' | 'oldPriceMinor' | 'currency' | 'vat' | 'barcode' | 'depthMm' | 'widthMm' | 'heightMm' | 'weightG' | 'images' | 'primaryImage' | 'attributes'>;

const VATS = ['0', '0.05', '0.07', '0.1', '0.2', '0.22'];
const MM: Readonly<Record<string, number>> = { mm: 1, cm: 10, in: 25.4 };
const GRAMS: Readonly<Record<string, number>> = { g: 1, kg: 1_000, lb: 453.592 };
const MOST_GRAMS = 1_000_000;

export function readImportItem(item: ImportItem, seller: Seller): { readonly content: CardContent } | { readonly problems: readonly ProductProblem[] } {
  const [priceMinor, oldPriceMinor] = [minorOf(item.price), minorOf(item.old_price || '0')];
  const mm = MM[item.dimension_unit] ?? 0;
  const content: CardContent = {
    name: item.name,
    categoryId: item.description_category_id,
    typeId: item.type_id,
    priceMinor: priceMinor ?? 0,
    oldPriceMinor: oldPriceMinor ?? 0,
    currency: seller.currency,
    vat: item.vat,
    barcode: item.barcode,
    depthMm: Math.round(item.depth * mm),
    widthMm: Math.round(item.width * mm),
    heightMm: Math.round(item.height * mm),
    weightG: Math.round(item.weight * (GRAMS[item.weight_unit] ?? 0)),
    images: item.images,
    primaryImage: item.primary_image,
    attributes: item.attributes.map(({ id, values }) => ({ id, values: values.map(({ dictionary_value_id, value }) => ({ dictionaryValueId: dictionary_value_id, value })) })),
  };
  const problems = [...namingProblems(content), ...priceProblems(item, seller, priceMinor, oldPriceMinor), ...sizeProblems(content), ...imageProblems(content), ...attributeProblems(content)];
  return problems.length > 0 ? { problems } : { content };
}

function namingProblems({ name, vat }: CardContent): ProductProblem[] {
  return [...(name === '' || name.length > 500 ? [problem('invalid_name', 'name', 'name must have 1 to 500 characters')] : []), ...(VATS.includes(vat) ? [] : [problem('invalid_vat', 'vat', `vat must be one of ${VATS.join(', ')}`)])];
}

function priceProblems({ currency_code }: ImportItem, { currency }: Seller, priceMinor: number | null, oldPriceMinor: number | null): ProductProblem[] {
  if (currency_code !== currency) return [problem('invalid_currency', 'currency_code', `the cabinet's currency is ${currency}`)];
  if (priceMinor === null || oldPriceMinor === null) return [problem('invalid_price', 'price', 'price must be a decimal with at most two digits after the dot')];
  const refusal = priceRefusal(priceMinor, oldPriceMinor, currency);
  return refusal === null ? [] : [problem(refusal, 'price', `price and old_price do not go together: ${refusal}`)];
}

function sizeProblems({ depthMm, widthMm, heightMm, weightG }: CardContent): ProductProblem[] {
  if ([depthMm, widthMm, heightMm].some((size) => size <= 0)) return [problem('invalid_dimensions', 'depth', 'depth, width and height must be above zero')];
  if (weightG <= 0 || weightG > MOST_GRAMS) return [problem('invalid_weight', 'weight', 'weight must be above zero and at most 1000 kg')];
  const density = weightG / ((depthMm * widthMm * heightMm) / 1_000);
  return density < 0.001 || density > 13.55 ? [problem('Incorrect_density', 'weight', 'density is out of range')] : [];
}

function imageProblems({ images, primaryImage }: CardContent): ProductProblem[] {
  const most = primaryImage === '' ? 15 : 14;
  if (images.length + (primaryImage === '' ? 0 : 1) === 0) return [problem('no_images', 'images', 'at least one image is needed')];
  if (images.length > most) return [problem('too_many_images', 'images', `at most ${most} images`)];
  return [...images, ...(primaryImage === '' ? [] : [primaryImage])].every((url) => /^https?:\/\//.test(url)) ? [] : [problem('invalid_image', 'images', 'an image must be an address')];
}

function attributeProblems({ categoryId, typeId, attributes }: CardContent): ProductProblem[] {
  const category = categoryOfType(categoryId, typeId);
  if (!category) return [problem('invalid_category', 'description_category_id', `category ${categoryId} has no type ${typeId}`)];
  const known = attributesOf(category);
  const missing = known.filter(({ id, isRequired }) => isRequired && id !== ATTRIBUTE.type && !attributes.some((one) => one.id === id && one.values.length > 0));
  const strange = attributes.flatMap((given) => strangeness(given, known.find(({ id }) => id === given.id)));
  return [...missing.map(({ id, name }) => problem('REQUIRED_ATTRIBUTE_IS_EMPTY', 'attributes', `attribute '${inLanguage(name, 'RU')}' is required`, id)), ...strange];
}

function strangeness(given: ProductAttribute, attribute: Attribute | undefined): ProductProblem[] {
  if (!attribute) return [problem('UNKNOWN_ATTRIBUTE', 'attributes', `the category has no attribute ${given.id}`, given.id)];
  if (given.values.length > 1 && !attribute.isCollection) return [problem('TOO_MANY_VALUES', 'attributes', `attribute ${given.id} takes one value`, given.id)];
  const { values } = attribute;
  if (values === null) return given.values.every(({ value }) => value !== '') ? [] : [problem('EMPTY_VALUE', 'attributes', `attribute ${given.id} has an empty value`, given.id)];
  const unknown = given.values.filter(({ dictionaryValueId }) => !values.some(({ id }) => id === dictionaryValueId));
  return unknown.map(({ value }) => problem('INVALID_ATTRIBUTE_VALUE', 'attributes', `'${value}' is not in the dictionary of attribute ${given.id}`, given.id));
}

export function problem(code: string, field: string, message: string, attributeId = 0): ProductProblem {
  return { code, field, message, attributeId, level: 'ERROR' };
}

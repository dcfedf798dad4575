import type { SellerId } from '../../../platform/ids.js';
import type { Marketplace } from '../../stores/domain/marketplace.js';

/** Where the hub's word for an attribute of a marketplace comes from: an option of the variant, the product's brand, or nowhere (FIXED: always the fallback). */
export const ATTRIBUTE_SOURCES = ['OPTION', 'BRAND', 'FIXED'] as const;
export type AttributeSource = (typeof ATTRIBUTE_SOURCES)[number];

/** A value as the marketplace takes it: one of its list, or free text. One of the two is set. */
export interface MarketplaceValue {
  readonly valueId: string | null;
  readonly customValue: string | null;
}

export interface AttributeMapping {
  readonly attributeId: string;
  /** For people. */
  readonly attributeName: string | null;
  /** A variant without a value for it is not published. */
  readonly required: boolean;
  readonly source: AttributeSource;
  /** Name of the option for OPTION, such as `Beden`; else null. */
  readonly option: string | null;
  /** The hub's word goes as free text where `values` has nothing for it. */
  readonly passThrough: boolean;
  /** The marketplace's value for each of the hub's words. */
  readonly values: readonly ({ readonly word: string } & MarketplaceValue)[];
  /** What is taken where there is no word, or none that is known. */
  readonly fallback: MarketplaceValue | null;
}

/** What a seller says of one type of product on one marketplace. */
export interface MappingContent {
  readonly marketplace: Marketplace;
  /** The seller's word for what it is, as in `Product.categoryHint`; capitals and blanks make no difference. */
  readonly productType: string;
  readonly categoryId: string;
  /** For people. */
  readonly categoryName: string | null;
  readonly vatRatePercent: number;
  readonly shipmentTemplate: string | null;
  /** The marketplace's id for each brand, where it wants one. */
  readonly brands: readonly { readonly word: string; readonly brandId: string }[];
  readonly attributes: readonly AttributeMapping[];
}

export interface CategoryMapping extends MappingContent {
  readonly _id: string;
  readonly sellerId: SellerId;
  /** `productType` without capitals and surplus blanks: what is compared. */
  readonly typeKey: string;
  readonly version: number;
  readonly updatedAt: Date;
  /** The key that changed it last; `hub mappings import` for a file. */
  readonly updatedBy: string;
}

export interface MappingFault {
  /** Path into the mapping: `attributes`, `2`, `values`. */
  readonly path: readonly string[];
  readonly message: string;
}

const LONGEST_TEXT = 200;
const MOST_ATTRIBUTES = 300;
const MOST_VALUES = 10_000;

/** Two words that mean the same to the hub. Turkish: `IŞIK` and `ışık` are, `Isik` is another. */
export function foldWord(text: string): string {
  return text.trim().replace(/\s+/g, ' ').toLocaleLowerCase('tr');
}

/** The content in one shape: no blanks at ends, nothing empty, so that what is equal looks equal. */
export function normalizeMapping(content: MappingContent): MappingContent {
  return {
    marketplace: content.marketplace,
    productType: tidy(content.productType) ?? '',
    categoryId: tidy(content.categoryId) ?? '',
    categoryName: tidy(content.categoryName),
    vatRatePercent: content.vatRatePercent,
    shipmentTemplate: tidy(content.shipmentTemplate),
    brands: content.brands.map(({ word, brandId }) => ({ word: word.trim(), brandId: brandId.trim() })),
    attributes: content.attributes.map(normalizeAttribute),
  };
}

/** Everything wrong with a normalized mapping; empty when it may be kept. */
export function faultsOfMapping({ productType, categoryId, vatRatePercent, brands, attributes }: MappingContent): MappingFault[] {
  const values = attributes.reduce((sum, attribute) => sum + attribute.values.length, brands.length);
  return [
    isText(productType) ? [] : fault(['productType'], `productType must have 1 to ${LONGEST_TEXT} characters`),
    isText(categoryId) ? [] : fault(['categoryId'], `categoryId must have 1 to ${LONGEST_TEXT} characters`),
    Number.isSafeInteger(vatRatePercent) && vatRatePercent >= 0 && vatRatePercent <= 100 ? [] : fault(['vatRatePercent'], 'vatRatePercent must be a whole number from 0 to 100'),
    attributes.length <= MOST_ATTRIBUTES ? [] : fault(['attributes'], `at most ${MOST_ATTRIBUTES} attributes`),
    values <= MOST_VALUES ? [] : fault(['attributes'], `at most ${MOST_VALUES} values and brands in all`),
    brands.flatMap(({ word, brandId }, place) => (isText(word) && isText(brandId) ? [] : fault(['brands', String(place)], 'a brand needs a word and a brandId'))),
    doubles(brands.map(({ word }) => foldWord(word))).flatMap((place) => fault(['brands', String(place), 'word'], 'this brand stands there twice')),
    attributes.flatMap((attribute, place) => faultsOfAttribute(attribute, ['attributes', String(place)])),
    doubles(attributes.map(({ attributeId }) => attributeId)).flatMap((place) => fault(['attributes', String(place), 'attributeId'], 'this attribute stands there twice')),
  ].flat();
}

export function isSameMapping(a: MappingContent, b: MappingContent): boolean {
  return JSON.stringify(normalizeMapping(a)) === JSON.stringify(normalizeMapping(b));
}

function normalizeAttribute(attribute: AttributeMapping): AttributeMapping {
  const { attributeId, attributeName, required, source, option, passThrough, values, fallback } = attribute;
  return {
    attributeId: attributeId.trim(),
    attributeName: tidy(attributeName),
    required,
    source,
    option: tidy(option),
    passThrough,
    values: values.map(({ word, ...value }) => ({ word: word.trim(), ...tidyValue(value) })),
    fallback: fallback && hasValue(tidyValue(fallback)) ? tidyValue(fallback) : null,
  };
}

function faultsOfAttribute({ attributeId, source, option, values, fallback, passThrough }: AttributeMapping, path: readonly string[]): MappingFault[] {
  return [
    isText(attributeId) ? [] : fault([...path, 'attributeId'], `attributeId must have 1 to ${LONGEST_TEXT} characters`),
    (source === 'OPTION') === (option !== null) ? [] : fault([...path, 'option'], 'option is needed for the source OPTION, and for no other'),
    source !== 'FIXED' || (fallback !== null && values.length === 0 && !passThrough) ? [] : fault([...path, 'source'], 'a FIXED attribute has a fallback and nothing else'),
    values.flatMap((value, place) => (isText(value.word) && hasValue(value) ? [] : fault([...path, 'values', String(place)], 'a value needs a word and either valueId or customValue'))),
    doubles(values.map(({ word }) => foldWord(word))).flatMap((place) => fault([...path, 'values', String(place), 'word'], 'this word stands there twice')),
    fallback === null || hasValue(fallback) ? [] : fault([...path, 'fallback'], 'a fallback needs either valueId or customValue'),
  ].flat();
}

function fault(path: readonly string[], message: string): MappingFault[] {
  return [{ path, message }];
}

/** Exactly one of the two. */
function hasValue({ valueId, customValue }: MarketplaceValue): boolean {
  return (valueId === null) !== (customValue === null);
}

function tidyValue({ valueId, customValue }: MarketplaceValue): MarketplaceValue {
  return { valueId: tidy(valueId), customValue: tidy(customValue) };
}

function tidy(text: string | null): string | null {
  const trimmed = text?.trim() ?? '';
  return trimmed === '' ? null : trimmed;
}

function isText(text: string): boolean {
  return text.length > 0 && text.length <= LONGEST_TEXT;
}

/** Places of those that stand before as well. */
function doubles(keys: readonly string[]): number[] {
  const seen = new Set<string>();
  return keys.flatMap((key, place) => (seen.has(key) ? [place] : (seen.add(key), [])));
}

import type { AttributeMapping, CategoryMapping, MarketplaceValue } from './category-mapping.js';
import { foldWord } from './category-mapping.js';
import type { ContentMapping } from './listing.js';
import type { Product } from './product.js';
import type { Variant } from './variant.js';

export interface AppliedMapping {
  readonly mapping: ContentMapping;
  /** Required attributes for which the variant has no value that the mapping knows: what for people, and which word it has. */
  readonly missing: readonly { readonly attribute: string; readonly word: string | null }[];
}

/** A variant in the marketplace's categories, attributes and values. */
export function applyMapping(mapping: CategoryMapping, product: Pick<Product, 'brand'>, variant: Pick<Variant, 'options'>): AppliedMapping {
  const found = mapping.attributes.map((attribute) => {
    const word = wordFor(attribute, product, variant);
    return { attribute, word, value: valueFor(attribute, word) };
  });
  return {
    mapping: {
      categoryId: mapping.categoryId,
      brandId: product.brand === null ? null : (byWord(mapping.brands, product.brand)?.brandId ?? null),
      brandName: product.brand,
      attributes: found.flatMap(({ attribute: { attributeId }, value }) => (value ? [{ attributeId, ...value }] : [])),
      shipmentTemplate: mapping.shipmentTemplate,
      vatRatePercent: mapping.vatRatePercent,
    },
    missing: found.flatMap(({ attribute, word, value }) => (attribute.required && !value ? [{ attribute: attribute.attributeName ?? attribute.attributeId, word }] : [])),
  };
}

function wordFor({ source, option }: AttributeMapping, { brand }: Pick<Product, 'brand'>, { options }: Pick<Variant, 'options'>): string | null {
  if (source === 'BRAND') return brand;
  if (source === 'FIXED' || option === null) return null;
  return options.find(({ name }) => foldWord(name) === foldWord(option))?.value ?? null;
}

function valueFor({ values, passThrough, fallback }: AttributeMapping, word: string | null): MarketplaceValue | null {
  const known = word === null ? undefined : byWord(values, word);
  if (known) return { valueId: known.valueId, customValue: known.customValue };
  return passThrough && word !== null ? { valueId: null, customValue: word } : fallback;
}

function byWord<T extends { readonly word: string }>(entries: readonly T[], word: string): T | undefined {
  return entries.find((entry) => foldWord(entry.word) === foldWord(word));
}

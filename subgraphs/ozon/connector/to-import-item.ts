import type { ListingDraft } from '../../sync/connector/contract.js';
import { OWN_ATTRIBUTE, pairOf } from './catalogue.js';
import { toPriceFields } from './prices.js';
import { SIZE_ATTRIBUTES, type PackageSize } from './package-size.js';
import { textsFor } from './texts.js';

/** Rates Ozon knows, as it writes them. */
export const VAT_BY_PERCENT: Readonly<Record<number, string>> = { 0: '0', 5: '0.05', 7: '0.07', 10: '0.1', 20: '0.2', 22: '0.22' };

interface AttributeValue {
  readonly dictionary_value_id?: number;
  readonly value?: string;
}

/** The whole item, as every import must name it; an update that left something out would take it away. */
export function toImportItem(draft: ListingDraft, size: PackageSize): object {
  const { mapping, price } = draft;
  const { title, descriptionHtml } = textsFor(draft);
  const [primaryImage = '', ...images] = draft.images;
  return {
    offer_id: draft.remoteKey,
    name: title,
    ...pairOf(mapping.categoryId),
    ...toPriceFields(price),
    vat: VAT_BY_PERCENT[mapping.vatRatePercent] ?? '0',
    barcode: draft.barcode ?? '',
    depth: size.depth,
    width: size.width,
    height: size.height,
    dimension_unit: 'mm',
    weight: size.weight,
    weight_unit: 'g',
    primary_image: primaryImage,
    images,
    attributes: toAttributes(draft, descriptionHtml),
    complex_attributes: [],
  };
}

/** Variants of a product join into one card by sharing the model name, which is the hub's own group. */
function toAttributes({ mapping, groupKey }: ListingDraft, descriptionHtml: string): object[] {
  const mapped = new Map<string, AttributeValue[]>();
  for (const { attributeId, valueId, customValue } of mapping.attributes) {
    if (SIZE_ATTRIBUTES.includes(attributeId)) continue;
    const value = valueId === null ? { value: customValue ?? '' } : { dictionary_value_id: Number(valueId) };
    mapped.set(attributeId, [...(mapped.get(attributeId) ?? []), value]);
  }
  if (mapping.brandId !== null && !mapped.has(OWN_ATTRIBUTE.brand)) mapped.set(OWN_ATTRIBUTE.brand, [{ dictionary_value_id: Number(mapping.brandId), ...(mapping.brandName === null ? {} : { value: mapping.brandName }) }]);
  if (!mapped.has(OWN_ATTRIBUTE.model)) mapped.set(OWN_ATTRIBUTE.model, [{ value: groupKey }]);
  if (descriptionHtml.trim() !== '' && !mapped.has(OWN_ATTRIBUTE.description)) mapped.set(OWN_ATTRIBUTE.description, [{ value: descriptionHtml }]);
  return [...mapped].map(([id, values]) => ({ id: Number(id), complex_id: 0, values }));
}

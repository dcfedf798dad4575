import type { Language, ListingDraft } from '../../sync/connector/contract.js';
import { marketplaceOf } from './marketplaces.js';
import { listPriceValue, offerValue } from './offer-patches.js';

export type Attributes = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;

const OTHER_IMAGES = 8;
const PARENT_PREFIX = 'GRP-';
const LONGEST_SKU = 40;
const languageTags: Readonly<Record<Language, string>> = { TR: 'tr_TR', EN: 'en_GB', RU: 'ru_RU', DE: 'de_DE' };

/** SKU of the parent that holds the variants of a product together; it is never sold. */
export function parentSkuOf({ groupKey }: Pick<ListingDraft, 'groupKey'>): string {
  return `${PARENT_PREFIX}${groupKey}`.slice(0, LONGEST_SKU);
}

/** What shows of the product: everything but price, stock and kinship. */
export function productAttributes(draft: ListingDraft, marketplaceId: string): Attributes {
  const { title, descriptionHtml, languageTag } = textsFor(draft, marketplaceId);
  const marketplace_id = marketplaceId;
  const text = (value: string) => [{ value, language_tag: languageTag, marketplace_id }];
  const [main, ...others] = draft.images;
  return {
    item_name: text(title),
    brand: text(draft.mapping.brandName ?? draft.mapping.brandId ?? ''),
    product_description: text(plainText(descriptionHtml)),
    ...Object.fromEntries(draft.mapping.attributes.map(({ attributeId, valueId, customValue }) => [attributeId, text(valueId ?? customValue ?? '')])),
    ...(draft.barcode === null ? {} : { externally_assigned_product_identifier: [{ type: identifierType(draft.barcode), value: draft.barcode, marketplace_id }] }),
    condition_type: [{ value: 'new_new', marketplace_id }],
    ...(main === undefined ? {} : { main_product_image_locator: [{ media_location: main, marketplace_id }] }),
    ...Object.fromEntries(others.slice(0, OTHER_IMAGES).map((url, index) => [`other_product_image_locator_${index + 1}`, [{ media_location: url, marketplace_id }]])),
  };
}

export function offerAttributes({ price, quantity }: ListingDraft, marketplaceId: string): Attributes {
  return {
    purchasable_offer: [offerValue(price, marketplaceId)],
    list_price: [listPriceValue(price, marketplaceId)],
    fulfillment_availability: [{ fulfillment_channel_code: 'DEFAULT', quantity, marketplace_id: marketplaceId }],
  };
}

export function childAttributes(draft: ListingDraft, { theme, marketplaceId }: { theme: string; marketplaceId: string }): Attributes {
  const marketplace_id = marketplaceId;
  return {
    parentage_level: [{ value: 'child', marketplace_id }],
    child_parent_sku_relationship: [{ child_relationship_type: 'variation', parent_sku: parentSkuOf(draft), marketplace_id }],
    variation_theme: [{ name: theme, marketplace_id }],
  };
}

/** A parent has what its variants share; a value they differ in would be wrong for all but one. */
export function parentAttributes(draft: ListingDraft, o: { theme: string; marketplaceId: string; variantNames: ReadonlySet<string> }): Attributes {
  const marketplace_id = o.marketplaceId;
  const shared = Object.entries(productAttributes(draft, o.marketplaceId)).filter(([name]) => !o.variantNames.has(name) && name !== 'externally_assigned_product_identifier' && name !== 'condition_type');
  return { ...Object.fromEntries(shared), parentage_level: [{ value: 'parent', marketplace_id }], variation_theme: [{ name: o.theme, marketplace_id }] };
}

/** The texts in the marketplace's language where the seller has written them, else as they are, marked with their own language. */
function textsFor(draft: ListingDraft, marketplaceId: string): { title: string; descriptionHtml: string; languageTag: string } {
  const tag = marketplaceOf(marketplaceId).languageTag;
  const language = (Object.keys(languageTags) as Language[]).find((one) => languageTags[one].slice(0, 2) === tag.slice(0, 2));
  const translated = language === undefined || language === draft.language ? undefined : draft.translations[language];
  if (translated) return { ...translated, languageTag: tag };
  return { title: draft.title, descriptionHtml: draft.descriptionHtml, languageTag: language === draft.language ? tag : languageTags[draft.language] };
}

/** Amazon shows no markup in descriptions. */
export function plainText(html: string): string {
  return html
    .replace(/<(br|\/p|\/li|\/div)\s*\/?>/gi, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&nbsp;/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&')
    .replace(/\n{2,}/g, '\n')
    .trim();
}

function identifierType(barcode: string): string {
  return barcode.length === 12 ? 'upc' : barcode.length === 14 ? 'gtin' : 'ean';
}

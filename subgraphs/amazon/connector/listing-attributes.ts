import type { Language, ListingDraft } from '../../sync/connector/contract.js';
import { SELLERS_CHANNEL } from './items.js';
import { mappedAttributes } from './mapped-attributes.js';
import { marketplaceOf } from './marketplaces.js';
import { listPriceValue, offerValue } from './offer-patches.js';
import type { ProductTypeDefinition } from './product-type.js';

export type Attributes = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;

const OTHER_IMAGES = 8;
const PARENT_PREFIX = 'GRP-';
const LONGEST_SKU = 40;
const languageTags: Readonly<Record<Language, string>> = { TR: 'tr_TR', EN: 'en_GB', RU: 'ru_RU', DE: 'de_DE' };

/** SKU of the parent that holds the variants of a product together; it is never sold. */
export function parentSkuOf({ groupKey }: Pick<ListingDraft, 'groupKey'>): string {
  return `${PARENT_PREFIX}${groupKey}`.slice(0, LONGEST_SKU);
}

interface ProductWish {
  readonly marketplaceId: string;
  /** Null for a product type that nobody knows: its attributes go as texts. */
  readonly definition: ProductTypeDefinition | null;
}

/** The values that a draft's mapping gives, by attribute, each once; what is empty is not given. */
export function givenValues({ mapping }: Pick<ListingDraft, 'mapping'>): ReadonlyMap<string, readonly string[]> {
  const given = new Map<string, string[]>();
  for (const { attributeId, valueId, customValue } of mapping.attributes) {
    const value = valueId ?? customValue ?? '';
    const before = given.get(attributeId) ?? [];
    if (value.trim() !== '' && !before.includes(value)) given.set(attributeId, [...before, value]);
  }
  return given;
}

/** What shows of the product: everything but price, stock and kinship. */
export function productAttributes(draft: ListingDraft, { marketplaceId, definition }: ProductWish): Attributes {
  const { title, descriptionHtml, languageTag } = textsFor(draft, marketplaceId);
  const marketplace_id = marketplaceId;
  const text = (value: string) => [{ value, language_tag: languageTag, marketplace_id }];
  const [main, ...others] = draft.images;
  return {
    item_name: text(title),
    brand: text(draft.mapping.brandName ?? draft.mapping.brandId ?? ''),
    product_description: text(plainText(descriptionHtml)),
    ...mappedAttributes(givenValues(draft), { definition, languageTag, marketplaceId }),
    ...(draft.barcode === null ? {} : { externally_assigned_product_identifier: [{ type: identifierType(draft.barcode), value: draft.barcode, marketplace_id }] }),
    condition_type: [{ value: 'new_new', marketplace_id }],
    ...(main === undefined ? {} : { main_product_image_locator: [{ media_location: main, marketplace_id }] }),
    ...Object.fromEntries(others.slice(0, OTHER_IMAGES).map((url, index) => [`other_product_image_locator_${index + 1}`, [{ media_location: url, marketplace_id }]])),
  };
}

/** A quantity of the seller's own would take a listing out of Amazon's fulfilment: one that is in it is left there. */
export function offerAttributes({ price, quantity }: ListingDraft, { marketplaceId, amazonChannel }: { marketplaceId: string; amazonChannel: string | null }): Attributes {
  return {
    purchasable_offer: [offerValue(price, marketplaceId)],
    list_price: [listPriceValue(price, marketplaceId)],
    fulfillment_availability: [amazonChannel === null ? { fulfillment_channel_code: SELLERS_CHANNEL, quantity, marketplace_id: marketplaceId } : { fulfillment_channel_code: amazonChannel, marketplace_id: marketplaceId }],
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
export function parentAttributes(draft: ListingDraft, o: ProductWish & { theme: string; variantNames: ReadonlySet<string> }): Attributes {
  const marketplace_id = o.marketplaceId;
  const shared = Object.entries(productAttributes(draft, o)).filter(([name]) => !o.variantNames.has(name) && name !== 'externally_assigned_product_identifier' && name !== 'condition_type');
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

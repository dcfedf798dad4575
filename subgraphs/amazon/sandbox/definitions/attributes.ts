import { COLOURS, COUNTRIES, LENGTH_UNITS, WEIGHT_UNITS, type AttributePart, type ProductType } from './product-types.js';

export type Requirements = 'LISTING' | 'LISTING_PRODUCT_ONLY' | 'LISTING_OFFER_ONLY';

/** One attribute of a product type: what may be in `value`, and when it must be there. */
export interface AttributeRule {
  readonly name: string;
  readonly title: { readonly tr: string; readonly en: string };
  readonly group: 'product_identity' | 'product_details' | 'offer' | 'variations' | 'images';
  /** Field that carries the value; null for structured attributes such as purchasable_offer. */
  readonly field: 'value' | 'media_location' | null;
  readonly requiredFor: readonly Requirements[];
  /** Allowed values with names; null for free text. */
  readonly values: readonly (readonly [string, string])[] | null;
  /** Whether a text beside the listed ones is allowed. */
  readonly isOpen: boolean;
  readonly maxLength: number | null;
  readonly type: 'string' | 'boolean' | 'integer' | 'number';
  /** Smallest number allowed; null for what is no number. */
  readonly minimum: number | null;
  /** Units with names, one of which stands beside the value; null for what has no unit. */
  readonly units: readonly (readonly [string, string])[] | null;
  /** The fields of an attribute of several; null for every other. */
  readonly parts: readonly AttributePart[] | null;
  /** Whether entries say their language; others may not. */
  readonly isLocalised: boolean;
}

const PRODUCT = ['LISTING', 'LISTING_PRODUCT_ONLY'] as const;
const OFFER = ['LISTING', 'LISTING_OFFER_ONLY'] as const;
const OTHER_IMAGES = 8;
const DIMENSIONS: readonly AttributePart[] = [['length', 'Uzunluk', 'Length'], ['width', 'Genişlik', 'Width'], ['height', 'Yükseklik', 'Height']].map(([name = '', tr = '', en = '']) => ({ name, title: { tr, en }, isRequired: true, values: null, units: LENGTH_UNITS }));

export function attributesOf(type: ProductType): AttributeRule[] {
  const images = Array.from({ length: OTHER_IMAGES }, (_, index) => rule(`other_product_image_locator_${index + 1}`, `Diğer görsel ${index + 1}`, `Other image ${index + 1}`, { group: 'images', field: 'media_location' }));
  return [
    rule('item_name', 'Ürün adı', 'Item Name', { group: 'product_identity', isLocalised: true, requiredFor: PRODUCT, maxLength: 200 }),
    rule('brand', 'Marka', 'Brand', { group: 'product_identity', isLocalised: true, requiredFor: PRODUCT, maxLength: 100 }),
    rule('externally_assigned_product_identifier', 'Barkod', 'External Product ID', { group: 'product_identity' }),
    rule('merchant_suggested_asin', 'ASIN', 'ASIN', { group: 'product_identity', requiredFor: ['LISTING_OFFER_ONLY'] }),
    rule('product_description', 'Ürün açıklaması', 'Product Description', { group: 'product_details', isLocalised: true, requiredFor: PRODUCT, maxLength: 2000 }),
    rule('bullet_point', 'Madde', 'Bullet Point', { group: 'product_details', isLocalised: true, maxLength: 500 }),
    rule('color', 'Renk', 'Color', { group: 'product_details', isLocalised: true, requiredFor: PRODUCT, values: pairs(COLOURS), isOpen: true }),
    ...(type.size === null ? [] : [sizeRule(type.size)]),
    rule('material', 'Malzeme', 'Material', { group: 'product_details', isLocalised: true, maxLength: 100 }),
    rule('country_of_origin', 'Menşe ülke', 'Country of Origin', { group: 'product_details', requiredFor: PRODUCT, values: COUNTRIES, isOpen: false }),
    ...(type.isPowered
      ? [
          rule('batteries_required', 'Pil gerekli mi', 'Are batteries required?', { requiredFor: PRODUCT, type: 'boolean', isOpen: false }),
          rule('number_of_items', 'Parça sayısı', 'Number of Items', { requiredFor: PRODUCT, type: 'integer', minimum: 1 }),
          rule('item_dimensions', 'Ürün ölçüleri', 'Item Dimensions', { field: null, parts: DIMENSIONS }),
          rule('item_weight', 'Ürün ağırlığı', 'Item Weight', { requiredFor: PRODUCT, type: 'number', minimum: 0, units: WEIGHT_UNITS }),
        ]
      : []),
    rule('main_product_image_locator', 'Ana görsel', 'Main Image', { group: 'images', field: 'media_location', requiredFor: PRODUCT }),
    ...images,
    rule('condition_type', 'Durum', 'Condition', { group: 'offer', requiredFor: OFFER, values: [['new_new', 'Yeni'], ['used_like_new', 'Yeni gibi'], ['used_good', 'İyi']], isOpen: false }),
    rule('purchasable_offer', 'Fiyat', 'Purchasable Offer', { group: 'offer', field: null, requiredFor: OFFER }),
    rule('list_price', 'Liste fiyatı', 'List Price', { group: 'offer', field: null }),
    rule('fulfillment_availability', 'Stok', 'Fulfillment Availability', { group: 'offer', field: null, requiredFor: OFFER }),
    rule('parentage_level', 'Varyasyon düzeyi', 'Parentage Level', { group: 'variations', values: [['parent', 'Ana ürün'], ['child', 'Varyasyon']], isOpen: false }),
    rule('variation_theme', 'Varyasyon teması', 'Variation Theme', { group: 'variations', field: null }),
    rule('child_parent_sku_relationship', 'Ana ürün SKU', 'Parent SKU', { group: 'variations', field: null }),
  ];
}

export const OFFER_ATTRIBUTES: ReadonlySet<string> = new Set(['purchasable_offer', 'fulfillment_availability', 'list_price', 'condition_type']);

/** Attributes in which the variants of a product differ; a parent has none of them. */
export const VARIANT_ATTRIBUTES: ReadonlySet<string> = new Set(['color', 'size', 'apparel_size', 'bottoms_size', 'footwear_size']);

export function themesOf(type: ProductType): readonly string[] {
  return type.size === null ? ['COLOR'] : ['COLOR', 'SIZE', 'SIZE/COLOR'];
}

function sizeRule({ attribute, title, values, parts }: NonNullable<ProductType['size']>): AttributeRule {
  const usual = { group: 'product_details', requiredFor: PRODUCT } as const;
  return parts === null ? rule(attribute, title, 'Size', { ...usual, isLocalised: true, values: pairs(values), isOpen: false }) : rule(attribute, title, 'Size', { ...usual, field: null, parts });
}

function rule(name: string, tr: string, en: string, rest: Partial<AttributeRule>): AttributeRule {
  return { name, title: { tr, en }, group: 'product_details', field: 'value', requiredFor: [], values: null, isOpen: true, maxLength: null, type: 'string', minimum: null, units: null, parts: null, isLocalised: false, ...rest };
}

function pairs(values: readonly string[]): [string, string][] {
  return values.map((value) => [value, value]);
}

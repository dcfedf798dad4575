/** A field of an attribute of several: a listed text, or a number with one of `units`. */
export interface AttributePart {
  readonly name: string;
  readonly title: { readonly tr: string; readonly en: string };
  /** Whether an entry must have it. */
  readonly isRequired: boolean;
  readonly values: readonly (readonly [string, string])[] | null;
  readonly units: readonly (readonly [string, string])[] | null;
}

/** A product type as the sandbox knows it; the names of the well-known ones are Amazon's, the choice of attributes is ours. */
export interface ProductType {
  readonly name: string;
  readonly displayName: { readonly tr: string; readonly en: string };
  /** The attribute that carries the size: by one of `values`, or by several fields; null for goods without sizes. */
  readonly size: { readonly attribute: string; readonly title: string; readonly values: readonly string[]; readonly parts: readonly AttributePart[] | null } | null;
  /** Whether Amazon wants to know of batteries, pieces and weight. */
  readonly isPowered: boolean;
}

const part = (name: string, tr: string, en: string, values: AttributePart['values'], isRequired = true): AttributePart => ({ name, title: { tr, en }, isRequired, values, units: null });
const numeric = (sizes: readonly string[]) => sizes.map((size) => [`numeric_${size}`, size] as const);
const system = part('size_system', 'Beden sistemi', 'Size System', [['as4', 'AB / Türkiye'], ['as3', 'Birleşik Krallık']]);
const shape = (isRequired: boolean) => [part('body_type', 'Vücut tipi', 'Body Type', [['regular', 'Normal'], ['plus', 'Büyük beden']], isRequired), part('height_type', 'Boy tipi', 'Height Type', [['regular', 'Normal'], ['petite', 'Kısa'], ['tall', 'Uzun']], isRequired)];
const sized = (attribute: string, title: string, parts: readonly AttributePart[]) => ({ attribute, title, values: [], parts });

const letters = sized('apparel_size', 'Beden', [
  system,
  part('size_class', 'Beden sınıfı', 'Size Class', [['alpha', 'Harf'], ['numeric', 'Sayı']]),
  part('size', 'Beden', 'Size', [['x_s', 'XS'], ['s', 'S'], ['m', 'M'], ['l', 'L'], ['x_l', 'XL'], ['xx_l', '2XL'], ['xxx_l', '3XL']]),
  ...shape(true),
]);
const waists = sized('bottoms_size', 'Beden', [
  system,
  part('size_class', 'Beden sınıfı', 'Size Class', [['numeric', 'Sayı'], ['waist', 'Bel']]),
  part('size', 'Beden', 'Size', numeric(['28', '30', '32', '34', '36', '38', '40', '42', '44'])),
  ...shape(false),
]);
const shoes = sized('footwear_size', 'Numara', [
  system,
  part('age_group', 'Yaş grubu', 'Age Group', [['adult', 'Yetişkin'], ['kids', 'Çocuk']]),
  part('gender', 'Cinsiyet', 'Gender', [['unisex', 'Unisex'], ['women', 'Kadın'], ['men', 'Erkek']]),
  part('size_class', 'Numara sınıfı', 'Size Class', [['numeric', 'Sayı']]),
  part('width', 'Genişlik', 'Width', [['medium', 'Normal'], ['wide', 'Geniş']]),
  part('size', 'Numara', 'Size', numeric(['35', '36', '37', '38', '39', '40', '41', '42', '43', '44', '45'])),
]);
const others = ['Standart', 'Tek Kişilik', 'Çift Kişilik', 'Battal'];
const single = { attribute: 'size', title: 'Beden', values: others, parts: null };
const beds = { attribute: 'size', title: 'Ebat', values: others, parts: null };

const rows: readonly (readonly [string, string, string, ProductType['size']])[] = [
  ['T_SHIRT', 'Tişört', 'T-Shirt', letters],
  ['SHIRT', 'Gömlek', 'Shirt', letters],
  ['DRESS', 'Elbise', 'Dress', letters],
  ['SWEATSHIRT', 'Sweatshirt', 'Sweatshirt', letters],
  ['SWEATER', 'Kazak', 'Sweater', letters],
  ['CARDIGAN', 'Hırka', 'Cardigan', letters],
  ['COAT', 'Mont', 'Coat', letters],
  ['BLAZER', 'Ceket', 'Blazer', letters],
  ['JEANS', 'Jean', 'Jeans', waists],
  ['PANTS', 'Pantolon', 'Pants', waists],
  ['SKIRT', 'Etek', 'Skirt', letters],
  ['SWEATPANTS', 'Eşofman Altı', 'Sweatpants', letters],
  ['SLEEPWEAR', 'Pijama Takımı', 'Sleepwear', letters],
  ['SHOES', 'Sneaker', 'Sneakers', shoes],
  ['BOOT', 'Bot', 'Boots', shoes],
  ['SANDAL', 'Sandalet', 'Sandals', shoes],
  ['BACKPACK', 'Sırt Çantası', 'Backpack', single],
  ['HANDBAG', 'Omuz Çantası', 'Handbag', single],
  ['WALLET', 'Cüzdan', 'Wallet', single],
  ['BED_LINEN_SET', 'Nevresim Takımı', 'Bed Linen Set', beds],
  ['DRINKING_CUP', 'Kupa', 'Mug', null],
  ['FLASHLIGHT', 'El Feneri', 'Flashlight', null],
];
const POWERED: ReadonlySet<string> = new Set(['FLASHLIGHT']);

export const PRODUCT_TYPES: readonly ProductType[] = rows.map(([name, tr, en, size]) => ({ name, displayName: { tr, en }, size, isPowered: POWERED.has(name) }));

export const COLOURS: readonly string[] = ['Kırmızı', 'Siyah', 'Beyaz', 'Lacivert', 'Yeşil', 'Gri', 'Bej', 'Bordo', 'Kahverengi', 'Mavi', 'Sarı', 'Mor', 'Turuncu', 'Pembe', 'Çok Renkli'];
export const WEIGHT_UNITS: readonly (readonly [string, string])[] = [['grams', 'Gram'], ['kilograms', 'Kilogram'], ['ounces', 'Ons'], ['pounds', 'Pound']];
export const LENGTH_UNITS: readonly (readonly [string, string])[] = [['centimeters', 'Santimetre'], ['millimeters', 'Milimetre'], ['meters', 'Metre'], ['inches', 'İnç']];
export const COUNTRIES: readonly (readonly [string, string])[] = [['TR', 'Türkiye'], ['DE', 'Almanya'], ['IT', 'İtalya'], ['PT', 'Portekiz'], ['CN', 'Çin'], ['BD', 'Bangladeş']];
export const TYPES_VERSION = 'UHJLVDIdvKGCDkZkFA5VGBBhmGSsvBAA=';

export function productTypeOf(name: string): ProductType | undefined {
  return PRODUCT_TYPES.find((type) => type.name === name);
}

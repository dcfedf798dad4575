/** A product type as the sandbox knows it; the names of the well-known ones are Amazon's, the choice of attributes is ours. */
export interface ProductType {
  readonly name: string;
  readonly displayName: { readonly tr: string; readonly en: string };
  /** The attribute that carries the size, its title and allowed values; null for goods without sizes. */
  readonly size: { readonly attribute: string; readonly title: string; readonly values: readonly string[] } | null;
  /** Whether Amazon wants to know of batteries, pieces and weight. */
  readonly isPowered: boolean;
}

const letters = { attribute: 'apparel_size', title: 'Beden', values: ['XS', 'S', 'M', 'L', 'XL', '2XL', '3XL'] };
const waists = { attribute: 'bottoms_size', title: 'Beden', values: ['28', '30', '32', '34', '36', '38', '40', '42', '44'] };
const shoes = { attribute: 'footwear_size', title: 'Numara', values: ['35', '36', '37', '38', '39', '40', '41', '42', '43', '44', '45'] };
const others = ['Standart', 'Tek Kişilik', 'Çift Kişilik', 'Battal'];
const single = { attribute: 'size', title: 'Beden', values: others };
const beds = { attribute: 'size', title: 'Ebat', values: others };

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
export const COUNTRIES: readonly (readonly [string, string])[] = [['TR', 'Türkiye'], ['DE', 'Almanya'], ['IT', 'İtalya'], ['PT', 'Portekiz'], ['CN', 'Çin'], ['BD', 'Bangladeş']];
export const TYPES_VERSION = 'UHJLVDIdvKGCDkZkFA5VGBBhmGSsvBAA=';

export function productTypeOf(name: string): ProductType | undefined {
  return PRODUCT_TYPES.find((type) => type.name === name);
}

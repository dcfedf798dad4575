/** An attribute as the catalogue knows it, before a category says how it uses it. */
export interface AttributeDefinition {
  readonly id: number;
  readonly name: string;
  /** Free text is accepted instead of a listed value. */
  readonly allowCustom: boolean;
  readonly allowMultiple: boolean;
  readonly values: readonly AttributeValue[];
}

export interface AttributeValue {
  readonly id: number;
  readonly name: string;
}

const numbered = (firstId: number, names: readonly string[]): AttributeValue[] =>
  names.map((name, index) => ({ id: firstId + index, name }));

const fixed = (id: number, name: string, firstValueId: number, names: readonly string[]): AttributeDefinition => ({
  id,
  name,
  allowCustom: false,
  allowMultiple: false,
  values: numbered(firstValueId, names),
});

const sizes = (from: number, to: number, step = 1): string[] =>
  Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => String(from + index * step));

const CLOTHING_SIZES = [
  ...['XS', 'S', 'M', 'L', 'XL', '2XL', '3XL', '4XL', '5XL', 'XXS', 'Tek Ebat'],
  ...sizes(32, 56, 2),
  ...['0-3 Ay', '3-6 Ay', '6-9 Ay', '9-12 Ay', '12-18 Ay', '18-24 Ay'],
  ...sizes(2, 14).map((age) => `${age} Yaş`),
];

export const COLOUR = 47;
export const WEB_COLOUR = 348;
export const SIZE = 293;
export const SHOE_SIZE = 294;
export const MATERIAL = 14;
export const GENDER = 346;
export const AGE_GROUP = 343;
export const ORIGIN = 1192;
export const PATTERN = 250;
export const SLEEVE = 179;
export const COLLAR = 22;
export const COMPATIBLE_BRAND = 400;
export const WARRANTY = 401;
export const CONNECTION = 402;
export const DIMENSIONS = 500;
export const PIECES = 501;
export const VOLUME = 600;
export const SKIN_TYPE = 601;

const definitions: readonly AttributeDefinition[] = [
  { id: COLOUR, name: 'Renk', allowCustom: true, allowMultiple: false, values: [] },
  fixed(WEB_COLOUR, 'Web Color', 686_200, ['Siyah', 'Beyaz', 'Gri', 'Kırmızı', 'Mavi', 'Lacivert', 'Yeşil', 'Haki', 'Sarı', 'Turuncu', 'Pembe', 'Mor', 'Bej', 'Ekru', 'Kahverengi', 'Bordo', 'Altın', 'Gümüş', 'Çok Renkli', 'Metalik', 'Turkuaz']),
  fixed(SIZE, 'Beden', 4_600, CLOTHING_SIZES),
  fixed(SHOE_SIZE, 'Numara', 4_700, [...sizes(18, 48), '36,5', '37,5', '38,5', '40,5', '42,5', '44,5']),
  fixed(MATERIAL, 'Materyal', 4_800, ['Pamuk', 'Polyester', 'Viskon', 'Keten', 'Yün', 'Akrilik', 'Denim', 'Deri', 'Suni Deri', 'Süet', 'Tekstil', 'Plastik', 'Metal', 'Ahşap', 'Cam', 'Seramik', 'Porselen', 'Silikon', 'Bambu', 'Kadife', 'Saten', 'Modal', 'Elastan', 'Naylon', 'Paslanmaz Çelik', 'Diğer']),
  fixed(GENDER, 'Cinsiyet', 4_291, ['Erkek', 'Kadın / Kız', 'Unisex']),
  fixed(AGE_GROUP, 'Yaş Grubu', 4_294, ['Yetişkin', 'Çocuk', 'Genç', 'Bebek']),
  fixed(ORIGIN, 'Menşei', 10_617, ['TR', 'CN', 'DE', 'IT', 'FR', 'US', 'GB', 'ES', 'BG', 'IN', 'KR', 'JP', 'PL', 'PT', 'VN', 'BD']),
  { ...fixed(PATTERN, 'Desen', 5_000, ['Düz', 'Çizgili', 'Ekose', 'Çiçekli', 'Baskılı', 'Puantiyeli', 'Geometrik', 'Leopar']), allowMultiple: true },
  fixed(SLEEVE, 'Kol Boyu', 5_100, ['Kısa', 'Uzun', 'Truvakar', 'Kolsuz', 'Askılı']),
  fixed(COLLAR, 'Yaka Tipi', 5_200, ['Bisiklet Yaka', 'V Yaka', 'Polo Yaka', 'Gömlek Yaka', 'Balıkçı', 'Kapüşonlu', 'Hakim Yaka']),
  { ...fixed(COMPATIBLE_BRAND, 'Uyumlu Marka', 5_300, ['Apple', 'Samsung', 'Xiaomi', 'Huawei', 'Oppo', 'Universal']), allowMultiple: true },
  fixed(WARRANTY, 'Garanti Süresi', 5_400, ['Garantisi Yok', '6 Ay', '1 Yıl', '2 Yıl', '3 Yıl']),
  fixed(CONNECTION, 'Bağlantı Türü', 5_500, ['USB-C', 'Lightning', 'Micro USB', 'Bluetooth', 'Kablosuz', '3.5 mm', 'HDMI']),
  { id: DIMENSIONS, name: 'Ebat', allowCustom: true, allowMultiple: false, values: [] },
  fixed(PIECES, 'Parça Sayısı', 5_600, ['1', '2', '3', '4', '5', '6', '12', '18', '24', '30', '60', '84']),
  fixed(VOLUME, 'Hacim', 5_700, ['10 ml', '15 ml', '30 ml', '50 ml', '75 ml', '100 ml', '150 ml', '200 ml', '250 ml', '400 ml', '500 ml', '1 L']),
  { ...fixed(SKIN_TYPE, 'Cilt Tipi', 5_800, ['Tüm Cilt Tipleri', 'Kuru', 'Yağlı', 'Karma', 'Hassas', 'Normal']), allowMultiple: true },
];

const byId = new Map(definitions.map((definition) => [definition.id, definition]));

export function attributeById(id: number): AttributeDefinition | undefined {
  return byId.get(id);
}

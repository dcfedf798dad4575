/** One attribute of a category as Hepsiburada describes it; `values` only for `enum`. */
export interface AttributeDefinition {
  readonly id: string;
  readonly name: string;
  readonly mandatory: boolean;
  readonly type: 'enum' | 'string';
  readonly multiValue: boolean;
  readonly isVariant: boolean;
  readonly values: readonly string[];
}

/** What every category wants, under names of its own; the import takes these beside the category's attributes. */
export const BASE_ATTRIBUTES: readonly { readonly id: string; readonly name: string; readonly mandatory: boolean; readonly type: string }[] = [
  { id: 'merchantSku', name: 'Satıcı Stok Kodu', mandatory: true, type: 'string' },
  { id: 'VaryantGroupID', name: 'Varyant Grup Id', mandatory: true, type: 'string' },
  { id: 'Barcode', name: 'Barkod', mandatory: true, type: 'string' },
  { id: 'UrunAdi', name: 'Ürün Adı', mandatory: true, type: 'string' },
  { id: 'UrunAciklamasi', name: 'Ürün Açıklaması', mandatory: true, type: 'html' },
  { id: 'Marka', name: 'Marka', mandatory: true, type: 'string' },
  { id: 'GarantiSuresi', name: 'Garanti Süresi (Ay)', mandatory: true, type: 'integer' },
  { id: 'kg', name: 'Desi', mandatory: true, type: 'string' },
  { id: 'tax_vat_rate', name: 'KDV', mandatory: true, type: 'string' },
  { id: 'price', name: 'Fiyat', mandatory: false, type: 'string' },
  { id: 'stock', name: 'Stok', mandatory: false, type: 'string' },
  ...Array.from({ length: 10 }, (_, index) => ({ id: `Image${index + 1}`, name: `Görsel ${index + 1}`, mandatory: index === 0, type: 'url' })),
  { id: 'Video1', name: 'Video', mandatory: false, type: 'url' },
];

export const attributeSets = {
  apparel: () => [colour, apparelSize, gender, material, pattern],
  shoe: () => [colour, shoeSize, gender, outerMaterial],
  bag: () => [colour, standardSize, gender, outerMaterial],
  textile: () => [colour, dimension, material],
  electronics: () => [colour, power],
  kitchen: () => [colour, dimension],
  cosmetics: () => [volume, skinType],
  jewellery: () => [metalColour, standardSize],
} satisfies Record<string, () => AttributeDefinition[]>;

export type AttributeSetName = keyof typeof attributeSets;

const colours = ['Siyah', 'Beyaz', 'Gri', 'Antrasit', 'Lacivert', 'Mavi', 'Turkuaz', 'Yeşil', 'Haki', 'Sarı', 'Turuncu', 'Kırmızı', 'Bordo', 'Pembe', 'Mor', 'Kahverengi', 'Taba', 'Bej', 'Ekru', 'Krem', 'Altın', 'Gümüş', 'Çok Renkli'];
const colour = variant('renk_variant_property', 'Renk', colours);
const apparelSize = variant('beden_variant_property', 'Beden', ['XXS', 'XS', 'S', 'M', 'L', 'XL', '2XL', '3XL', '4XL', 'Standart', ...range(28, 60)]);
const shoeSize = variant('numara_variant_property', 'Numara', range(16, 50));
const standardSize = variant('ebatlar_variant_property', 'Ebat', ['Standart', 'Küçük', 'Orta', 'Büyük']);
const dimension = variant('ebatlar_variant_property', 'Ebat', ['Standart', 'Tek Kişilik', 'Çift Kişilik', 'King Size', '50x70 cm', '70x140 cm', '160x230 cm']);
const volume = variant('hacim_variant_property', 'Hacim', ['30 ml', '50 ml', '100 ml', '200 ml', '400 ml']);
const metalColour = variant('renk_variant_property', 'Renk', ['Altın', 'Gümüş', 'Rose', 'Beyaz Altın']);
const gender = listed('00000MU', 'Cinsiyet', true, ['Kadın', 'Erkek', 'Unisex', 'Kız Çocuk', 'Erkek Çocuk', 'Bebek']);
const material = listed('00004LY', 'Materyal', false, ['Pamuk', 'Polyester', 'Keten', 'Viskon', 'Yün', 'Denim', 'Saten']);
const outerMaterial = listed('00005F2', 'Dış Materyal', false, ['Deri', 'Suni Deri', 'Süet', 'Kumaş', 'Kanvas']);
const pattern = free('00001CL', 'Desen');
const power = free('00002QP', 'Güç');
const skinType = listed('00003ST', 'Cilt Tipi', false, ['Tüm Cilt Tipleri', 'Kuru', 'Yağlı', 'Karma']);

function variant(id: string, name: string, values: readonly string[]): AttributeDefinition {
  return { id, name, mandatory: true, type: 'enum', multiValue: false, isVariant: true, values };
}

function listed(id: string, name: string, mandatory: boolean, values: readonly string[]): AttributeDefinition {
  return { id, name, mandatory, type: 'enum', multiValue: false, isVariant: false, values };
}

function free(id: string, name: string): AttributeDefinition {
  return { id, name, mandatory: false, type: 'string', multiValue: false, isVariant: false, values: [] };
}

function range(from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, offset) => String(from + offset));
}

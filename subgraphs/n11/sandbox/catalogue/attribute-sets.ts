/** One attribute of a category as N11 describes it; `values` are the listed values in display order. */
export interface AttributeDefinition {
  readonly id: number;
  readonly name: string;
  readonly isMandatory: boolean;
  readonly isVariant: boolean;
  readonly isSlicer: boolean;
  readonly isCustomValue: boolean;
  readonly values: readonly AttributeValue[];
}

export interface AttributeValue {
  readonly id: number;
  readonly value: string;
}

/** The brand is an ordinary attribute with this id: N11 has no brand service. */
export const BRAND_ATTRIBUTE_ID = 1;

type Flag = 'mandatory' | 'variant' | 'slicer' | 'custom';

export const attributeSets = {
  apparel: () => [brand, colour, apparelSize, gender, material, pattern, fit],
  shoe: () => [brand, colour, shoeSize, gender, outerMaterial, heel],
  bag: () => [brand, colour, gender, outerMaterial, volume],
  jewellery: () => [brand, metalColour, stone, ringSize, carat],
  watch: () => [brand, colour, gender, caseDiameter, guarantee],
  phone: () => [brand, colour, storage, guarantee],
  electronics: () => [brand, colour, guarantee, power],
  textile: () => [brand, colour, dimension, material],
  kitchen: () => [brand, colour, dimension, guarantee],
  cosmetics: () => [brand, contents, skinType],
  toy: () => [brand, colour, ageGroup],
  sport: () => [brand, colour, apparelSize, gender],
  book: () => [publisher, language, cover],
  grocery: () => [brand, contents],
} satisfies Record<string, () => AttributeDefinition[]>;

export type AttributeSetName = keyof typeof attributeSets;

const brand = attribute(BRAND_ATTRIBUTE_ID, 'Marka', ['mandatory', 'custom'], [
  'Mavi', 'Koton', 'LC Waikiki', 'DeFacto', 'Beymen', 'Vakko', 'Kiğılı', 'Altınyıldız Classics', 'Derimod', 'Hotiç', 'Kinetix', 'Lumberjack',
  'Pierre Cardin', 'U.S. Polo Assn.', 'Arçelik', 'Vestel', 'Karaca', 'Paşabahçe', 'Korkmaz', 'Taç', 'English Home', 'Madame Coco', 'Flormar',
  'Golden Rose', 'Penti', 'Dagi', 'Suwen', 'Network', 'İpekyol', 'Twist', 'Diğer',
]);
const colour = attribute(429, 'Renk', ['mandatory', 'slicer', 'custom'], [
  'Siyah', 'Beyaz', 'Gri', 'Antrasit', 'Lacivert', 'Mavi', 'Açık Mavi', 'Turkuaz', 'Yeşil', 'Haki', 'Sarı', 'Turuncu', 'Kırmızı', 'Bordo', 'Pembe',
  'Fuşya', 'Mor', 'Lila', 'Kahverengi', 'Taba', 'Bej', 'Ekru', 'Krem', 'Vizon', 'Altın', 'Gümüş', 'Bronz', 'Çok Renkli',
]);
const apparelSize = attribute(44, 'Beden', ['mandatory', 'variant'], [
  'XXS', 'XS', 'S', 'M', 'L', 'XL', 'XXL', '2XL', '3XL', '4XL', '5XL', 'Standart',
  ...range(28, 60),
]);
const shoeSize = attribute(45, 'Numara', ['mandatory', 'variant'], range(16, 50));
const gender = attribute(11, 'Cinsiyet', ['mandatory'], ['Kadın', 'Erkek', 'Unisex', 'Kız Çocuk', 'Erkek Çocuk', 'Bebek']);
const material = attribute(52, 'Materyal', ['custom'], ['Pamuk', 'Polyester', 'Keten', 'Viskon', 'Yün', 'Kaşmir', 'İpek', 'Denim', 'Kadife', 'Akrilik']);
const pattern = attribute(53, 'Desen', [], ['Düz', 'Çizgili', 'Ekose', 'Çiçekli', 'Baskılı', 'Puantiyeli']);
const fit = attribute(54, 'Kalıp', [], ['Regular', 'Slim', 'Oversize', 'Relaxed', 'Skinny']);
const outerMaterial = attribute(55, 'Dış Materyal', ['custom'], ['Deri', 'Suni Deri', 'Süet', 'Kumaş', 'Kanvas', 'Rugan']);
const heel = attribute(56, 'Topuk Boyu', [], ['Düz', '1-4 cm', '5-7 cm', '8 cm ve üzeri']);
const volume = attribute(57, 'Hacim', ['custom'], ['5 L', '10 L', '15 L', '20 L', '30 L', '40 L']);
const metalColour = attribute(60, 'Metal Rengi', ['mandatory', 'slicer', 'custom'], ['Altın', 'Gümüş', 'Rose', 'Beyaz Altın', 'Siyah']);
const stone = attribute(61, 'Taş', ['custom'], ['Taşsız', 'Zirkon', 'Pırlanta', 'Zümrüt', 'Yakut', 'Safir', 'İnci', 'Ametist', 'Oniks']);
const ringSize = attribute(62, 'Ölçü', ['variant', 'custom'], ['Standart', ...range(8, 26)]);
const carat = attribute(63, 'Ayar', [], ['8 Ayar', '14 Ayar', '18 Ayar', '22 Ayar', '925 Ayar']);
const caseDiameter = attribute(64, 'Kasa Çapı', ['custom'], ['32 mm', '36 mm', '40 mm', '42 mm', '45 mm']);
const guarantee = attribute(70, 'Garanti Süresi', [], ['Yok', '1 Yıl', '2 Yıl', '3 Yıl', '5 Yıl']);
const storage = attribute(71, 'Dahili Hafıza', ['mandatory', 'variant'], ['64 GB', '128 GB', '256 GB', '512 GB', '1 TB']);
const power = attribute(72, 'Güç', ['custom'], ['20 W', '45 W', '65 W', '800 W', '1200 W', '2000 W']);
const dimension = attribute(80, 'Ebat', ['variant', 'custom'], ['Standart', 'Tek Kişilik', 'Çift Kişilik', '50x70 cm', '70x140 cm', '80x150 cm', '160x230 cm', '200x300 cm']);
const contents = attribute(90, 'Miktar', ['variant', 'custom'], ['30 ml', '50 ml', '100 ml', '200 ml', '400 ml', '250 g', '500 g', '1 kg']);
const skinType = attribute(91, 'Cilt Tipi', [], ['Tüm Cilt Tipleri', 'Kuru', 'Yağlı', 'Karma', 'Hassas']);
const ageGroup = attribute(92, 'Yaş Grubu', ['mandatory'], ['0-2 Yaş', '3-5 Yaş', '6-8 Yaş', '9-12 Yaş', '13 Yaş ve Üzeri']);
const publisher = attribute(BRAND_ATTRIBUTE_ID, 'Marka', ['mandatory', 'custom'], ['Yapı Kredi Yayınları', 'İş Bankası Kültür Yayınları', 'Can Yayınları', 'İletişim Yayınları', 'Diğer']);
const language = attribute(94, 'Dil', [], ['Türkçe', 'İngilizce', 'Almanca', 'Fransızca']);
const cover = attribute(95, 'Cilt', [], ['Karton Kapak', 'Ciltli']);

function attribute(id: number, name: string, flags: readonly Flag[], values: readonly string[]): AttributeDefinition {
  return {
    id,
    name,
    isMandatory: flags.includes('mandatory'),
    isVariant: flags.includes('variant'),
    isSlicer: flags.includes('slicer'),
    isCustomValue: flags.includes('custom'),
    values: values.map((value, index) => ({ id: 10_000_000 + id * 1_000 + index, value })),
  };
}

function range(from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, offset) => String(from + offset));
}

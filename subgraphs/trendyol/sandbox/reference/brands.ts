import type { SandboxState } from '../../../../platform/sandbox/state.js';

export interface Brand {
  readonly id: number;
  readonly name: string;
}

export interface Brands {
  byId(id: number): Brand | undefined;
  /** All brands whose name contains the text, whatever its case; the exact name first. */
  byName(text: string): Brand[];
  all(): readonly Brand[];
  create(name: string): Brand;
}

const FIRST_ID = 900_001;

const FIRST_WORDS = [
  'Anka', 'Bosfor', 'Cevher', 'Defne', 'Efsun', 'Fesleğen', 'Gökova', 'Hanzade', 'Ilgaz', 'İpekyolu', 'Karaca', 'Lale', 'Meltem', 'Nilüfer', 'Olimpos',
  'Pamukova', 'Rüzgar', 'Sahra', 'Şafak', 'Toros', 'Ulubey', 'Vadi', 'Yakamoz', 'Zeytin', 'Alaçatı', 'Beyaz', 'Çınar', 'Doğa', 'Ege', 'Fırtına',
  'Güney', 'Hitit', 'Işıltı', 'Kuzey', 'Likya', 'Marmara', 'Nar', 'Okyanus', 'Pera', 'Safir', 'Şehir', 'Truva', 'Umut', 'Volkan', 'Yıldız',
];
const SECOND_WORDS = [
  'Tekstil', 'Atölye', 'Moda', 'Butik', 'Tasarım', 'Giyim', 'Home', 'Kids', 'Sport', 'Deri', 'Dokuma', 'Örme', 'Studio', 'Collection', 'Basic', 'Jeans',
  'Ayakkabı', 'Çanta', 'Kozmetik', 'Botanik', 'Elektronik', 'Aksesuar', 'Ev', 'Mutfak', 'Bebe', 'Club', 'Line', 'Concept', 'Garage', 'Workshop', 'Pro', 'Plus',
  'Premium', 'Naturel', 'Organik', 'Trend', 'Classic', 'Urban', 'Works', 'Store', 'Life', 'Art', 'Lab', 'Co', 'Evi', 'Dünyası', 'Bahçesi', 'Limanı', 'Yolu', 'Rengi',
];

/** Plain names first (`Anka`), then each with a second word: about 2,300, so that the list needs three pages. */
const SEEDED: readonly Brand[] = [
  ...FIRST_WORDS,
  ...SECOND_WORDS.flatMap((second) => FIRST_WORDS.map((first) => `${first} ${second}`)),
].map((name, index) => ({ id: FIRST_ID + index, name }));

export function createBrands(state: SandboxState): Brands {
  const created = state.store<Brand>('brands');
  const all = () => [...SEEDED, ...[...created.range()].map(({ value }) => value)];
  return {
    byId: (id) => SEEDED[id - FIRST_ID] ?? created.get(id),
    byName: (text) => {
      const wanted = fold(text);
      const found = all().filter((brand) => fold(brand.name).includes(wanted));
      return found.sort((one, other) => Number(fold(other.name) === wanted) - Number(fold(one.name) === wanted));
    },
    all,
    create: (name) => {
      const brand = { id: state.next('brand', FIRST_ID + SEEDED.length), name };
      created.put(brand.id, brand);
      return brand;
    },
  };
}

const fold = (text: string): string => text.toLocaleLowerCase('tr');

import { alike, words, type Words } from './words.js';

export interface AttributeValue {
  readonly id: number;
  readonly value: Words;
}

/** One attribute of a category and type. `values` is null for a free text. */
export interface Attribute {
  readonly id: number;
  readonly name: Words;
  readonly type: 'String' | 'Integer' | 'Decimal' | 'Boolean' | 'URL';
  readonly isRequired: boolean;
  /** Tells the variants of one card apart. */
  readonly isAspect: boolean;
  readonly isCollection: boolean;
  readonly values: readonly AttributeValue[] | null;
}

export const ATTRIBUTE = { brand: 85, annotation: 4191, type: 8229, model: 9048 } as const;

const COLOURS = [
  words('красный', 'red', 'Kırmızı'),
  words('черный', 'black', 'Siyah'),
  words('белый', 'white', 'Beyaz'),
  words('темно-синий', 'navy', 'Lacivert'),
  words('зеленый', 'green', 'Yeşil'),
  words('серый', 'grey', 'Gri'),
  words('бежевый', 'beige', 'Bej'),
  words('бордовый', 'burgundy', 'Bordo'),
  words('коричневый', 'brown', 'Kahverengi'),
  words('синий', 'blue', 'Mavi'),
  words('розовый', 'pink', 'Pembe'),
  words('желтый', 'yellow', 'Sarı'),
  words('оранжевый', 'orange', 'Turuncu'),
  words('фиолетовый', 'purple', 'Mor'),
  words('разноцветный', 'multicolour', 'Çok Renkli'),
];
const FIRST_WORDS = ['Anka', 'Pamukova', 'Lale', 'Meltem', 'Yakamoz', 'Çınar', 'Ege', 'Ilgaz', 'Kuzey', 'Nilüfer', 'Şafak', 'Toros'];
const SECOND_WORDS = ['Giyim', 'Dokuma', 'Moda', 'Butik', 'Sport', 'Tekstil', 'Tasarım', 'Studio', 'Atölye', 'Deri', 'Örme', 'Home', 'Kids', 'Basic', 'Jeans', 'Line'];
const BRANDS = [words('Нет бренда', 'No brand', 'Markasız'), ...SECOND_WORDS.flatMap((second) => FIRST_WORDS.map((first) => alike(`${first} ${second}`)))];
const LETTERS = ['XXS', 'XS', 'S', 'M', 'L', 'XL', '2XL', '3XL', ...range(28, 60)].map(alike);
const GENDERS = [words('Женский', 'Women', 'Kadın'), words('Мужской', 'Men', 'Erkek'), words('Унисекс', 'Unisex', 'Unisex'), words('Девочки', 'Girls', 'Kız Çocuk'), words('Мальчики', 'Boys', 'Erkek Çocuk')];
const COUNTRIES = [words('Турция', 'Türkiye', 'Türkiye'), words('Россия', 'Russia', 'Rusya'), words('Китай', 'China', 'Çin'), words('Италия', 'Italy', 'İtalya')];
const BED_SIZES = [words('1,5-спальный', 'Single', 'Tek Kişilik'), words('2-спальный', 'Double', 'Çift Kişilik'), words('Евро', 'King', 'King Size')];
const MATERIALS = [words('Хлопок', 'Cotton', 'Pamuk'), words('Лен', 'Linen', 'Keten'), words('Кожа', 'Leather', 'Deri'), words('Шерсть', 'Wool', 'Yün'), words('Вискоза', 'Viscose', 'Viskon')];

const brand = dictionary(ATTRIBUTE.brand, words('Бренд', 'Brand', 'Marka'), BRANDS, { isRequired: true });
const model = text(ATTRIBUTE.model, words('Название модели', 'Model name', 'Model adı'), { isRequired: true });
const annotation = text(ATTRIBUTE.annotation, words('Аннотация', 'Annotation', 'Açıklama'));
const colour = dictionary(10_096, words('Цвет товара', 'Colour', 'Renk'), COLOURS, { isRequired: true, isAspect: true, isCollection: true });
const colourName = text(10_097, words('Название цвета', 'Colour name', 'Renk adı'), { isAspect: true });
const letterSize = dictionary(4_295, words('Российский размер', 'Size', 'Beden'), LETTERS, { isRequired: true, isAspect: true, isCollection: true });
const shoeSize = dictionary(4_298, words('Российский размер (обувь)', 'Shoe size', 'Numara'), range(16, 50).map(alike), { isRequired: true, isAspect: true, isCollection: true });
const bedSize = dictionary(6_772, words('Размер комплекта', 'Bedding size', 'Ebat'), BED_SIZES, { isRequired: true, isAspect: true });
const gender = dictionary(9_163, words('Пол', 'Gender', 'Cinsiyet'), GENDERS, { isRequired: true, isCollection: true });
const country = dictionary(4_389, words('Страна-изготовитель', 'Country of origin', 'Üretim ülkesi'), COUNTRIES, { isCollection: true });
const material = dictionary(4_495, words('Материал', 'Material', 'Materyal'), MATERIALS, { isCollection: true });
const itemsPerPack = { ...text(8_513, words('Количество в упаковке, шт', 'Items in pack', 'Paketteki adet')), type: 'Integer' as const };

export const ATTRIBUTE_SETS = {
  clothes: [brand, model, annotation, colour, colourName, letterSize, gender, material, country],
  shoes: [brand, model, annotation, colour, colourName, shoeSize, gender, material, country],
  bags: [brand, model, annotation, colour, colourName, gender, material, country],
  bedding: [brand, model, annotation, colour, colourName, bedSize, material, country, itemsPerPack],
} as const satisfies Record<string, readonly Attribute[]>;
export type AttributeSet = keyof typeof ATTRIBUTE_SETS;

/** The attribute that repeats a product's type; may be left out, since `type_id` wins. */
export function typeAttribute(types: readonly { readonly id: number; readonly name: Words }[]): Attribute {
  return { id: ATTRIBUTE.type, name: words('Тип', 'Type', 'Tür'), type: 'String', isRequired: true, isAspect: false, isCollection: false, values: types.map(({ id, name }) => ({ id, value: name })) };
}

interface Flags {
  readonly isRequired?: boolean;
  readonly isAspect?: boolean;
  readonly isCollection?: boolean;
}

function dictionary(id: number, name: Words, values: readonly Words[], { isRequired = false, isAspect = false, isCollection = false }: Flags = {}): Attribute {
  return { id, name, type: 'String', isRequired, isAspect, isCollection, values: values.map((value, index) => ({ id: id * 10_000 + index + 1, value })) };
}

function text(id: number, name: Words, { isRequired = false, isAspect = false }: Flags = {}): Attribute {
  return { id, name, type: 'String', isRequired, isAspect, isCollection: false, values: null };
}

function range(from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, offset) => String(from + offset));
}

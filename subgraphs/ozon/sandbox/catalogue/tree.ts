import { ATTRIBUTE_SETS, typeAttribute, type Attribute, type AttributeSet } from './attributes.js';
import { words, type Words } from './words.js';

interface ProductType {
  readonly id: number;
  readonly name: Words;
}

export interface Category {
  readonly id: number;
  readonly name: Words;
  readonly children: readonly Category[];
  /** On the last level. */
  readonly types: readonly ProductType[];
  readonly attributes: AttributeSet | null;
  /** What Ozon keeps of an FBS sale, per cent. */
  readonly commissionPercent: number;
}

export const CATEGORY_TREE: readonly Category[] = [
  branch(15_621_031, words('Одежда', 'Clothing', 'Giyim'), [
    leaf(17_027_904, words('Футболки и топы', 'T-shirts and tops', 'Tişörtler ve üstler'), 'clothes', 18, [type(93_244, 'Футболка', 'T-shirt', 'Tişört'), type(93_245, 'Лонгслив', 'Long sleeve', 'Uzun Kollu Tişört')]),
    leaf(17_027_905, words('Рубашки', 'Shirts', 'Gömlekler'), 'clothes', 18, [type(93_250, 'Рубашка', 'Shirt', 'Gömlek')]),
    leaf(17_027_906, words('Платья и юбки', 'Dresses and skirts', 'Elbise ve etekler'), 'clothes', 18, [type(93_260, 'Платье', 'Dress', 'Elbise'), type(93_261, 'Юбка', 'Skirt', 'Etek')]),
    leaf(17_027_907, words('Трикотаж', 'Knitwear', 'Triko'), 'clothes', 18, [type(93_270, 'Свитшот', 'Sweatshirt', 'Sweatshirt'), type(93_271, 'Свитер', 'Sweater', 'Kazak'), type(93_272, 'Кардиган', 'Cardigan', 'Hırka')]),
    leaf(17_027_908, words('Верхняя одежда', 'Outerwear', 'Dış giyim'), 'clothes', 17, [type(93_280, 'Куртка', 'Coat', 'Mont'), type(93_281, 'Жакет', 'Jacket', 'Ceket')]),
    leaf(17_027_909, words('Брюки и джинсы', 'Trousers and jeans', 'Pantolon ve jean'), 'clothes', 18, [type(93_290, 'Джинсы', 'Jeans', 'Jean'), type(93_291, 'Брюки', 'Trousers', 'Pantolon'), type(93_292, 'Спортивные брюки', 'Sweatpants', 'Eşofman Altı')]),
    leaf(17_027_910, words('Домашняя одежда', 'Homewear', 'Ev giyimi'), 'clothes', 18, [type(93_300, 'Пижама', 'Pyjamas', 'Pijama Takımı')]),
  ]),
  branch(15_621_032, words('Обувь', 'Shoes', 'Ayakkabı'), [
    leaf(17_027_920, words('Повседневная обувь', 'Casual shoes', 'Günlük ayakkabı'), 'shoes', 17, [type(93_400, 'Кроссовки', 'Sneakers', 'Sneaker'), type(93_401, 'Ботинки', 'Boots', 'Bot'), type(93_402, 'Сандалии', 'Sandals', 'Sandalet')]),
  ]),
  branch(15_621_033, words('Аксессуары', 'Accessories', 'Aksesuar'), [
    leaf(17_027_930, words('Сумки и кошельки', 'Bags and wallets', 'Çanta ve cüzdanlar'), 'bags', 17, [type(93_500, 'Рюкзак', 'Backpack', 'Sırt Çantası'), type(93_501, 'Сумка на плечо', 'Shoulder bag', 'Omuz Çantası'), type(93_502, 'Кошелек', 'Wallet', 'Cüzdan')]),
  ]),
  branch(15_621_034, words('Дом и сад', 'Home and garden', 'Ev ve bahçe'), [
    leaf(17_027_940, words('Постельное белье', 'Bedding', 'Nevresim'), 'bedding', 16, [type(93_600, 'Комплект постельного белья', 'Bedding set', 'Nevresim Takımı')]),
  ]),
];

/** The category with this type, or undefined when the pair does not belong together. */
export function categoryOfType(categoryId: number, typeId: number): Category | undefined {
  const category = leaves.get(categoryId);
  return category?.types.some(({ id }) => id === typeId) ? category : undefined;
}

export function attributesOf({ attributes, types }: Category): readonly Attribute[] {
  return attributes === null ? [] : [...ATTRIBUTE_SETS[attributes], typeAttribute(types)];
}

const leaves = new Map(CATEGORY_TREE.flatMap(leavesUnder).map((category) => [category.id, category]));

function leavesUnder(category: Category): Category[] {
  return category.children.length === 0 ? [category] : category.children.flatMap(leavesUnder);
}

function branch(id: number, name: Words, children: readonly Category[]): Category {
  return { id, name, children, types: [], attributes: null, commissionPercent: 0 };
}

function leaf(id: number, name: Words, attributes: AttributeSet, commissionPercent: number, types: readonly ProductType[]): Category {
  return { id, name, children: [], types, attributes, commissionPercent };
}

function type(id: number, ru: string, en: string, tr: string): ProductType {
  return { id, name: words(ru, en, tr) };
}

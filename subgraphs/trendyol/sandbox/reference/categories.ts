import * as attribute from './attributes.js';

/** How a category uses an attribute. */
export interface CategoryAttribute {
  readonly attributeId: number;
  readonly required: boolean;
  /** Exactly one per category: tells the variants of one content apart. */
  readonly varianter: boolean;
  /** Opens a content (product page) of its own for each value. */
  readonly slicer: boolean;
}

export interface CategoryNode {
  readonly id: number;
  readonly name: string;
  readonly parentId: number | null;
  readonly subCategories: readonly CategoryNode[];
}

interface Leaf {
  readonly node: CategoryNode;
  readonly attributes: readonly CategoryAttribute[];
}

const use = (attributeId: number, flags: Partial<Omit<CategoryAttribute, 'attributeId'>> = {}): CategoryAttribute => ({
  attributeId,
  required: false,
  varianter: false,
  slicer: false,
  ...flags,
});
const required = (attributeId: number) => use(attributeId, { required: true });
const colour = use(attribute.COLOUR, { required: true, slicer: true });
const variant = (attributeId: number, isRequired = true) => use(attributeId, { required: isRequired, varianter: true });

const CLOTHING = [
  colour,
  variant(attribute.SIZE),
  required(attribute.GENDER),
  required(attribute.AGE_GROUP),
  required(attribute.MATERIAL),
  required(attribute.ORIGIN),
  ...[attribute.WEB_COLOUR, attribute.PATTERN, attribute.SLEEVE, attribute.COLLAR].map((id) => use(id)),
];
const SHOES = [
  colour,
  variant(attribute.SHOE_SIZE),
  required(attribute.GENDER),
  required(attribute.AGE_GROUP),
  required(attribute.ORIGIN),
  ...[attribute.MATERIAL, attribute.WEB_COLOUR].map((id) => use(id)),
];
const BAGS = [colour, variant(attribute.SIZE, false), required(attribute.GENDER), required(attribute.MATERIAL), use(attribute.ORIGIN), use(attribute.WEB_COLOUR)];
const ELECTRONICS = [colour, variant(attribute.CONNECTION, false), required(attribute.COMPATIBLE_BRAND), required(attribute.WARRANTY), required(attribute.ORIGIN)];
const HOME = [colour, variant(attribute.DIMENSIONS, false), required(attribute.MATERIAL), use(attribute.PIECES), use(attribute.ORIGIN), use(attribute.PATTERN)];
const COSMETICS = [use(attribute.COLOUR, { slicer: true }), variant(attribute.VOLUME), required(attribute.ORIGIN), use(attribute.SKIN_TYPE), use(attribute.GENDER)];

type Branch = readonly [id: number, name: string, leaves: readonly (readonly [id: number, name: string])[], attributes: readonly CategoryAttribute[]];
type Root = readonly [id: number, name: string, branches: readonly Branch[]];

const ROOTS: readonly Root[] = [
  [900_400, 'Giyim', [
    [900_410, 'Üst Giyim', [[900_411, 'Tişört'], [900_412, 'Gömlek'], [900_413, 'Bluz'], [900_414, 'Sweatshirt'], [900_415, 'Kazak'], [900_416, 'Hırka'], [900_417, 'Yelek']], CLOTHING],
    [900_420, 'Alt Giyim', [[900_421, 'Jean'], [900_422, 'Pantolon'], [900_423, 'Şort'], [900_424, 'Etek'], [900_425, 'Eşofman Altı'], [900_426, 'Tayt']], CLOTHING],
    [900_430, 'Dış Giyim', [[900_431, 'Ceket'], [900_432, 'Mont'], [900_433, 'Kaban'], [900_434, 'Yağmurluk'], [900_435, 'Trençkot']], CLOTHING],
    [900_440, 'Elbise ve Tulum', [[900_441, 'Elbise'], [900_442, 'Abiye'], [900_443, 'Tulum']], CLOTHING],
    [900_450, 'İç Giyim', [[900_451, 'Pijama Takımı'], [900_452, 'Çorap'], [900_453, 'Boxer'], [900_454, 'Atlet']], CLOTHING],
  ]],
  [900_500, 'Ayakkabı', [
    [900_510, 'Günlük Ayakkabı', [[900_511, 'Sneaker'], [900_512, 'Babet'], [900_513, 'Loafer'], [900_514, 'Sandalet'], [900_515, 'Terlik']], SHOES],
    [900_520, 'Bot ve Çizme', [[900_521, 'Bot'], [900_522, 'Çizme']], SHOES],
    [900_530, 'Spor Ayakkabı', [[900_531, 'Koşu Ayakkabısı'], [900_532, 'Yürüyüş Ayakkabısı'], [900_533, 'Halı Saha Ayakkabısı']], SHOES],
  ]],
  [900_600, 'Çanta', [
    [900_610, 'Günlük Çanta', [[900_611, 'Omuz Çantası'], [900_612, 'Sırt Çantası'], [900_613, 'El Çantası'], [900_614, 'Bel Çantası']], BAGS],
    [900_620, 'Cüzdan ve Bavul', [[900_621, 'Cüzdan'], [900_622, 'Valiz']], BAGS],
  ]],
  [900_700, 'Elektronik Aksesuar', [
    [900_710, 'Telefon Aksesuarı', [[900_711, 'Telefon Kılıfı'], [900_712, 'Şarj Cihazı'], [900_713, 'Powerbank'], [900_714, 'Ekran Koruyucu']], ELECTRONICS],
    [900_720, 'Ses ve Bilgisayar', [[900_721, 'Kulaklık'], [900_722, 'Bluetooth Hoparlör'], [900_723, 'Mouse'], [900_724, 'USB Kablo']], ELECTRONICS],
  ]],
  [900_800, 'Ev ve Yaşam', [
    [900_810, 'Ev Tekstili', [[900_811, 'Nevresim Takımı'], [900_812, 'Havlu'], [900_813, 'Yastık'], [900_814, 'Perde']], HOME],
    [900_820, 'Sofra ve Mutfak', [[900_821, 'Kahve Fincanı'], [900_822, 'Yemek Takımı'], [900_823, 'Tencere'], [900_824, 'Saklama Kabı']], HOME],
    [900_830, 'Dekorasyon', [[900_831, 'Mum'], [900_832, 'Vazo'], [900_833, 'Tablo']], HOME],
  ]],
  [900_900, 'Kozmetik', [
    [900_910, 'Cilt Bakımı', [[900_911, 'Yüz Kremi'], [900_912, 'Güneş Kremi'], [900_913, 'Serum']], COSMETICS],
    [900_920, 'Saç ve Makyaj', [[900_921, 'Şampuan'], [900_922, 'Ruj'], [900_923, 'Parfüm']], COSMETICS],
  ]],
];

const leaves = new Map<number, Leaf>();

const toBranch = ([id, name, children, attributes]: Branch, parentId: number): CategoryNode => ({
  id,
  name,
  parentId,
  subCategories: children.map(([leafId, leafName]) => {
    const node = { id: leafId, name: leafName, parentId: id, subCategories: [] };
    leaves.set(leafId, { node, attributes });
    return node;
  }),
});

/** The whole tree, recursively; only a node without `subCategories` accepts products. */
export const CATEGORY_TREE: readonly CategoryNode[] = ROOTS.map(([id, name, branches]) => ({
  id,
  name,
  parentId: null,
  subCategories: branches.map((branch) => toBranch(branch, id)),
}));

/** A category that accepts products, with its attributes; undefined for branches and unknown ids. */
export function leafCategory(id: number): { readonly id: number; readonly name: string; readonly attributes: readonly CategoryAttribute[] } | undefined {
  const leaf = leaves.get(id);
  return leaf && { id, name: leaf.node.name, attributes: leaf.attributes };
}

export function leafCategoryIds(): number[] {
  return [...leaves.keys()];
}

export function isKnownCategory(id: number): boolean {
  const search = (nodes: readonly CategoryNode[]): boolean => nodes.some((node) => node.id === id || search(node.subCategories));
  return search(CATEGORY_TREE);
}

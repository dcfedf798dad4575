type Names = readonly [de: string, en: string];

export interface Category {
  readonly id: string;
  readonly names: Names;
  readonly sizes?: SizeKind;
  readonly children?: readonly Category[];
}
export type SizeKind = 'LETTERS' | 'WAISTS' | 'SHOES' | 'NONE' | 'BEDDING';

const leaf = (id: string, de: string, en: string, sizes: SizeKind): Category => ({ id, names: [de, en], sizes });
const branch = (id: string, de: string, en: string, children: readonly Category[]): Category => ({ id, names: [de, en], children });

/** A few dozen branches of eBay's tree, the same ids on every site; (sandbox choice) the numbers are not all eBay's own. */
export const categories: Category = branch('0', 'Root', 'Root', [
  branch('11450', 'Kleidung & Accessoires', 'Clothes, Shoes & Accessories', [
    branch('260010', 'Kleidung', 'Clothing', [
      leaf('15687', 'T-Shirts', 'T-Shirts', 'LETTERS'),
      leaf('57990', 'Hemden', 'Shirts', 'LETTERS'),
      leaf('63861', 'Kleider', 'Dresses', 'LETTERS'),
      leaf('155183', 'Kapuzenpullover & Sweats', 'Hoodies & Sweatshirts', 'LETTERS'),
      leaf('11484', 'Pullover', 'Jumpers', 'LETTERS'),
      leaf('63866', 'Strickjacken', 'Cardigans', 'LETTERS'),
      leaf('57988', 'Jacken & Mäntel', 'Coats & Jackets', 'LETTERS'),
      leaf('3002', 'Sakkos & Blazer', 'Blazers', 'LETTERS'),
      leaf('11483', 'Jeans', 'Jeans', 'WAISTS'),
      leaf('57989', 'Hosen', 'Trousers', 'WAISTS'),
      leaf('63864', 'Röcke', 'Skirts', 'LETTERS'),
      leaf('260956', 'Jogginghosen', 'Joggers', 'LETTERS'),
      leaf('11510', 'Schlafanzüge', 'Pyjamas', 'LETTERS'),
    ]),
    branch('260011', 'Schuhe', 'Shoes', [
      leaf('15709', 'Sneaker', 'Trainers', 'SHOES'),
      leaf('11498', 'Stiefel & Boots', 'Boots', 'SHOES'),
      leaf('11504', 'Sandalen', 'Sandals', 'SHOES'),
    ]),
    branch('260012', 'Taschen & Accessoires', 'Bags & Accessories', [
      leaf('52357', 'Rucksäcke', 'Backpacks', 'NONE'),
      leaf('169291', 'Handtaschen', 'Handbags', 'NONE'),
      leaf('2996', 'Geldbörsen & Etuis', 'Wallets', 'NONE'),
    ]),
  ]),
  branch('11700', 'Möbel & Wohnen', 'Home, Furniture & DIY', [
    branch('20444', 'Bettwaren', 'Bedding', [leaf('37644', 'Bettwäschegarnituren', 'Bed Linen & Sets', 'BEDDING')]),
    branch('20625', 'Küche', 'Kitchen', [leaf('177010', 'Becher & Tassen', 'Mugs', 'NONE')]),
  ]),
]);

export function findCategory(id: string, from: Category = categories): Category | undefined {
  if (from.id === id) return from;
  for (const child of from.children ?? []) {
    const found = findCategory(id, child);
    if (found) return found;
  }
  return undefined;
}

export function nameOf({ names }: Category, language: 'de' | 'en'): string {
  return names[language === 'de' ? 0 : 1];
}

import type { AttributeSetName } from './attribute-sets.js';

/** A branch holds further categories; a leaf names the attributes its products carry and the commission in per cent. */
export type CategorySeed =
  | { readonly id: number; readonly name: string; readonly children: readonly CategorySeed[] }
  | { readonly id: number; readonly name: string; readonly attributes: AttributeSetName; readonly commissionRate: number };

export const categoryTree: readonly CategorySeed[] = [
  branch(60000100, 'Giyim', [
    branch(60000110, 'Üst Giyim', [
      leaf(60000111, 'Tişört', 'apparel', 21),
      leaf(60000112, 'Gömlek', 'apparel', 21),
      leaf(60000113, 'Elbise', 'apparel', 21),
      leaf(60000114, 'Sweatshirt', 'apparel', 21),
      leaf(60000115, 'Kazak', 'apparel', 21),
      leaf(60000116, 'Hırka', 'apparel', 21),
      leaf(60000117, 'Mont', 'apparel', 21),
      leaf(60000118, 'Ceket', 'apparel', 21),
    ]),
    branch(60000120, 'Alt Giyim', [
      leaf(60000121, 'Jean', 'apparel', 21),
      leaf(60000122, 'Pantolon', 'apparel', 21),
      leaf(60000123, 'Etek', 'apparel', 21),
      leaf(60000124, 'Eşofman Altı', 'apparel', 21),
    ]),
    branch(60000130, 'İç Giyim ve Pijama', [leaf(60000131, 'Pijama Takımı', 'apparel', 20)]),
  ]),
  branch(60000200, 'Ayakkabı ve Çanta', [
    branch(60000210, 'Ayakkabı', [leaf(60000211, 'Sneaker', 'shoe', 20), leaf(60000212, 'Bot', 'shoe', 20), leaf(60000213, 'Sandalet', 'shoe', 20)]),
    branch(60000220, 'Çanta', [leaf(60000221, 'Sırt Çantası', 'bag', 19), leaf(60000222, 'Omuz Çantası', 'bag', 19), leaf(60000223, 'Cüzdan', 'bag', 19)]),
  ]),
  branch(60000300, 'Ev ve Yaşam', [
    branch(60000310, 'Ev Tekstili', [leaf(60000311, 'Nevresim Takımı', 'textile', 18), leaf(60000312, 'Havlu', 'textile', 18), leaf(60000313, 'Yastık', 'textile', 18)]),
    branch(60000320, 'Mutfak', [leaf(60000321, 'Tencere Seti', 'kitchen', 16), leaf(60000322, 'Kahve Fincanı', 'kitchen', 16)]),
  ]),
  branch(60000400, 'Elektronik', [leaf(60000411, 'Kulaklık', 'electronics', 12), leaf(60000412, 'Şarj Cihazı', 'electronics', 14)]),
  branch(60000500, 'Kozmetik', [leaf(60000511, 'Yüz Kremi', 'cosmetics', 15)]),
  branch(60000600, 'Takı', [leaf(60000611, 'Kolye', 'jewellery', 22), leaf(60000612, 'Küpe', 'jewellery', 22)]),
];

function branch(id: number, name: string, children: readonly CategorySeed[]): CategorySeed {
  return { id, name, children };
}

function leaf(id: number, name: string, attributes: AttributeSetName, commissionRate: number): CategorySeed {
  return { id, name, attributes, commissionRate };
}

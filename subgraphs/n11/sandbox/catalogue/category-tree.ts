import type { AttributeSetName } from './attribute-sets.js';

/** A branch holds further categories; a leaf names the attributes its products carry and N11's commission in per cent. */
export type CategorySeed =
  | { readonly id: number; readonly name: string; readonly children: readonly CategorySeed[] }
  | { readonly id: number; readonly name: string; readonly attributes: AttributeSetName; readonly commissionRate: number };

export const categoryTree: readonly CategorySeed[] = [
  branch(1000100, 'Giyim', [
    branch(1000110, 'Kadın Giyim', [
      leaf(1000111, 'Elbise', 'apparel', 18),
      leaf(1000112, 'Bluz', 'apparel', 18),
      leaf(1000113, 'Kadın Tişört', 'apparel', 18),
      leaf(1000114, 'Kadın Pantolon', 'apparel', 18),
      leaf(1000115, 'Etek', 'apparel', 18),
      leaf(1000116, 'Kadın Mont', 'apparel', 18),
    ]),
    branch(1000120, 'Erkek Giyim', [
      leaf(1000121, 'Erkek Tişört', 'apparel', 18),
      leaf(1000122, 'Erkek Gömlek', 'apparel', 18),
      leaf(1000123, 'Erkek Pantolon', 'apparel', 18),
      leaf(1000124, 'Erkek Kazak', 'apparel', 18),
      leaf(1000125, 'Erkek Sweatshirt', 'apparel', 18),
      leaf(1000126, 'Erkek Mont', 'apparel', 18),
    ]),
    branch(1000130, 'Çocuk Giyim', [
      leaf(1000131, 'Çocuk Tişört', 'apparel', 17),
      leaf(1000132, 'Çocuk Eşofman', 'apparel', 17),
      leaf(1000133, 'Bebek Tulum', 'apparel', 17),
    ]),
  ]),
  branch(1000200, 'Ayakkabı & Çanta', [
    branch(1000210, 'Ayakkabı', [
      leaf(1000211, 'Spor Ayakkabı', 'shoe', 17),
      leaf(1000212, 'Günlük Ayakkabı', 'shoe', 17),
      leaf(1000213, 'Bot', 'shoe', 17),
      leaf(1000214, 'Sandalet', 'shoe', 17),
    ]),
    branch(1000220, 'Çanta', [
      leaf(1000221, 'Omuz Çantası', 'bag', 17),
      leaf(1000222, 'Sırt Çantası', 'bag', 17),
      leaf(1000223, 'Cüzdan', 'bag', 17),
    ]),
  ]),
  branch(1000300, 'Takı & Saat', [
    branch(1000310, 'Takı', [
      leaf(1000311, 'Kolye', 'jewellery', 20),
      leaf(1000312, 'Küpe', 'jewellery', 20),
      leaf(1000313, 'Yüzük', 'jewellery', 20),
      leaf(1000314, 'Bileklik', 'jewellery', 20),
    ]),
    branch(1000320, 'Saat', [leaf(1000321, 'Kol Saati', 'watch', 16)]),
  ]),
  branch(1000400, 'Elektronik', [
    branch(1000410, 'Telefon & Aksesuar', [leaf(1000411, 'Cep Telefonu', 'phone', 6), leaf(1000412, 'Şarj Cihazı', 'electronics', 14), leaf(1000413, 'Kulaklık', 'electronics', 12)]),
    branch(1000420, 'Küçük Ev Aletleri', [leaf(1000421, 'Elektrikli Süpürge', 'electronics', 11), leaf(1000422, 'Kahve Makinesi', 'electronics', 11), leaf(1000423, 'Blender', 'electronics', 11)]),
  ]),
  branch(1000500, 'Ev & Yaşam', [
    branch(1000510, 'Ev Tekstili', [leaf(1000511, 'Nevresim Takımı', 'textile', 17), leaf(1000512, 'Havlu', 'textile', 17), leaf(1000513, 'Halı', 'textile', 16)]),
    branch(1000520, 'Mutfak', [leaf(1000521, 'Tencere Seti', 'kitchen', 15), leaf(1000522, 'Kahvaltı Takımı', 'kitchen', 15), leaf(1000523, 'Çay Bardağı', 'kitchen', 15)]),
  ]),
  branch(1000600, 'Kozmetik', [leaf(1000611, 'Yüz Kremi', 'cosmetics', 15), leaf(1000612, 'Parfüm', 'cosmetics', 15), leaf(1000613, 'Şampuan', 'cosmetics', 13)]),
  branch(1000700, 'Anne & Bebek, Oyuncak', [leaf(1000711, 'Eğitici Oyuncak', 'toy', 14), leaf(1000712, 'Yapı Oyuncağı', 'toy', 14)]),
  branch(1000800, 'Spor & Outdoor', [leaf(1000811, 'Eşofman Takımı', 'sport', 17), leaf(1000812, 'Spor Tayt', 'sport', 17)]),
  branch(1000900, 'Kitap', [leaf(1000911, 'Roman', 'book', 15), leaf(1000912, 'Çocuk Kitabı', 'book', 15)]),
  branch(1001000, 'Süpermarket', [leaf(1001011, 'Zeytinyağı', 'grocery', 10), leaf(1001012, 'Türk Kahvesi', 'grocery', 10)]),
];

function branch(id: number, name: string, children: readonly CategorySeed[]): CategorySeed {
  return { id, name, children };
}

function leaf(id: number, name: string, attributes: AttributeSetName, commissionRate: number): CategorySeed {
  return { id, name, attributes, commissionRate };
}

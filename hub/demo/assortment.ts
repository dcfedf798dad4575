/** What the demo seller sells; every brand is invented. Amounts in whole lira. */
export interface ProductKind {
  readonly name: string;
  /** Three letters at the start of its SKUs. */
  readonly code: string;
  readonly sizes: readonly string[];
  readonly fromLira: number;
  readonly toLira: number;
  readonly fabrics: readonly string[];
  /** What marketplaces call its category, first match first; its own name when absent. */
  readonly categories?: readonly string[];
}

const letters = ['XS', 'S', 'M', 'L', 'XL', '2XL'];
const waists = ['32', '34', '36', '38', '40', '42'];
const shoes = ['36', '37', '38', '39', '40', '41', '42', '43', '44'];
const single = ['Standart'];
const cotton = ['Pamuk', 'Organik Pamuk', 'Penye', 'Keten'];
const wool = ['Yün', 'Merino', 'Kaşmir Karışımlı', 'Triko'];
const leather = ['Deri', 'Süet', 'Vegan Deri'];

export const KINDS: readonly ProductKind[] = [
  { name: 'Tişört', code: 'TSR', sizes: letters, fromLira: 149, toLira: 449, fabrics: cotton, categories: ['Tişört', 'Erkek Tişört'] },
  { name: 'Gömlek', code: 'GML', sizes: letters, fromLira: 299, toLira: 899, fabrics: cotton, categories: ['Gömlek', 'Erkek Gömlek'] },
  { name: 'Elbise', code: 'ELB', sizes: letters, fromLira: 449, toLira: 1499, fabrics: ['Viskon', 'Saten', 'Keten', 'Şifon'] },
  { name: 'Sweatshirt', code: 'SWT', sizes: letters, fromLira: 349, toLira: 899, fabrics: ['Üç İplik', 'Polar', 'Penye'], categories: ['Sweatshirt', 'Erkek Sweatshirt'] },
  { name: 'Kazak', code: 'KZK', sizes: letters, fromLira: 399, toLira: 1299, fabrics: wool, categories: ['Kazak', 'Erkek Kazak'] },
  { name: 'Hırka', code: 'HRK', sizes: letters, fromLira: 449, toLira: 1199, fabrics: wool },
  { name: 'Mont', code: 'MNT', sizes: letters, fromLira: 1199, toLira: 3999, fabrics: ['Kapitone', 'Su Geçirmez', 'Kaz Tüyü Dolgulu'], categories: ['Mont', 'Erkek Mont'] },
  { name: 'Ceket', code: 'CKT', sizes: letters, fromLira: 899, toLira: 2999, fabrics: ['Kadife', 'Keten', 'Yün'] },
  { name: 'Jean', code: 'JEA', sizes: waists, fromLira: 499, toLira: 1299, fabrics: ['Denim', 'Esnek Denim', 'Organik Denim'], categories: ['Jean', 'Erkek Pantolon'] },
  { name: 'Pantolon', code: 'PNT', sizes: waists, fromLira: 399, toLira: 1199, fabrics: ['Gabardin', 'Keten', 'Kadife'], categories: ['Pantolon', 'Erkek Pantolon'] },
  { name: 'Etek', code: 'ETK', sizes: letters, fromLira: 299, toLira: 899, fabrics: ['Pileli', 'Saten', 'Denim'] },
  { name: 'Eşofman Altı', code: 'ESF', sizes: letters, fromLira: 299, toLira: 799, fabrics: ['Üç İplik', 'Penye'], categories: ['Eşofman Altı', 'Eşofman Takımı'] },
  { name: 'Pijama Takımı', code: 'PJM', sizes: letters, fromLira: 349, toLira: 999, fabrics: cotton },
  { name: 'Sneaker', code: 'SNK', sizes: shoes, fromLira: 999, toLira: 3499, fabrics: ['Fileli', ...leather], categories: ['Sneaker', 'Spor Ayakkabı'] },
  { name: 'Bot', code: 'BOT', sizes: shoes, fromLira: 1299, toLira: 4499, fabrics: leather },
  { name: 'Sandalet', code: 'SND', sizes: shoes, fromLira: 499, toLira: 1799, fabrics: leather },
  { name: 'Sırt Çantası', code: 'SRT', sizes: single, fromLira: 599, toLira: 1999, fabrics: ['Kanvas', 'Su İtici', ...leather] },
  { name: 'Omuz Çantası', code: 'OMZ', sizes: single, fromLira: 699, toLira: 2499, fabrics: leather },
  { name: 'Cüzdan', code: 'CZD', sizes: single, fromLira: 249, toLira: 899, fabrics: leather },
  { name: 'Nevresim Takımı', code: 'NVR', sizes: ['Tek Kişilik', 'Çift Kişilik'], fromLira: 699, toLira: 2499, fabrics: ['Ranforce', 'Saten', 'Müslin'] },
];

export const BRANDS: readonly string[] = ['Anka Giyim', 'Pamukova Dokuma', 'Lale Moda', 'Meltem Butik', 'Yakamoz Sport', 'Çınar Tekstil', 'Ege Tasarım', 'Ilgaz Giyim', 'Kuzey Studio', 'Nilüfer Atölye', 'Şafak Deri', 'Toros Örme'];

export const COLOURS: readonly { readonly name: string; readonly code: string }[] = [
  { name: 'Kırmızı', code: 'KRM' },
  { name: 'Siyah', code: 'SYH' },
  { name: 'Beyaz', code: 'BYZ' },
  { name: 'Lacivert', code: 'LAC' },
  { name: 'Yeşil', code: 'YSL' },
  { name: 'Gri', code: 'GRI' },
  { name: 'Bej', code: 'BEJ' },
  { name: 'Bordo', code: 'BRD' },
  { name: 'Kahverengi', code: 'KHV' },
  { name: 'Mavi', code: 'MAV' },
];

export const STYLES: readonly string[] = ['Rahat Kesim', 'Dar Kesim', 'Çizgili', 'Düz', 'Desenli', 'Klasik', 'Vintage', 'Spor', 'Günlük', 'Özel Seri'];

/** What the demo seller sells; every name is invented. Amounts in whole lira. */
export interface ProductKind {
  readonly name: string;
  /** Three letters at the start of its SKUs. */
  readonly code: string;
  readonly sizes: readonly string[];
  readonly fromLira: number;
  readonly toLira: number;
  readonly fabrics: readonly string[];
}

const letters = ['XS', 'S', 'M', 'L', 'XL', 'XXL'];
const jeans = ['28', '30', '32', '34', '36'];
const shoes = ['36', '37', '38', '39', '40', '41', '42', '43', '44'];
const single = ['Standart'];
const cotton = ['Pamuk', 'Organik Pamuk', 'Penye', 'Keten'];
const wool = ['Yün', 'Merino', 'Kaşmir Karışımlı', 'Triko'];
const leather = ['Deri', 'Süet', 'Vegan Deri'];

export const KINDS: readonly ProductKind[] = [
  { name: 'Tişört', code: 'TSR', sizes: letters, fromLira: 149, toLira: 449, fabrics: cotton },
  { name: 'Gömlek', code: 'GML', sizes: letters, fromLira: 299, toLira: 899, fabrics: cotton },
  { name: 'Elbise', code: 'ELB', sizes: letters, fromLira: 449, toLira: 1499, fabrics: ['Viskon', 'Saten', 'Keten', 'Şifon'] },
  { name: 'Sweatshirt', code: 'SWT', sizes: letters, fromLira: 349, toLira: 899, fabrics: ['Üç İplik', 'Polar', 'Penye'] },
  { name: 'Kazak', code: 'KZK', sizes: letters, fromLira: 399, toLira: 1299, fabrics: wool },
  { name: 'Hırka', code: 'HRK', sizes: letters, fromLira: 449, toLira: 1199, fabrics: wool },
  { name: 'Mont', code: 'MNT', sizes: letters, fromLira: 1199, toLira: 3999, fabrics: ['Kapitone', 'Su Geçirmez', 'Kaz Tüyü Dolgulu'] },
  { name: 'Ceket', code: 'CKT', sizes: letters, fromLira: 899, toLira: 2999, fabrics: ['Kadife', 'Keten', 'Yün'] },
  { name: 'Jean', code: 'JEA', sizes: jeans, fromLira: 499, toLira: 1299, fabrics: ['Denim', 'Esnek Denim', 'Organik Denim'] },
  { name: 'Pantolon', code: 'PNT', sizes: jeans, fromLira: 399, toLira: 1199, fabrics: ['Gabardin', 'Keten', 'Kadife'] },
  { name: 'Etek', code: 'ETK', sizes: letters, fromLira: 299, toLira: 899, fabrics: ['Pileli', 'Saten', 'Denim'] },
  { name: 'Eşofman Altı', code: 'ESF', sizes: letters, fromLira: 299, toLira: 799, fabrics: ['Üç İplik', 'Penye'] },
  { name: 'Pijama Takımı', code: 'PJM', sizes: letters, fromLira: 349, toLira: 999, fabrics: cotton },
  { name: 'Sneaker', code: 'SNK', sizes: shoes, fromLira: 999, toLira: 3499, fabrics: ['Fileli', ...leather] },
  { name: 'Bot', code: 'BOT', sizes: shoes, fromLira: 1299, toLira: 4499, fabrics: leather },
  { name: 'Sandalet', code: 'SND', sizes: shoes, fromLira: 499, toLira: 1799, fabrics: leather },
  { name: 'Sırt Çantası', code: 'SRT', sizes: single, fromLira: 599, toLira: 1999, fabrics: ['Kanvas', 'Su İtici', ...leather] },
  { name: 'Omuz Çantası', code: 'OMZ', sizes: single, fromLira: 699, toLira: 2499, fabrics: leather },
  { name: 'Cüzdan', code: 'CZD', sizes: single, fromLira: 249, toLira: 899, fabrics: leather },
  { name: 'Nevresim Takımı', code: 'NVR', sizes: ['Tek Kişilik', 'Çift Kişilik'], fromLira: 699, toLira: 2499, fabrics: ['Ranforce', 'Saten', 'Müslin'] },
];

export const BRANDS: readonly string[] = ['Lalezar', 'Kuzey Işığı', 'Çınaraltı', 'Gökkuşağı Atölye', 'Pamukçu Dokuma', 'İpek Yolu Moda', 'Yağmurlu Sokak', 'Şehrazat', 'Üçgen Tasarım', 'Ömür Triko', 'Ağaçkakan', 'Dört Mevsim Giyim'];

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

/** What the demo seller sells; every brand is invented. Amounts in whole lira. */
export interface ProductKind {
  readonly name: string;
  /** Three letters at the start of its SKUs. */
  readonly code: string;
  readonly sizes: readonly string[];
  readonly fromLira: number;
  readonly toLira: number;
  readonly fabrics: readonly string[];
  /** What marketplaces call its category, first match first. */
  readonly categories: readonly string[];
  readonly abroad: Readonly<Record<'EN' | 'RU' | 'DE', string>>;
}

const letters = ['XS', 'S', 'M', 'L', 'XL', '2XL'];
const waists = ['32', '34', '36', '38', '40', '42'];
const shoes = ['36', '37', '38', '39', '40', '41', '42', '43', '44'];
const single = ['Standart'];
const cotton = ['Pamuk', 'Organik Pamuk', 'Penye', 'Keten'];
const wool = ['Yün', 'Merino', 'Kaşmir Karışımlı', 'Triko'];
const leather = ['Deri', 'Süet', 'Vegan Deri'];

export const KINDS: readonly ProductKind[] = [
  { name: 'Tişört', code: 'TSR', sizes: letters, fromLira: 149, toLira: 449, fabrics: cotton, categories: ['Tişört', 'Erkek Tişört', 'T-Shirts'], abroad: { EN: 'T-shirt', RU: 'Футболка', DE: 'T-Shirt' } },
  { name: 'Gömlek', code: 'GML', sizes: letters, fromLira: 299, toLira: 899, fabrics: cotton, categories: ['Gömlek', 'Erkek Gömlek', 'Hemden'], abroad: { EN: 'Shirt', RU: 'Рубашка', DE: 'Hemd' } },
  { name: 'Elbise', code: 'ELB', sizes: letters, fromLira: 449, toLira: 1499, fabrics: ['Viskon', 'Saten', 'Keten', 'Şifon'], categories: ['Elbise', 'Kleider'], abroad: { EN: 'Dress', RU: 'Платье', DE: 'Kleid' } },
  { name: 'Sweatshirt', code: 'SWT', sizes: letters, fromLira: 349, toLira: 899, fabrics: ['Üç İplik', 'Polar', 'Penye'], categories: ['Sweatshirt', 'Erkek Sweatshirt', 'Kapuzenpullover & Sweats'], abroad: { EN: 'Sweatshirt', RU: 'Свитшот', DE: 'Sweatshirt' } },
  { name: 'Kazak', code: 'KZK', sizes: letters, fromLira: 399, toLira: 1299, fabrics: wool, categories: ['Kazak', 'Erkek Kazak', 'Pullover'], abroad: { EN: 'Sweater', RU: 'Свитер', DE: 'Pullover' } },
  { name: 'Hırka', code: 'HRK', sizes: letters, fromLira: 449, toLira: 1199, fabrics: wool, categories: ['Hırka', 'Strickjacken'], abroad: { EN: 'Cardigan', RU: 'Кардиган', DE: 'Strickjacke' } },
  { name: 'Mont', code: 'MNT', sizes: letters, fromLira: 1199, toLira: 3999, fabrics: ['Kapitone', 'Su Geçirmez', 'Kaz Tüyü Dolgulu'], categories: ['Mont', 'Erkek Mont', 'Jacken & Mäntel'], abroad: { EN: 'Coat', RU: 'Куртка', DE: 'Jacke' } },
  { name: 'Ceket', code: 'CKT', sizes: letters, fromLira: 899, toLira: 2999, fabrics: ['Kadife', 'Keten', 'Yün'], categories: ['Ceket', 'Sakkos & Blazer'], abroad: { EN: 'Blazer', RU: 'Жакет', DE: 'Blazer' } },
  { name: 'Jean', code: 'JEA', sizes: waists, fromLira: 499, toLira: 1299, fabrics: ['Denim', 'Esnek Denim', 'Organik Denim'], categories: ['Jean', 'Erkek Pantolon', 'Jeans'], abroad: { EN: 'Jeans', RU: 'Джинсы', DE: 'Jeans' } },
  { name: 'Pantolon', code: 'PNT', sizes: waists, fromLira: 399, toLira: 1199, fabrics: ['Gabardin', 'Keten', 'Kadife'], categories: ['Pantolon', 'Erkek Pantolon', 'Hosen'], abroad: { EN: 'Trousers', RU: 'Брюки', DE: 'Hose' } },
  { name: 'Etek', code: 'ETK', sizes: letters, fromLira: 299, toLira: 899, fabrics: ['Pileli', 'Saten', 'Denim'], categories: ['Etek', 'Röcke'], abroad: { EN: 'Skirt', RU: 'Юбка', DE: 'Rock' } },
  { name: 'Eşofman Altı', code: 'ESF', sizes: letters, fromLira: 299, toLira: 799, fabrics: ['Üç İplik', 'Penye'], categories: ['Eşofman Altı', 'Eşofman Takımı', 'Jogginghosen'], abroad: { EN: 'Sweatpants', RU: 'Спортивные брюки', DE: 'Jogginghose' } },
  { name: 'Pijama Takımı', code: 'PJM', sizes: letters, fromLira: 349, toLira: 999, fabrics: cotton, categories: ['Pijama Takımı', 'Schlafanzüge'], abroad: { EN: 'Pyjamas', RU: 'Пижама', DE: 'Schlafanzug' } },
  { name: 'Sneaker', code: 'SNK', sizes: shoes, fromLira: 999, toLira: 3499, fabrics: ['Fileli', ...leather], categories: ['Sneaker', 'Spor Ayakkabı'], abroad: { EN: 'Sneakers', RU: 'Кроссовки', DE: 'Sneaker' } },
  { name: 'Bot', code: 'BOT', sizes: shoes, fromLira: 1299, toLira: 4499, fabrics: leather, categories: ['Bot', 'Stiefel & Boots'], abroad: { EN: 'Boots', RU: 'Ботинки', DE: 'Stiefel' } },
  { name: 'Sandalet', code: 'SND', sizes: shoes, fromLira: 499, toLira: 1799, fabrics: leather, categories: ['Sandalet', 'Sandalen'], abroad: { EN: 'Sandals', RU: 'Сандалии', DE: 'Sandalen' } },
  { name: 'Sırt Çantası', code: 'SRT', sizes: single, fromLira: 599, toLira: 1999, fabrics: ['Kanvas', 'Su İtici', ...leather], categories: ['Sırt Çantası', 'Rucksäcke'], abroad: { EN: 'Backpack', RU: 'Рюкзак', DE: 'Rucksack' } },
  { name: 'Omuz Çantası', code: 'OMZ', sizes: single, fromLira: 699, toLira: 2499, fabrics: leather, categories: ['Omuz Çantası', 'Handtaschen'], abroad: { EN: 'Shoulder bag', RU: 'Сумка на плечо', DE: 'Schultertasche' } },
  { name: 'Cüzdan', code: 'CZD', sizes: single, fromLira: 249, toLira: 899, fabrics: leather, categories: ['Cüzdan', 'Geldbörsen & Etuis'], abroad: { EN: 'Wallet', RU: 'Кошелёк', DE: 'Geldbörse' } },
  { name: 'Nevresim Takımı', code: 'NVR', sizes: ['Tek Kişilik', 'Çift Kişilik'], fromLira: 699, toLira: 2499, fabrics: ['Ranforce', 'Saten', 'Müslin'], categories: ['Nevresim Takımı', 'Bettwäschegarnituren'], abroad: { EN: 'Duvet cover set', RU: 'Комплект постельного белья', DE: 'Bettwäsche-Set' } },
];

export const BRANDS: readonly string[] = ['Anka Giyim', 'Pamukova Dokuma', 'Lale Moda', 'Meltem Butik', 'Yakamoz Sport', 'Çınar Tekstil', 'Ege Tasarım', 'Ilgaz Giyim', 'Kuzey Studio', 'Nilüfer Atölye', 'Şafak Deri', 'Toros Örme'];

export const COLOURS: readonly { readonly name: string; readonly german: string; readonly code: string }[] = [
  { name: 'Kırmızı', german: 'Rot', code: 'KRM' },
  { name: 'Siyah', german: 'Schwarz', code: 'SYH' },
  { name: 'Beyaz', german: 'Weiß', code: 'BYZ' },
  { name: 'Lacivert', german: 'Marineblau', code: 'LAC' },
  { name: 'Yeşil', german: 'Grün', code: 'YSL' },
  { name: 'Gri', german: 'Grau', code: 'GRI' },
  { name: 'Bej', german: 'Beige', code: 'BEJ' },
  { name: 'Bordo', german: 'Bordeaux', code: 'BRD' },
  { name: 'Kahverengi', german: 'Braun', code: 'KHV' },
  { name: 'Mavi', german: 'Blau', code: 'MAV' },
];

export const STYLES: readonly string[] = ['Rahat Kesim', 'Dar Kesim', 'Çizgili', 'Düz', 'Desenli', 'Klasik', 'Vintage', 'Spor', 'Günlük', 'Özel Seri'];

import { leafCategory } from '../catalogue/catalogue.js';
import { minorFromDecimalComma } from './decimal-comma.js';
import type { Product } from './product.js';

const BASE_TEXTS = ['merchantSku', 'VaryantGroupID', 'Barcode', 'UrunAdi', 'UrunAciklamasi', 'Marka', 'GarantiSuresi', 'kg', 'tax_vat_rate'] as const;
const VAT_RATES = ['0', '1', '10', '20'];
const MAX_IMAGES = 10;

/** Reads one element of an import file and notes all that is wrong with it. */
export function readImportItem(raw: unknown, merchantId: string): Product {
  const row = (typeof raw === 'object' && raw !== null ? raw : {}) as { categoryId?: unknown; merchant?: unknown; attributes?: unknown };
  const attributes = (typeof row.attributes === 'object' && row.attributes !== null ? row.attributes : {}) as Record<string, unknown>;
  const text = (id: string): string => (['string', 'number'].includes(typeof attributes[id]) ? String(attributes[id]).trim() : '');
  const price = text('price') === '' ? null : minorFromDecimalComma(text('price'));
  const stock = text('stock') === '' ? null : Number(text('stock'));
  const images = Array.from({ length: MAX_IMAGES }, (_, index) => text(`Image${index + 1}`)).filter((url) => url !== '');
  const validationResults = [
    ...(row.merchant === merchantId ? [] : [{ attributeName: 'merchant', message: 'Satıcı bulunamadı.' }]),
    ...BASE_TEXTS.filter((id) => text(id) === '').map((id) => ({ attributeName: id, message: `${id} alanı zorunludur.` })),
    ...(text('tax_vat_rate') === '' || VAT_RATES.includes(text('tax_vat_rate')) ? [] : [{ attributeName: 'tax_vat_rate', message: 'KDV oranı geçersiz.' }]),
    ...(text('price') !== '' && price === null ? [{ attributeName: 'price', message: 'Fiyat formatı geçersiz. Ondalık ayırıcı virgül olmalıdır.' }] : []),
    ...(stock === null || (Number.isInteger(stock) && stock >= 0) ? [] : [{ attributeName: 'stock', message: 'Stok geçersiz.' }]),
    ...(images.length === 0 ? [{ attributeName: 'Image1', message: 'En az bir görsel zorunludur.' }] : []),
    ...attributeFaults(Number(row.categoryId), text),
  ];
  return {
    merchantId,
    merchantSku: text('merchantSku'),
    status: 'WAITING',
    importStatus: validationResults.length === 0 ? 'SUCCESS' : 'FAILED',
    hbSku: null,
    barcode: text('Barcode') || null,
    productName: text('UrunAdi'),
    description: text('UrunAciklamasi'),
    brand: text('Marka'),
    categoryId: Number(row.categoryId),
    variantGroupId: text('VaryantGroupID') || null,
    tax: text('tax_vat_rate'),
    images,
    attributes: Object.fromEntries(Object.keys(attributes).map((id) => [id, text(id)])),
    priceMinor: price,
    stock,
    validationResults,
    rejectReasons: [],
    taskDetails: [],
    matchedHbSku: null,
  };
}

function attributeFaults(categoryId: number, text: (id: string) => string): Product['validationResults'] {
  const category = leafCategory(categoryId);
  if (!category) return [{ attributeName: 'categoryId', message: 'Kategori bulunamadı veya ürün girişine kapalı.' }];
  return category.attributes.flatMap(({ id, name, mandatory, type, values }) => {
    if (text(id) === '') return mandatory ? [{ attributeName: name, message: `${name} özelliği zorunludur.` }] : [];
    return type === 'enum' && !values.includes(text(id)) ? [{ attributeName: name, message: `${name} özelliği için ${text(id)} değeri geçersiz.` }] : [];
  });
}

/**
 * What the catalogue team makes of a product (sandbox choice): words in its name call for each of the nine states, a
 * barcode the catalogue knows is matched or put up for approval, all else becomes a new product.
 */
export function judge(product: Product, known: { readonly hbSku: string | null }): Partial<Product> {
  const name = product.productName.toLocaleLowerCase('tr');
  if (name.includes('yasaklı')) return { status: 'BLOCKED', rejectReasons: ['Marka satışa kapalı.'] };
  if (name.includes('red olacak')) return { status: 'REJECTED', rejectReasons: ['Ürün içeriği katalog kurallarına uygun değil.'] };
  if (name.includes('eksik')) return { status: 'MISSING_INFO', taskDetails: [{ reason: 'Görsel yetersiz', url: '', commentList: [{ message: 'Lütfen beyaz fonda görsel ekleyin.', user: 'Katalog' }] }] };
  if (name.includes('hazırlanan')) return { status: 'MATCHED_WITH_STAGED' };
  if (known.hbSku !== null) return name.includes('eşleşme') ? { status: 'PRE_MATCHED', matchedHbSku: known.hbSku } : { status: 'MATCHED', hbSku: known.hbSku };
  return { status: 'CREATED' };
}

import type { ExplainedCode } from '../../../platform/explanations/explain.js';
import type { ListingIssue } from '../../sync/connector/contract.js';

/** Trendyol publishes no catalogue of reasons: these words were seen, the rest stays MARKETPLACE_REFUSED with its text. */
const known: readonly (readonly [RegExp, ExplainedCode, boolean])[] = [
  [/kayıtlı bir ürününüz/i, 'LISTING_EXISTS', false],
  [/barkod.*(bulunama|bulunmamaktad)|product\.not\.found/i, 'LISTING_NOT_FOUND', false],
  [/onay bekle|onaylanmam|not approved/i, 'LISTING_NOT_APPROVED', true],
  [/dakika.*fiyat|price.*minute|çok fazla fiyat/i, 'PRICE_CHANGES_TOO_OFTEN', true],
  [/liste fiyat|listprice|list price/i, 'LIST_PRICE_BELOW_SALE_PRICE', false],
  [/stok|quantity/i, 'QUANTITY_REFUSED', false],
  [/fiyat|price/i, 'PRICE_REFUSED', false],
  [/kategori|category/i, 'CATEGORY_REFUSED', false],
  [/marka|brand/i, 'BRAND_REFUSED', false],
  [/özellik|ozellik|attribute/i, 'ATTRIBUTE_REFUSED', false],
  [/görsel|gorsel|image/i, 'IMAGE_REFUSED', false],
  [/barkod|barcode/i, 'BARCODE_REFUSED', false],
];

export function issueFromReasons(reasons: readonly unknown[], at: Date): ListingIssue {
  const message = reasons.map((reason) => (typeof reason === 'string' ? reason : JSON.stringify(reason))).join('; ') || 'no reason given';
  const [, code, retryable] = known.find(([pattern]) => pattern.test(message)) ?? ([null, 'MARKETPLACE_REFUSED', false] as const);
  return { code, message, retryable, at };
}

export function issue(code: ExplainedCode, message: string, at: Date): ListingIssue {
  return { code, message, retryable: false, at };
}

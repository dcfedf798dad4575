import type { ExplainedCode } from '../../../platform/explanations/explain.js';
import type { ListingIssue } from '../../sync/connector/contract.js';

/** N11 answers Turkish sentences whose exact words it does not publish: the meaning is guessed from words, the text kept. */
const known: readonly (readonly [RegExp, ExplainedCode, boolean])[] = [
  [/bulunamad/i, 'LISTING_NOT_FOUND', false],
  [/daha önce.*kullan|kullanılmış/i, 'LISTING_EXISTS', false],
  [/InCatalogApproval|InApproval|onay/i, 'LISTING_NOT_APPROVED', true],
  [/durumunda/i, 'LISTING_NOT_ACTIVE', false],
  [/fiyat koruma/i, 'PRICE_PROTECTION', false],
  [/listprice|liste fiyat/i, 'LIST_PRICE_BELOW_SALE_PRICE', false],
  [/yasaklı/i, 'BANNED_WORD', false],
  [/fatura/i, 'SUPPLY_INVOICE_NEEDED', false],
  [/quantity|adet|miktar|stok miktar/i, 'QUANTITY_REFUSED', false],
  [/fiyat|price/i, 'PRICE_REFUSED', false],
  [/şablon|shipmenttemplate/i, 'SHIPMENT_TEMPLATE_REFUSED', false],
  [/vatrate|kdv/i, 'VAT_REFUSED', false],
  [/başlı|title/i, 'TITLE_REFUSED', false],
  [/marka/i, 'BRAND_REFUSED', false],
  [/özellik|değer|valueid/i, 'ATTRIBUTE_REFUSED', false],
  [/kategori/i, 'CATEGORY_REFUSED', false],
  [/görsel|image/i, 'IMAGE_REFUSED', false],
];

export function issueFromReasons(reasons: readonly string[], at: Date): ListingIssue {
  const message = reasons.join(' ') || 'N11 gave no reason';
  const [, code, retryable] = known.find(([pattern]) => pattern.test(message)) ?? ([null, 'MARKETPLACE_REFUSED', false] as const);
  return { code, message, retryable, at };
}

export function issue(code: ExplainedCode, message: string, at: Date): ListingIssue {
  return { code, message, retryable: false, at };
}

import { CURRENCY_TYPES, type CurrencyType } from './product.js';
import { readPrice } from './price.js';
import { reasons } from './reasons.js';
import type { Seller } from './seller.js';

/** One element of `payload.skus`, not yet trusted. */
export type SkuFields = Readonly<Record<string, unknown>>;

/** A checked field: its value, or the sentences that refuse it. */
export type Checked<T> = { readonly value: T } | { readonly refused: readonly string[] };

export interface Prices {
  readonly salePriceMinor: number;
  readonly listPriceMinor: number;
}

export function text(sku: SkuFields, field: string): string | undefined {
  const value = sku[field];
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

/** A whole number sent as a JSON number or as its text. */
export function integer(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : undefined;
}

export function isPresent(sku: SkuFields, field: string): boolean {
  return sku[field] !== undefined && sku[field] !== null;
}

export function checkStockCode(sku: SkuFields): Checked<string> {
  const stockCode = text(sku, 'stockCode');
  if (stockCode === undefined) return refuse(reasons.empty('stockCode'));
  return stockCode.length > 255 ? refuse(reasons.stockCodeTooLong) : { value: stockCode };
}

export function checkPrices(sku: SkuFields): Checked<Prices> {
  const sale = readPrice(sku['salePrice']);
  const list = readPrice(sku['listPrice']);
  if (sale.kind === 'tooManyDecimals' || list.kind === 'tooManyDecimals') return refuse(reasons.priceDecimals);
  if (sale.kind !== 'amount' || list.kind !== 'amount') return refuse(reasons.pricesTravelTogether);
  if (sale.minor <= 0) return refuse(reasons.priceNotPositive);
  if (list.minor < sale.minor) return refuse(reasons.listBelowSale);
  return { value: { salePriceMinor: sale.minor, listPriceMinor: list.minor } };
}

export function checkQuantity(sku: SkuFields): Checked<number> {
  if (!isPresent(sku, 'quantity')) return refuse(reasons.empty('quantity'));
  const quantity = integer(sku['quantity']);
  return quantity === undefined || quantity < 0 || quantity > 999_999 ? refuse(reasons.quantityInvalid) : { value: quantity };
}

export function checkCurrency(sku: SkuFields): Checked<CurrencyType> {
  const currency = CURRENCY_TYPES.find((known) => known === sku['currencyType']);
  return currency === undefined ? refuse(reasons.currencyInvalid) : { value: currency };
}

export function checkVatRate(sku: SkuFields): Checked<number> {
  if (!isPresent(sku, 'vatRate')) return refuse(reasons.empty('vatRate'));
  const vatRate = integer(sku['vatRate']);
  return vatRate !== undefined && [0, 1, 10, 20].includes(vatRate) ? { value: vatRate } : refuse(reasons.vatRateInvalid);
}

export function checkTemplate(sku: SkuFields, seller: Seller): Checked<string> {
  const template = text(sku, 'shipmentTemplate');
  return template !== undefined && seller.shipmentTemplates.includes(template) ? { value: template } : refuse(reasons.templateInvalid(sku['shipmentTemplate']));
}

export function checkPreparingDay(sku: SkuFields, seller: Seller): Checked<number> {
  const days = integer(sku['preparingDay']);
  if (days === undefined || days <= 0) return refuse(reasons.invalid('preparingDay'));
  return days < seller.minimumPreparingDay ? refuse(reasons.preparingDayTooShort(seller.minimumPreparingDay)) : { value: days };
}

export function refuse(...sentences: string[]): { readonly refused: readonly string[] } {
  return { refused: sentences };
}

/** All sentences of the fields that were refused, in order. */
export function refusals(...checked: readonly Checked<unknown>[]): string[] {
  return checked.flatMap((check) => ('refused' in check ? check.refused : []));
}

/** The value of a field that {@link refusals} found nothing against. */
export function accepted<T>(checked: Checked<T>): T {
  if ('refused' in checked) throw new Error(`a refused field was used: ${checked.refused.join(' ')}`);
  return checked.value;
}

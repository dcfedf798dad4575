import type { OutboxEntry } from '../../../platform/events/outbox-entry.js';
import type { OperationId, StoreId } from '../../../platform/ids.js';
import { STOCK_CHANGED } from '../events.js';
import { availableOf, type Stock, type Variant, type VariantPrice } from './variant.js';

/** A variant as it should be stored next, decided on the reading `before`. */
export interface VariantChange {
  readonly before: Variant;
  readonly after: Variant;
  readonly outbox: readonly OutboxEntry[];
}

/** The base price is set, even to what it was: stores' own prices end. */
export function withPrice(variant: Variant, price: VariantPrice, operationId: OperationId | null, at: Date): VariantChange {
  return changed(variant, { price, priceRevision: variant.priceRevision + 1, priceSetBy: operationId }, at);
}

/** The stock after a change, with the sale (if it was one) that the selling store's own listing has to be told of. */
export function withStock(variant: Variant, stock: Stock, at: Date, sale?: { readonly storeId: StoreId; readonly quantity: number; readonly heardAt?: Date; readonly soldAt?: Date }): VariantChange | null {
  if (stock === variant.stock) return null;
  const version = variant.version + 1;
  const untoldSales = sale && sale.quantity > 0 ? [...variant.untoldSales, { ...sale, version }] : variant.untoldSales;
  return changed(variant, { stock, untoldSales }, at);
}

/** What a seller says of a variant besides its SKU; absent: as it is. */
export interface VariantData {
  readonly barcode?: string | null;
  readonly options?: Variant['options'];
  readonly price?: VariantPrice;
  readonly onHand?: number;
}

/** The variant with what was said of it; null when it is so already. */
export function withData(variant: Variant, { barcode = variant.barcode, options = variant.options, price = variant.price, onHand = variant.stock.onHand }: VariantData, at: Date): VariantChange | null {
  const hasNewPrice = !isSamePrice(price, variant.price);
  const hasNewStock = onHand !== variant.stock.onHand;
  if (!hasNewPrice && !hasNewStock && barcode === variant.barcode && isSameOptions(options, variant.options)) return null;
  const part: Partial<Variant> = {
    barcode,
    options,
    ...(hasNewPrice && { price, priceRevision: variant.priceRevision + 1, priceSetBy: null }),
    ...(hasNewStock && { stock: { ...variant.stock, onHand, changedBy: { kind: 'CATALOG' }, changedAt: at } }),
  };
  return changed(variant, part, at);
}

export function isSameOptions(a: Variant['options'], b: Variant['options']): boolean {
  return a.length === b.length && a.every(({ name, value }, index) => b[index]?.name === name && b[index].value === value);
}

function isSamePrice(a: VariantPrice, b: VariantPrice): boolean {
  return a.saleMinor === b.saleMinor && a.listMinor === b.listMinor && a.currency === b.currency;
}

/** What listings depend on changes; otherwise a variant that was told of everything stays so. */
function changed(before: Variant, part: Partial<Variant>, at: Date): VariantChange {
  const next = { ...before, ...part, version: before.version + 1, updatedAt: at };
  const matters = next.priceRevision !== before.priceRevision || availableOf(next.stock) !== availableOf(before.stock) || next.untoldSales !== before.untoldSales || next.stock.changedBy?.kind === 'OPERATION';
  const isToldAlready = !matters && before.propagatedVersion === before.version;
  const after = isToldAlready ? { ...next, propagatedVersion: next.version } : { ...next, propagationPending: true };
  return { before, after, outbox: next.stock === before.stock ? [] : [announcement(after, at)] };
}

function announcement(variant: Variant, at: Date): OutboxEntry {
  return { id: `${variant.version}.stock`, type: STOCK_CHANGED, at, data: { variantId: variant._id, sku: variant.sku } };
}

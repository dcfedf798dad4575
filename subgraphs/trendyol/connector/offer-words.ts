import { moneyToNumber } from '../../../platform/money.js';
import type { OfferChange, VariantPrice } from '../../sync/connector/contract.js';

/** An item of price-and-inventory; each absent field stays as Trendyol has it. */
export interface OfferItem {
  readonly barcode: string;
  readonly quantity?: number;
  readonly salePrice?: number;
  readonly listPrice?: number;
}

/** What changed and nothing else. */
export function inPlainWords(changes: readonly OfferChange[]): OfferItem[] {
  return changes.map(toItem);
}

/**
 * The same in other words, as far as there are any: a quantity with the price known to be there, a price without the list
 * price known to be there. A known stock is never said: a unit sold there meanwhile, of which the hub has not heard, would
 * be on sale again.
 */
export function inOtherWords(changes: readonly OfferChange[]): OfferItem[] {
  return changes.map(({ remoteKey, quantity, price, known }) => {
    if (price === undefined) return toItem({ remoteKey, quantity, price: known.price ?? undefined });
    const item = toItem({ remoteKey, quantity, price });
    if (price.listMinor !== known.price?.listMinor) return item;
    const { listPrice: _isThere, ...others } = item;
    return others;
  });
}

/** Whether a change that has no other words now may soon have some: its price is on its way, and might be brought back to an older one. */
export function hasMoreWordsSoon({ price, known }: OfferChange): boolean {
  return price === undefined && known.price === null;
}

function toItem({ remoteKey, quantity, price }: { readonly remoteKey: string; readonly quantity?: number | undefined; readonly price?: VariantPrice | undefined }): OfferItem {
  return { barcode: remoteKey, ...(quantity === undefined ? {} : { quantity }), ...(price === undefined ? {} : toPrices(price)) };
}

function toPrices({ saleMinor, listMinor, currency }: VariantPrice): { salePrice: number; listPrice: number } {
  return { salePrice: moneyToNumber({ amountMinor: saleMinor, currency }), listPrice: moneyToNumber({ amountMinor: listMinor, currency }) };
}

import { priceOfVersion } from './book.js';
import type { PriceEffect } from './shops/shop.js';

export interface PriceFindings {
  readonly checked: number;
  /** A price came after a newer one. */
  readonly stale: readonly string[];
  /** A price was carried out more than once. */
  readonly repeated: readonly string[];
  /** The goods that any of it is about. */
  readonly skus: ReadonlySet<string>;
}

/** A call that left the hub for a price; `quantity`: the one it was for as well. */
export interface PriceCall {
  readonly quantity: number | null;
}

/** By the hub's ledger. */
export interface LedgerCalls {
  forPrice(sku: string, priceMinor: number): readonly PriceCall[];
  /** How many left for this quantity and no price; of a call whose answer was lost the ledger forgets what it found there soon, so such a one counts too. */
  forQuantityAlone(sku: string, quantity: number): number;
}

/**
 * A price is told apart from every other by its amount, so one that was carried out twice, or after a newer one, shows. No repetition is a price
 * that is there already and was said along with a quantity, where a marketplace takes both in one item: then calls left for that quantity alone, as
 * many as such items came; the item changes the quantity, or the call for the price was not for this quantity as well; and a second call for the price
 * was none for this quantity, which the item changes.
 */
export function judgePrices(effects: readonly PriceEffect[], calls: LedgerCalls): PriceFindings {
  const newest = new Map<string, number>();
  const along = new Map<string, number>();
  const stale: string[] = [];
  const repeated: string[] = [];
  const skus = new Set<string>();
  for (const effect of effects) {
    const { sku, priceMinor } = effect;
    const before = newest.get(sku) ?? 0;
    const isStale = priceMinor < before;
    const isRepeated = priceMinor === before && priceMinor !== priceOfVersion(0) && !isSaidAlong(effect, calls, along);
    if (isStale) stale.push(`was given the price ${priceMinor} of ${sku} after ${before}`);
    if (isRepeated) repeated.push(`was given the price ${priceMinor} of ${sku} twice`);
    if (isStale || isRepeated) skus.add(sku);
    newest.set(sku, Math.max(before, priceMinor));
  }
  return { checked: effects.length, stale, repeated, skus };
}

/** `along`: how many items have been explained by calls for their quantity. */
function isSaidAlong({ sku, priceMinor, said, wasThere }: PriceEffect, ledger: LedgerCalls, along: Map<string, number>): boolean {
  if (wasThere !== true || said === undefined) return false;
  const calls = ledger.forPrice(sku, priceMinor);
  const isSaidByThem = calls.some(({ quantity }) => quantity === said.quantity);
  if (calls.length > 1 ? isSaidByThem || !said.isNewQuantity : isSaidByThem && !said.isNewQuantity) return false;
  const explained = along.get(`${sku} ${said.quantity}`) ?? 0;
  along.set(`${sku} ${said.quantity}`, explained + 1);
  return explained < ledger.forQuantityAlone(sku, said.quantity);
}

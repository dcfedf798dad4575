import { priceOfVersion } from './book.js';
import type { PriceEffect } from './shops/shop.js';

export interface PriceFindings {
  readonly checked: number;
  /** A price came after a newer one. */
  readonly stale: readonly string[];
  /** A price was carried out more than once. */
  readonly repeated: readonly string[];
}

/** A call that left the hub for a price; `quantity`: the one it was for as well. */
export interface PriceCall {
  readonly quantity: number | null;
}

/**
 * A price is told apart from every other by its amount, so one that was carried out twice, or after a newer one, shows. No repetition is a price
 * that is there already and was said along with a quantity, where a marketplace takes both in one item: no second call was made for that price, or
 * none that was for this quantity as well, which the item changed.
 */
export function judgePrices(effects: readonly PriceEffect[], callsFor: (price: Pick<PriceEffect, 'sku' | 'priceMinor'>) => readonly PriceCall[]): PriceFindings {
  const newest = new Map<string, number>();
  const stale: string[] = [];
  const repeated: string[] = [];
  for (const effect of effects) {
    const { sku, priceMinor } = effect;
    const before = newest.get(sku) ?? 0;
    if (priceMinor < before) stale.push(`was given the price ${priceMinor} of ${sku} after ${before}`);
    if (priceMinor === before && priceMinor !== priceOfVersion(0) && !isSaidAlong(effect, callsFor(effect))) repeated.push(`was given the price ${priceMinor} of ${sku} twice`);
    newest.set(sku, Math.max(before, priceMinor));
  }
  return { checked: effects.length, stale, repeated };
}

function isSaidAlong({ said, wasThere }: PriceEffect, calls: readonly PriceCall[]): boolean {
  if (wasThere !== true || said === undefined) return false;
  return calls.length <= 1 || (said.isNewQuantity && calls.every(({ quantity }) => quantity !== said.quantity));
}

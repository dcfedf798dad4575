import type { Currency } from '../../../platform/money.js';
import type { ListingIssue, VariantPrice } from '../connector/contract.js';

const NO_EXCHANGE_RATE = 'NO_EXCHANGE_RATE';
const LOOK_AGAIN_MS = 1_000;

/** A price in another currency than the store's is a number that means something else there: it never leaves. */
export function foreignPrice(price: VariantPrice | undefined, store: { readonly currency: Currency }, at: Date): ListingIssue | null {
  if (!price || price.currency === store.currency) return null;
  return { code: NO_EXCHANGE_RATE, message: `The price is in ${price.currency}, the store sells in ${store.currency}.`, retryable: true, at };
}

/**
 * How long to hold back what is refused beforehand; undefined: for good. Prices without a rate never become due, so a foreign one means
 * that the store has changed its currency since it was opened: it is opened anew soon.
 */
export function holdBackMs({ code }: ListingIssue): number | undefined {
  return code === NO_EXCHANGE_RATE ? LOOK_AGAIN_MS : undefined;
}

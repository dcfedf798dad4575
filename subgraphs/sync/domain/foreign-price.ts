import type { Currency } from '../../../platform/money.js';
import type { ListingIssue, VariantPrice } from '../connector/contract.js';

/** A price in another currency than the store's is a number that means something else there: it never leaves. */
export function foreignPrice(price: VariantPrice | undefined, store: { readonly currency: Currency }, at: Date): ListingIssue | null {
  if (!price || price.currency === store.currency) return null;
  return { code: 'NO_EXCHANGE_RATE', message: `The price is in ${price.currency}, the store sells in ${store.currency}.`, retryable: true, at };
}

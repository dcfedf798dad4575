import type { ContentValue, ListingField, ListingValues } from './listing.js';
import type { VariantPrice } from './variant.js';

/** Whether two values of a field are the same to a marketplace. */
export const sameValue: { readonly [F in ListingField]: (a: ListingValues[F], b: ListingValues[F]) => boolean } = {
  content: (a: ContentValue, b: ContentValue) => a.presence === b.presence && (a.presence === 'WITHDRAWN' || a.contentRevision === b.contentRevision),
  price: (a: VariantPrice, b: VariantPrice) => a.saleMinor === b.saleMinor && a.listMinor === b.listMinor && a.currency === b.currency,
  quantity: (a: number, b: number) => a === b,
};

/** What is left of a value after the marketplace itself sold some units: only quantities go down by a sale. */
export const afterSale: { readonly [F in ListingField]: (value: ListingValues[F], units: number) => ListingValues[F] } = {
  content: (value) => value,
  price: (value) => value,
  quantity: (value, units) => Math.max(0, value - units),
};

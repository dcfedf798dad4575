import { convertPrice } from './convert-price.js';
import type { Listing } from './listing.js';
import type { VariantPrice } from './variant.js';

/** A base price as a listing would show it by the rate it stands on; null when it has none to the price's currency. */
export function shownPrice({ conversion, price: { desired } }: Pick<Listing, 'conversion' | 'price'>, base: VariantPrice, at: Date): VariantPrice | null {
  if (conversion?.kind === 'CONVERTED' && conversion.from === base.currency) return convertPrice(base, conversion, { priceRevision: conversion.priceRevision, at }).price;
  return conversion?.kind !== 'NO_RATE' && desired.value.currency === base.currency ? base : null;
}

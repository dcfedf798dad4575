import { basisPointsBetween, rateFromText } from '../../../platform/exact-rate.js';
import type { SellerId } from '../../../platform/ids.js';
import type { Currency } from '../../../platform/money.js';
import type { ConversionRate, KnownRate, PriceConversion } from './convert-price.js';
import { isSameRule, type RoundingRule, USUAL_ROUNDING } from './price-rounding.js';

/** Nobody knows a rate for a listing's price that may be used: nothing with a price in it is sent until somebody does. */
export interface NoRate {
  readonly kind: 'NO_RATE';
  readonly from: Currency;
  readonly to: Currency;
  readonly since: Date;
  /** There is one, older than the seller accepts. */
  readonly tooOld?: { readonly source: string; readonly date: string };
}

/** How a listing's price depends on a rate. `key`: the same for all listings of a seller that stand on the same rate; what the index is on. */
export type ListingConversion = (PriceConversion | NoRate) & { readonly key: string };

/** What turns prices into other currencies, with the rates there are now, loaded beforehand. */
export interface Conversions {
  /** Null: nobody knows one. */
  rateOf(sellerId: SellerId, from: Currency, to: Currency): KnownRate | null;
  /** A price is converted anew when the rate has moved by more than so many hundredths of a percent. */
  readonly stepBasisPoints: number;
}

export function withKey(conversion: PriceConversion | NoRate, sellerId: SellerId): ListingConversion {
  const of = conversion.kind === 'NO_RATE' ? '' : `${conversion.source}|${conversion.date}|${conversion.rate}${ruleKey(conversion)}`;
  return { ...conversion, key: `${ofSeller(sellerId)}${conversion.from}|${conversion.to}|${of}` };
}

/** Comes before the keys of a seller's conversions, and after those of sellers before. */
export function ofSeller(sellerId: SellerId): string {
  return `${sellerId}|`;
}

/** Comes after the keys of a seller's conversions between two currencies, and before those of the next pair. */
export function afterPair(sellerId: SellerId, from: Currency, to: Currency): string {
  return `${ofSeller(sellerId)}${from}|${to}|\u{10ffff}`;
}

/** Whether a price that stands on the one should be converted with the other: a rate at last, another kind of source or of rounding, or a move by more than the step. */
export function isNews(present: PriceConversion | NoRate, rate: KnownRate | null, stepBasisPoints: number): rate is KnownRate {
  if (rate === null || rate.tooOldSince !== undefined) return false;
  if (present.kind === 'NO_RATE' || (present.source === 'OWN') !== (rate.source === 'OWN') || !isSameRule(ruleOf(present), ruleOf(rate))) return true;
  if (rate.source === 'OWN') return rate.rate !== present.rate;
  return basisPointsBetween(rateFromText(rate.rate), rateFromText(present.rate)) > stepBasisPoints;
}

function ruleOf({ to, rule }: Pick<ConversionRate, 'to' | 'rule'>): RoundingRule {
  return rule ?? USUAL_ROUNDING[to];
}

function ruleKey({ rule }: ConversionRate): string {
  return rule ? `|${rule.stepMinor}/${rule.endingMinor}` : '';
}

import { rateFromText, rateOfFraction, rateToText } from '../../../platform/exact-rate.js';
import type { Currency } from '../../../platform/money.js';
import { type ExactAmount, describeRounding, roundPrice, type RoundingRule, USUAL_ROUNDING } from './price-rounding.js';
import type { VariantPrice } from './variant.js';

/** What a price is converted with: units of `to` for one of `from`, by whom and of which day, and how the result is rounded. */
export interface ConversionRate {
  readonly from: Currency;
  readonly to: Currency;
  /** An exact decimal: `0.020320742601`. */
  readonly rate: string;
  /** `TCMB`, `CBR`, or `OWN` for one the seller has set. */
  readonly source: string;
  /** The bank's day, `2026-11-20`. */
  readonly date: string;
  /** The seller's own for `to`; the usual one when absent. */
  readonly rule?: RoundingRule;
}

/** The newest rate there is, and whether it may be used. */
export interface KnownRate extends ConversionRate {
  /** Since when it has been older than the seller accepts: nothing is converted with it until there is a newer one. */
  readonly tooOldSince?: Date;
}

/** How a store's price came from a base price in another currency. */
export interface PriceConversion extends ConversionRate {
  readonly kind: 'CONVERTED';
  /** The sale price before it was rounded, as a decimal of at most twelve places. */
  readonly exact: string;
  /** What was done to it then: `to .99`. */
  readonly rounding: string;
  /** The base price it is of: `Variant.priceRevision`. */
  readonly priceRevision: number;
  readonly at: Date;
}

export function convertPrice(base: VariantPrice, { from, to, rate, source, date, rule: own }: ConversionRate, { priceRevision, at }: { readonly priceRevision: number; readonly at: Date }): { readonly price: VariantPrice; readonly conversion: PriceConversion } {
  const rule = own ?? USUAL_ROUNDING[to];
  const exact = exactAmount(base.saleMinor, rate);
  const saleMinor = roundPrice(exact, rule);
  const hasListPrice = base.listMinor > base.saleMinor;
  const listMinor = hasListPrice ? Math.max(saleMinor, roundPrice(exactAmount(base.listMinor, rate), rule)) : saleMinor;
  return {
    price: { saleMinor, listMinor, currency: to },
    conversion: { kind: 'CONVERTED', from, to, rate, source, date, ...(own ? { rule: own } : {}), exact: wholeUnits(exact), rounding: describeRounding(rule), priceRevision, at },
  };
}

function exactAmount(amountMinor: number, rate: string): ExactAmount {
  const { numerator, scale } = rateFromText(rate);
  return { numerator: BigInt(amountMinor) * numerator, scale };
}

function wholeUnits({ numerator, scale }: ExactAmount): string {
  return rateToText(rateOfFraction(numerator, 10n ** BigInt(scale + 2)));
}

import { type ExactRate, rateFromText, rateOfFraction } from '../../../platform/exact-rate.js';
import type { Currency } from '../../../platform/money.js';
import type { Bulletin } from './bulletin.js';

export interface BankRate {
  readonly rate: ExactRate;
  /** The currency a cross rate goes through; null for one the bank quotes itself. */
  readonly via: Currency | null;
}

/** Units of `to` for one of `from` by a bulletin: as quoted, turned round, or crossed through the bank's own currency; null when it quotes one of them not. */
export function bankRate(bulletin: Pick<Bulletin, 'base' | 'quotes'>, from: Currency, to: Currency): BankRate | null {
  const [ofFrom, ofTo] = [inBase(bulletin, from), inBase(bulletin, to)];
  if (!ofFrom || !ofTo) return null;
  const rate = rateOfFraction(ofFrom.numerator * ofTo.denominator, ofFrom.denominator * ofTo.numerator);
  return { rate, via: from === bulletin.base || to === bulletin.base ? null : bulletin.base };
}

interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** What one unit of a currency is worth in the bank's own. */
function inBase({ base, quotes }: Pick<Bulletin, 'base' | 'quotes'>, currency: Currency): Fraction | null {
  if (currency === base) return { numerator: 1n, denominator: 1n };
  const quote = quotes[currency];
  if (!quote) return null;
  const { numerator, scale } = rateFromText(quote.value);
  return { numerator, denominator: BigInt(quote.unit) * 10n ** BigInt(scale) };
}

import type { Currency } from '../../../platform/money.js';

/** Which prices a shop writes: those that are a whole number of steps and an ending, in minor units. `{ 100, 99 }`: 0.99, 1.99, 2.99 … */
export interface RoundingRule {
  readonly stepMinor: number;
  readonly endingMinor: number;
}

/** What holds unless a seller says otherwise: lira end in .90, roubles and Swedish kronor are whole, the others end in .99. */
export const USUAL_ROUNDING: Readonly<Record<Currency, RoundingRule>> = {
  TRY: { stepMinor: 100, endingMinor: 90 },
  RUB: { stepMinor: 100, endingMinor: 0 },
  EUR: { stepMinor: 100, endingMinor: 99 },
  USD: { stepMinor: 100, endingMinor: 99 },
  GBP: { stepMinor: 100, endingMinor: 99 },
  // Sweden has had no coin below one krona since 2010.
  SEK: { stepMinor: 100, endingMinor: 0 },
  PLN: { stepMinor: 100, endingMinor: 99 },
};

/** An amount in minor units that need not be whole: `numerator / 10^scale`. */
export interface ExactAmount {
  readonly numerator: bigint;
  readonly scale: number;
}

/** The nearest price the rule allows, the higher of two as near; never zero. */
export function roundPrice({ numerator, scale }: ExactAmount, { stepMinor, endingMinor }: RoundingRule): number {
  const one = 10n ** BigInt(scale);
  const [step, ending] = [BigInt(stepMinor) * one, BigInt(endingMinor) * one];
  const steps = floorDivide(2n * (numerator - ending) + step, 2n * step);
  const rounded = Number(steps) * stepMinor + endingMinor;
  const lowest = endingMinor === 0 ? stepMinor : endingMinor;
  return Math.max(rounded, lowest);
}

/** `to .99`, `to whole units`, `to steps of 5.00`. */
export function describeRounding({ stepMinor, endingMinor }: RoundingRule): string {
  const ending = `.${String(endingMinor % 100).padStart(2, '0')}`;
  if (stepMinor === 100) return endingMinor === 0 ? 'to whole units' : `to ${ending}`;
  return `to steps of ${(stepMinor / 100).toFixed(2)}${endingMinor === 0 ? '' : ` and ${(endingMinor / 100).toFixed(2)}`}`;
}

export function isSameRule(one: RoundingRule, other: RoundingRule): boolean {
  return one.stepMinor === other.stepMinor && one.endingMinor === other.endingMinor;
}

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a < 0n && quotient * b !== a ? quotient - 1n : quotient;
}

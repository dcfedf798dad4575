/** Units of one currency for one unit of another, exactly: `numerator / 10^scale`. Never a floating-point number. */
export interface ExactRate {
  readonly numerator: bigint;
  readonly scale: number;
}

export class InvalidRateError extends Error {
  override readonly name = 'InvalidRateError';
}

/** A rate that does not come out even is kept to this many decimal places, rounded half up. */
const DECIMALS = 12;

/** Reads a plain decimal above zero such as `42.4321`; at most nine digits before and twelve after the point. Throws InvalidRateError. */
export function rateFromText(text: string): ExactRate {
  const match = /^(\d{1,9})(?:\.(\d{1,12}))?$/.exec(text);
  const [, whole = '0', decimals = ''] = match ?? [];
  const numerator = BigInt(whole + decimals);
  if (!match || numerator === 0n) throw new InvalidRateError(`'${text}' is not a rate: a decimal above zero with at most ${DECIMALS} decimals`);
  return { numerator, scale: decimals.length };
}

/** The shortest text that `rateFromText` reads as the same rate: `42.4321`, `2`. */
export function rateToText({ numerator, scale }: ExactRate): string {
  const digits = String(numerator).padStart(scale + 1, '0');
  const [whole, decimals] = [digits.slice(0, digits.length - scale), digits.slice(digits.length - scale).replace(/0+$/, '')];
  return decimals === '' ? whole : `${whole}.${decimals}`;
}

/** A fraction as a rate, rounded half up to twelve decimal places. Throws InvalidRateError when nothing above zero is left. */
export function rateOfFraction(numerator: bigint, denominator: bigint): ExactRate {
  const rounded = (2n * numerator * 10n ** BigInt(DECIMALS) + denominator) / (2n * denominator);
  if (rounded <= 0n) throw new InvalidRateError(`${numerator}/${denominator} is too small for a rate`);
  return { numerator: rounded, scale: DECIMALS };
}

/** How far one rate lies from another, in hundredths of a percent of the other, rounded up. */
export function basisPointsBetween(rate: ExactRate, other: ExactRate): number {
  const [a, b] = [rate.numerator * 10n ** BigInt(other.scale), other.numerator * 10n ** BigInt(rate.scale)];
  const difference = a > b ? a - b : b - a;
  return Number((difference * 10_000n + b - 1n) / b);
}

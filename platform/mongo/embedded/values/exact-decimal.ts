import { Decimal128 } from 'bson';

/** A finite decimal: `coefficient × 10^exponent`. */
export interface ExactDecimal {
  readonly coefficient: bigint;
  readonly exponent: number;
}

const MAX_DIGITS = 34;

/** Undefined for NaN and the infinities. */
export function decimalToExact(value: Decimal128): ExactDecimal | undefined {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:E([+-]?\d+))?$/.exec(value.toString());
  if (!match) return undefined;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  return { coefficient: BigInt(`${sign}${whole}${fraction}`), exponent: Number(exponent) - fraction.length };
}

/** Rounds half to even at 34 digits, as Decimal128 does; past its range the result is an infinity or zero. */
export function exactToDecimal(value: ExactDecimal): Decimal128 {
  const { coefficient, exponent } = roundToDigits(value, MAX_DIGITS);
  const digits = coefficient < 0n ? coefficient.toString().slice(1).length : coefficient.toString().length;
  if (coefficient !== 0n && exponent + digits - 1 > 6144) return Decimal128.fromString(coefficient < 0n ? '-Infinity' : 'Infinity');
  if (exponent + digits - 1 < -6176) return Decimal128.fromString('0');
  return Decimal128.fromStringWithRounding(`${coefficient}E${exponent}`);
}

/** Every finite double is a finite decimal. */
export function doubleToExact(value: number): ExactDecimal {
  if (Number.isInteger(value)) return { coefficient: BigInt(value), exponent: 0 };
  let shift = 0;
  let scaled = value;
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    shift += 1;
  }
  return { coefficient: BigInt(scaled) * 5n ** BigInt(shift), exponent: -shift };
}

export function addExact(a: ExactDecimal, b: ExactDecimal): ExactDecimal {
  const exponent = Math.min(a.exponent, b.exponent);
  return { coefficient: scaleTo(a, exponent) + scaleTo(b, exponent), exponent };
}

export function multiplyExact(a: ExactDecimal, b: ExactDecimal): ExactDecimal {
  return { coefficient: a.coefficient * b.coefficient, exponent: a.exponent + b.exponent };
}

/** To 34 significant digits; the divisor must not be zero. */
export function divideExact(a: ExactDecimal, b: ExactDecimal): ExactDecimal {
  const spare = Math.max(0, MAX_DIGITS + 2 + String(b.coefficient).length - String(a.coefficient).length);
  const scaled = a.coefficient * 10n ** BigInt(spare);
  const quotient = scaled / b.coefficient;
  // A sticky last digit keeps an inexact quotient from looking like an exact half when it is rounded.
  if (quotient * b.coefficient !== scaled) return { coefficient: quotient * 10n + (quotient < 0n ? -1n : 1n), exponent: a.exponent - b.exponent - spare - 1 };
  return stripZeros({ coefficient: quotient, exponent: a.exponent - b.exponent - spare }, a.exponent - b.exponent);
}

export function compareExact(a: ExactDecimal, b: ExactDecimal): number {
  const exponent = Math.min(a.exponent, b.exponent);
  const [left, right] = [scaleTo(a, exponent), scaleTo(b, exponent)];
  return left < right ? -1 : left > right ? 1 : 0;
}

function scaleTo(value: ExactDecimal, exponent: number): bigint {
  return value.coefficient * 10n ** BigInt(value.exponent - exponent);
}

/** Drops trailing zeros of the coefficient, but not past `ideal`: 1.00 stays 1.00. */
function stripZeros(value: ExactDecimal, ideal: number): ExactDecimal {
  let { coefficient, exponent } = value;
  while (exponent < ideal && coefficient % 10n === 0n) {
    coefficient /= 10n;
    exponent += 1;
  }
  return { coefficient, exponent };
}

function roundToDigits(value: ExactDecimal, digits: number): ExactDecimal {
  const negative = value.coefficient < 0n;
  const magnitude = negative ? -value.coefficient : value.coefficient;
  const excess = magnitude.toString().length - digits;
  if (excess <= 0) return value;
  const unit = 10n ** BigInt(excess);
  const rest = magnitude % unit;
  let kept = magnitude / unit;
  if (rest * 2n > unit || (rest * 2n === unit && kept % 2n === 1n)) kept += 1n;
  return { coefficient: negative ? -kept : kept, exponent: value.exponent + excess };
}

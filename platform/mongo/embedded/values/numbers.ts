import { Decimal128, Double, Int32, Long } from 'bson';
import { bsonTag } from './bson-type.js';
import { addExact, compareExact, decimalToExact, doubleToExact, exactToDecimal, multiplyExact, type ExactDecimal } from './exact-decimal.js';

/** Any BSON number, exactly typed or (inside aggregation) a plain JavaScript number. */
export type BsonNumber = number | bigint | Int32 | Long | Double | Decimal128;

const INT_MAX = 2147483647;
const INT_MIN = -2147483648;
const LONG_MAX = 9223372036854775807n;
const LONG_MIN = -9223372036854775808n;

export function isNumber(value: unknown): value is BsonNumber {
  if (typeof value === 'number' || typeof value === 'bigint') return true;
  if (typeof value !== 'object' || value === null) return false;
  const tag = bsonTag(value);
  return tag === 'Int32' || tag === 'Double' || tag === 'Long' || tag === 'Decimal128';
}

export function isDecimal(value: BsonNumber): value is Decimal128 {
  return typeof value === 'object' && bsonTag(value) === 'Decimal128';
}

export function isLong(value: BsonNumber): value is Long {
  return typeof value === 'object' && bsonTag(value) === 'Long';
}

/** The nearest double. */
export function toDouble(value: BsonNumber): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (isDecimal(value)) return Number(value.toString());
  if (isLong(value)) return value.toNumber();
  return (value).value;
}

/** Undefined for NaN and the infinities. */
export function toExact(value: BsonNumber): ExactDecimal | undefined {
  if (typeof value === 'bigint') return { coefficient: value, exponent: 0 };
  if (isDecimal(value)) return decimalToExact(value);
  if (isLong(value)) return { coefficient: value.toBigInt(), exponent: 0 };
  const double = toDouble(value);
  return Number.isFinite(double) ? doubleToExact(double) : undefined;
}

/** By value over all numeric types, exactly; NaN is below everything and equal to itself. */
export function compareNumbers(a: BsonNumber, b: BsonNumber): number {
  const [x, y] = [toDouble(a), toDouble(b)];
  if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(y)) - Number(Number.isNaN(x));
  if (x !== y) return x < y ? -1 : 1;
  if (isDoubleExact(a) && isDoubleExact(b)) return 0;
  const [left, right] = [toExact(a), toExact(b)];
  if (!left || !right) return compareWithInfinity(left, right, x);
  return compareExact(left, right);
}

// Two numbers round to the same infinity although one of them is finite: a Decimal128 beyond the range of doubles.
function compareWithInfinity(left: ExactDecimal | undefined, right: ExactDecimal | undefined, infinity: number): number {
  if (!left && !right) return 0;
  const leftIsFinite = left !== undefined;
  return leftIsFinite === infinity > 0 ? -1 : 1;
}

/** Whether the number's double is the number itself. */
export function isDoubleExact(value: BsonNumber): boolean {
  if (typeof value === 'number') return true;
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value));
  if (isLong(value)) return Number.isSafeInteger(value.toNumber());
  return !isDecimal(value);
}

export function isWhole(value: BsonNumber): boolean {
  const exact = toExact(value);
  return exact !== undefined && (exact.exponent >= 0 || exact.coefficient % 10n ** BigInt(-exact.exponent) === 0n);
}

export function addNumbers(a: BsonNumber, b: BsonNumber): BsonNumber {
  return combine(a, b, addExact, (x, y) => x + y);
}

export function multiplyNumbers(a: BsonNumber, b: BsonNumber): BsonNumber {
  return combine(a, b, multiplyExact, (x, y) => x * y);
}

export function negateNumber(value: BsonNumber): BsonNumber {
  return multiplyNumbers(value, isDecimal(value) ? Decimal128.fromString('-1') : new Int32(-1));
}

/**
 * MongoDB's promotion: a decimal makes a decimal, a double makes a double, else int where it fits and long where not.
 * An integer that outgrows 64 bits becomes a double.
 */
function combine(a: BsonNumber, b: BsonNumber, exactly: (x: ExactDecimal, y: ExactDecimal) => ExactDecimal, asDoubles: (x: number, y: number) => number): BsonNumber {
  if (isDecimal(a) || isDecimal(b)) {
    const [left, right] = [toExact(a), toExact(b)];
    return left && right ? exactToDecimal(exactly(left, right)) : Decimal128.fromString(String(asDoubles(toDouble(a), toDouble(b))));
  }
  if (isDoubleTyped(a) || isDoubleTyped(b)) return new Double(asDoubles(toDouble(a), toDouble(b)));
  const result = exactly({ coefficient: toInteger(a), exponent: 0 }, { coefficient: toInteger(b), exponent: 0 }).coefficient;
  return isLong(a) || isLong(b) ? integerOf(result, 'long') : integerOf(result, 'int');
}

function integerOf(value: bigint, atLeast: 'int' | 'long'): BsonNumber {
  if (atLeast === 'int' && value <= INT_MAX && value >= INT_MIN) return new Int32(Number(value));
  if (value <= LONG_MAX && value >= LONG_MIN) return Long.fromBigInt(value);
  return new Double(Number(value));
}

function isDoubleTyped(value: BsonNumber): boolean {
  if (typeof value === 'number') return !Number.isInteger(value) || !Number.isSafeInteger(value);
  return typeof value === 'object' && bsonTag(value) === 'Double';
}

function toInteger(value: BsonNumber): bigint {
  return isLong(value) ? value.toBigInt() : BigInt(toDouble(value));
}

import { evalExpr } from 'mingo/core';
import type { Options } from 'mingo/types';
import { Decimal128, Long, ObjectId } from 'bson';
import { CommandError } from '../../errors.js';
import { typeName } from '../../values/bson-type.js';
import { isNumber, isWhole, toDouble, toExact } from '../../values/numbers.js';
import type { ExpressionOperator } from '../mingo-operators.js';

type Conversion = (value: unknown) => unknown;

/** Conversions between types, with MongoDB's rules and its error 241 where there is none. */
const conversions: Record<string, Conversion> = {
  bool: (value) => (isNumber(value) ? toDouble(value) !== 0 : value !== false),
  int: (value) => toInteger(value, 'int', -2147483648n, 2147483647n),
  long: (value) => toInteger(value, 'long', -(2n ** 63n), 2n ** 63n - 1n),
  double: (value) => (value instanceof Date ? value.getTime() : toNumber(value, 'double')),
  decimal: toDecimal,
  string: toText,
  date: toDate,
  objectId: toObjectId,
};

const aliases: Record<number, string> = { 1: 'double', 2: 'string', 7: 'objectId', 8: 'bool', 9: 'date', 16: 'int', 18: 'long', 19: 'decimal' };

export const conversionOperators: Record<string, ExpressionOperator> = {
  $toBool: simple('bool'),
  $toInt: simple('int'),
  $toLong: simple('long'),
  $toDouble: simple('double'),
  $toDecimal: simple('decimal'),
  $toString: simple('string'),
  $toDate: simple('date'),
  $toObjectId: simple('objectId'),
  $convert: convert,
  $type: (doc, argument, options) => {
    const value = evalExpr(doc, only(argument), options);
    return value === undefined ? 'missing' : typeName(value);
  },
  $isNumber: (doc, argument, options) => isNumber(evalExpr(doc, only(argument), options)),
};

function only(argument: unknown): unknown {
  return Array.isArray(argument) && argument.length === 1 ? (argument[0] as unknown) : argument;
}

function simple(type: string): ExpressionOperator {
  return (doc, argument, options) => {
    const value = evalExpr(doc, only(argument), options);
    return value === null || value === undefined ? null : conversions[type]?.(value);
  };
}

function convert(doc: unknown, argument: unknown, options: Options): unknown {
  const { input, to, onError, onNull } = argument as Record<string, unknown>;
  const value = evalExpr(doc, input, options);
  if (value === null || value === undefined) return onNull === undefined ? null : evalExpr(doc, onNull, options);
  const target = evalExpr(doc, to, options);
  const conversion = conversions[typeof target === 'number' ? (aliases[target] ?? '') : String(target)];
  if (!conversion) throw new CommandError('BadValue', `Unknown type name: ${String(target)}`);
  try {
    return conversion(value);
  } catch (error) {
    if (onError === undefined || !(error instanceof CommandError)) throw error;
    return evalExpr(doc, onError, options);
  }
}

function failure(value: unknown, type: string, why = ''): CommandError {
  return new CommandError('ConversionFailure', `Failed to convert ${typeName(value)} to ${type} in $convert with no onError value${why}`);
}

function toNumber(value: unknown, type: string): number {
  if (typeof value === 'boolean') return Number(value);
  if (isNumber(value)) return toDouble(value);
  if (typeof value !== 'string' || !/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(value)) throw failure(value, type);
  return Number(value);
}

function toInteger(value: unknown, type: 'int' | 'long', least: bigint, greatest: bigint): unknown {
  if (value instanceof Date && type === 'long') return value.getTime();
  if (typeof value === 'string' && !/^[+-]?\d+$/.test(value)) throw failure(value, type);
  const whole = typeof value === 'string' ? BigInt(value) : truncated(value, type);
  if (whole < least || whole > greatest) throw failure(value, type, ': out of range');
  return Number.isSafeInteger(Number(whole)) ? Number(whole) : Long.fromBigInt(whole);
}

function truncated(value: unknown, type: string): bigint {
  const exact = toExact(isNumber(value) ? value : toNumber(value, type));
  if (!exact) throw failure(value, type, ': not finite');
  return exact.exponent >= 0 ? exact.coefficient * 10n ** BigInt(exact.exponent) : exact.coefficient / 10n ** BigInt(-exact.exponent);
}

function toDecimal(value: unknown): Decimal128 {
  if (typeof value === 'string') return parsedDecimal(value);
  if (value instanceof Date) return Decimal128.fromString(String(value.getTime()));
  if (typeof value === 'boolean') return Decimal128.fromString(value ? '1' : '0');
  if (!isNumber(value)) throw failure(value, 'decimal');
  return Decimal128.fromString(value.toString());
}

function parsedDecimal(text: string): Decimal128 {
  try {
    return Decimal128.fromString(text);
  } catch {
    throw failure(text, 'decimal');
  }
}

function toText(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  if (value instanceof ObjectId) return value.toHexString();
  if (typeof value === 'string' || typeof value === 'boolean') return String(value);
  if (!isNumber(value)) throw failure(value, 'string');
  return value.toString();
}

function toDate(value: unknown): Date {
  if (value instanceof Date) return value;
  if (value instanceof ObjectId) return value.getTimestamp();
  if (isNumber(value) && (isWhole(value) || Number.isFinite(toDouble(value)))) return new Date(Math.trunc(toDouble(value)));
  const date = typeof value === 'string' ? new Date(hasZone(value) ? value : `${value.replace(' ', 'T')}Z`) : new Date(Number.NaN);
  if (Number.isNaN(date.getTime())) throw failure(value, 'date');
  return date;
}

function hasZone(text: string): boolean {
  return /(?:Z|[+-]\d{2}:?\d{2})$/i.test(text) || !/\d:\d/.test(text);
}

function toObjectId(value: unknown): ObjectId {
  if (value instanceof ObjectId) return value;
  if (typeof value !== 'string' || !ObjectId.isValid(value)) throw failure(value, 'objectId');
  return new ObjectId(value);
}

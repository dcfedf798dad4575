import { evalExpr } from 'mingo/core';
import type { Options } from 'mingo/types';
import { Decimal128, Double } from 'bson';
import { CommandError } from '../../errors.js';
import { typeName } from '../../values/bson-type.js';
import { compareValues } from '../../values/compare-values.js';
import { divideExact, exactToDecimal } from '../../values/exact-decimal.js';
import { addNumbers, isDecimal, isLong, isNumber, multiplyNumbers, negateNumber, toDouble, toExact, type BsonNumber } from '../../values/numbers.js';
import type { ExpressionOperator } from '../mingo-operators.js';

/** Plain numbers calculate as doubles do; as soon as a long or a decimal takes part the result is exact. */
export const arithmeticOperators: Record<string, ExpressionOperator> = {
  $add: (doc, argument, options) => add(list('$add', doc, argument, options)),
  $subtract: (doc, argument, options) => subtract(list('$subtract', doc, argument, options)),
  $multiply: (doc, argument, options) => multiply(list('$multiply', doc, argument, options)),
  $divide: (doc, argument, options) => divide(list('$divide', doc, argument, options)),
  $sum: (doc, argument, options) => sumOf(flat(doc, argument, options)),
  $avg: (doc, argument, options) => averageOf(flat(doc, argument, options)),
  $min: (doc, argument, options) => extremeOf(flat(doc, argument, options), -1),
  $max: (doc, argument, options) => extremeOf(flat(doc, argument, options), 1),
  $abs: (doc, argument, options) => absolute(evalExpr(doc, single(argument), options)),
};

function single(argument: unknown): unknown {
  return Array.isArray(argument) && argument.length === 1 ? (argument[0] as unknown) : argument;
}

function list(name: string, doc: unknown, argument: unknown, options: Options): unknown[] {
  const value = evalExpr(doc, argument, options);
  const values = Array.isArray(argument) && Array.isArray(value) ? (value as unknown[]) : [value];
  const exactlyTwo = name === '$subtract' || name === '$divide';
  if (exactlyTwo && values.length !== 2) throw new CommandError('Location16020', `Expression ${name} takes exactly 2 arguments. ${values.length} were passed in.`);
  return values;
}

/** The operands of $sum and its kin: one argument that is an array counts by its elements. */
function flat(doc: unknown, argument: unknown, options: Options): unknown[] {
  const value = evalExpr(doc, single(argument), options);
  return Array.isArray(value) ? (value as unknown[]) : [value];
}

function isNothing(value: unknown): boolean {
  return value === null || value === undefined;
}

function add(values: readonly unknown[]): unknown {
  if (values.some(isNothing)) return null;
  const dates = values.filter((value) => value instanceof Date);
  if (dates.length > 1) throw new CommandError('Location16612', 'only one date allowed in an $add expression');
  const numbers = values.filter((value) => !(value instanceof Date)).map((value) => numeric('$add', value));
  const total = numbers.reduce<BsonNumber>(addTwo, 0);
  const [date] = dates;
  return date ? new Date(date.getTime() + Math.round(toDouble(total))) : total;
}

function subtract([left, right]: readonly unknown[]): unknown {
  if (isNothing(left) || isNothing(right)) return null;
  if (left instanceof Date) return right instanceof Date ? left.getTime() - right.getTime() : new Date(left.getTime() - Math.round(toDouble(numeric('$subtract', right))));
  return addTwo(numeric('$subtract', left), negate(numeric('$subtract', right)));
}

function multiply(values: readonly unknown[]): unknown {
  if (values.some(isNothing)) return null;
  return values.map((value) => numeric('$multiply', value)).reduce<BsonNumber>((a, b) => (typeof a === 'number' && typeof b === 'number' ? a * b : plain(multiplyNumbers(a, b))), 1);
}

function divide([left, right]: readonly unknown[]): unknown {
  if (isNothing(left) || isNothing(right)) return null;
  return divideTwo(numeric('$divide', left), numeric('$divide', right));
}

export function divideTwo(a: BsonNumber, b: BsonNumber): BsonNumber {
  if (toDouble(b) === 0) throw new CommandError('BadValue', "can't $divide by zero");
  if (!isDecimal(a) && !isDecimal(b)) return toDouble(a) / toDouble(b);
  const [x, y] = [toExact(a), toExact(b)];
  return x && y ? exactToDecimal(divideExact(x, y)) : Decimal128.fromString(String(toDouble(a) / toDouble(b)));
}

function absolute(value: unknown): unknown {
  if (isNothing(value)) return null;
  const number = numeric('$abs', value);
  return toDouble(number) < 0 ? negate(number) : number;
}

function numeric(name: string, value: unknown): BsonNumber {
  if (isNumber(value)) return value;
  throw new CommandError('TypeMismatch', `${name} only supports numeric${name === '$add' ? ' or date' : ''} types, not ${typeName(value)}`);
}

export function addTwo(a: BsonNumber, b: BsonNumber): BsonNumber {
  return typeof a === 'number' && typeof b === 'number' ? a + b : plain(addNumbers(a, b));
}

function negate(value: BsonNumber): BsonNumber {
  return typeof value === 'number' ? -value : plain(negateNumber(value));
}

/** Ints and doubles go back to plain numbers; longs stay where a double could not hold them. */
function plain(value: BsonNumber): BsonNumber {
  if (typeof value === 'number' || isDecimal(value)) return value;
  if (isLong(value)) return Number.isSafeInteger(value.toNumber()) ? value.toNumber() : value;
  return value instanceof Double ? value.value : toDouble(value);
}

/** Everything that is no number is passed over, as `$sum` does. */
export function sumOf(values: readonly unknown[]): BsonNumber {
  return values.reduce<BsonNumber>((total, value) => (isNumber(value) ? addTwo(total, value) : total), 0);
}

export function averageOf(values: readonly unknown[]): BsonNumber | null {
  const numbers = values.filter(isNumber);
  return numbers.length === 0 ? null : divideTwo(sumOf(numbers), numbers.length);
}

/** The least (`-1`) or greatest (`1`) in MongoDB's order; nulls don't count, and nothing gives null. */
export function extremeOf(values: readonly unknown[], sign: 1 | -1): unknown {
  const counted = values.filter((value) => !isNothing(value));
  return counted.length === 0 ? null : counted.reduce((best, value) => (compareValues(value, best) * sign > 0 ? value : best));
}

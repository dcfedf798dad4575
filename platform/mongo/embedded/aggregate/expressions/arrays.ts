import { evalExpr } from 'mingo/core';
import type { Options } from 'mingo/types';
import { CommandError } from '../../errors.js';
import { isDoc, typeName } from '../../values/bson-type.js';
import type { ExpressionOperator } from '../mingo-operators.js';
import { wholeOf } from './date-argument.js';

/** Where the argument is null or missing the result is null; an element that is not there is missing. */
export const arrayOperators: Record<string, ExpressionOperator> = {
  $first: (doc, argument, options) => element('$first', doc, argument, options, 0),
  $last: (doc, argument, options) => element('$last', doc, argument, options, -1),
  $slice: (doc, argument, options) => {
    const [array, second, third] = (argument as unknown[]).map((each) => evalExpr(doc, each, options));
    if ([array, second].some((each) => each === null || each === undefined)) return null;
    if (!Array.isArray(array)) throw new CommandError('Location28724', `First argument to $slice must be an array, but is of type: ${typeName(array)}`);
    return sliced(array, wholeOf('$slice', second), third === undefined || third === null ? undefined : wholeOf('$slice', third));
  },
  $arrayToObject: (doc, argument, options) => {
    const pairs = evalExpr(doc, Array.isArray(argument) && argument.length === 1 ? argument[0] : argument, options);
    if (pairs === null || pairs === undefined) return null;
    if (!Array.isArray(pairs)) throw new CommandError('Location40386', `$arrayToObject requires an array input, found: ${typeName(pairs)}`);
    return Object.fromEntries(pairs.map(pairOf));
  },
};

function element(name: string, doc: unknown, argument: unknown, options: Options, index: number): unknown {
  const array = evalExpr(doc, Array.isArray(argument) && argument.length === 1 ? argument[0] : argument, options);
  if (array === null || array === undefined) return null;
  if (!Array.isArray(array)) throw new CommandError('Location28689', `${name}'s argument must be an array, but is ${typeName(array)}`);
  return array.at(index) as unknown;
}

function sliced(array: readonly unknown[], second: number, third: number | undefined): unknown[] {
  if (third === undefined) return second < 0 ? array.slice(second) : array.slice(0, second);
  if (third <= 0) throw new CommandError('Location28729', 'Third argument to $slice must be positive');
  const start = second < 0 ? Math.max(0, array.length + second) : second;
  return array.slice(start, start + third);
}

function pairOf(pair: unknown): [string, unknown] {
  const [key, value] = Array.isArray(pair) ? (pair as unknown[]) : isDoc(pair) ? [pair['k'], pair['v']] : [];
  if (typeof key !== 'string') throw new CommandError('Location40397', '$arrayToObject requires an array of pairs, or of objects with k and v');
  return [key, value];
}

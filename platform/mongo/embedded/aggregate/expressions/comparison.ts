import { evalExpr } from 'mingo/core';
import type { Options } from 'mingo/types';
import { CommandError } from '../../errors.js';
import { isDoc, typeName } from '../../values/bson-type.js';
import { compareValues, equalValues } from '../../values/compare-values.js';
import { parseSort, sortKey } from '../../query/sort-order.js';
import { isNumber, toDouble } from '../../values/numbers.js';
import type { ExpressionOperator } from '../mingo-operators.js';

/** Comparisons in MongoDB's order over all types, where mingo compares only values of one JavaScript type. */
export const comparisonOperators: Record<string, ExpressionOperator> = {
  $cmp: compared('$cmp', (order) => Math.sign(order)),
  $eq: compared('$eq', (order) => order === 0),
  $ne: compared('$ne', (order) => order !== 0),
  $gt: compared('$gt', (order) => order > 0),
  $gte: compared('$gte', (order) => order >= 0),
  $lt: compared('$lt', (order) => order < 0),
  $lte: compared('$lte', (order) => order <= 0),
  $in: (doc, argument, options) => {
    const [value, values] = pair('$in', doc, argument, options);
    if (!Array.isArray(values)) throw new CommandError('Location40081', `$in requires an array as a second argument, found: ${typeName(values)}`);
    return values.some((each) => equalValues(each, value));
  },
  $sortArray: (doc, argument, options) => {
    const { input, sortBy } = argument as { input?: unknown; sortBy?: unknown };
    const array = evalExpr(doc, input, options);
    if (array === null || array === undefined) return null;
    if (!Array.isArray(array)) throw new CommandError('Location2942504', `The input argument to $sortArray must be an array, but was of type: ${typeName(array)}`);
    return sorted(array as unknown[], sortBy);
  },
};

function compared(name: string, result: (order: number) => unknown): ExpressionOperator {
  return (doc, argument, options) => {
    const [left, right] = pair(name, doc, argument, options);
    return result(compareValues(left, right));
  };
}

function pair(name: string, doc: unknown, argument: unknown, options: Options): [unknown, unknown] {
  if (!Array.isArray(argument) || argument.length !== 2) throw new CommandError('Location16020', `Expression ${name} takes exactly 2 arguments. ${Array.isArray(argument) ? argument.length : 1} were passed in.`);
  return [evalExpr(doc, argument[0], options), evalExpr(doc, argument[1], options)];
}

function sorted(array: readonly unknown[], sortBy: unknown): unknown[] {
  if (isNumber(sortBy)) return [...array].sort((a, b) => toDouble(sortBy) * compareValues(a, b));
  const order = parseSort(sortBy);
  const keyed = array.map((element) => ({ element, key: sortKey(isDoc(element) ? element : ({}), order) }));
  return keyed.sort((a, b) => Buffer.compare(a.key, b.key)).map(({ element }) => element);
}

import * as accumulators from 'mingo/operators/accumulator';
import * as expressions from 'mingo/operators/expression';
import * as stages from 'mingo/operators/pipeline';
import * as projections from 'mingo/operators/projection';
import * as queries from 'mingo/operators/query';
import * as windows from 'mingo/operators/window';
import { Context } from 'mingo/core';
import type { Iterator } from 'mingo/lazy';
import type { Options } from 'mingo/types';
import { arrayOperators } from './expressions/arrays.js';
import { arithmeticOperators } from './expressions/arithmetic.js';
import { comparisonOperators } from './expressions/comparison.js';
import { conversionOperators } from './expressions/conversion.js';
import { dateMathOperators } from './expressions/date-math.js';
import { datePartOperators } from './expressions/date-parts.js';
import { dateTextOperators } from './expressions/date-text.js';
import { dateTruncOperators } from './expressions/date-trunc.js';
import { stringOperators } from './expressions/strings.js';

/** How mingo calls an operator of an expression: document, argument, options. */
export type ExpressionOperator = (doc: unknown, argument: unknown, options: Options) => unknown;
export type StageOperator = (documents: Iterator, argument: unknown, options: Options) => Iterator;

/** mingo's operators, with ours in the place of those that would calculate or compare otherwise than MongoDB does. */
export const expressionOperators: Readonly<Record<string, ExpressionOperator>> = {
  ...(expressions as unknown as Record<string, ExpressionOperator>),
  ...arithmeticOperators,
  ...comparisonOperators,
  ...conversionOperators,
  ...arrayOperators,
  ...dateMathOperators,
  ...datePartOperators,
  ...dateTextOperators,
  ...dateTruncOperators,
  ...stringOperators,
};

export const accumulatorOperators = accumulators as unknown as Readonly<Record<string, ExpressionOperator>>;
export const windowOperators: Readonly<Record<string, unknown>> = windows;
export const mingoStages = stages as unknown as Readonly<Record<string, StageOperator>>;

export function contextWith(stageOperators: Readonly<Record<string, StageOperator>>): Context {
  const operators: unknown = {
    accumulator: { ...accumulatorOperators, ...comparisonAccumulators() },
    expression: expressionOperators,
    pipeline: { ...mingoStages, ...stageOperators },
    projection: projections,
    query: queries,
    window: windows,
  };
  return Context.init(operators as Parameters<typeof Context.init>[0]);
}

/** Accumulators that windows and buckets use as they are; groups have their own. */
function comparisonAccumulators(): Record<string, ExpressionOperator> {
  const overList = (name: string): ExpressionOperator => (documents, argument, options) => {
    const values = argument === null ? documents : accumulatorOperators['$push']?.(documents, argument, options);
    return expressionOperators[name]?.(null, { $literal: values }, options);
  };
  return { $sum: overList('$sum'), $avg: overList('$avg'), $min: overList('$min'), $max: overList('$max') };
}

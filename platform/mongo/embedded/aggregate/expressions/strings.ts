import { evalExpr } from 'mingo/core';
import type { Options } from 'mingo/types';
import { CommandError } from '../../errors.js';
import { compareStrings } from '../../values/compare-values.js';
import { typeName } from '../../values/bson-type.js';
import { compileRegex } from '../../query/regex.js';
import type { ExpressionOperator } from '../mingo-operators.js';
import { fieldsOf } from './date-argument.js';

/** As MongoDB: null is the empty string, letters are ASCII letters, places are counted in code points. */
export const stringOperators: Record<string, ExpressionOperator> = {
  $toUpper: (doc, argument, options) => textArgument(doc, argument, options).replace(/[a-z]+/g, (letters) => letters.toUpperCase()),
  $toLower: (doc, argument, options) => textArgument(doc, argument, options).replace(/[A-Z]+/g, (letters) => letters.toLowerCase()),
  $strcasecmp: (doc, argument, options) => {
    const [a, b] = (argument as unknown[]).map((each) => textArgument(doc, each, options).toUpperCase());
    return Math.sign(compareStrings(a ?? '', b ?? ''));
  },
  $indexOfCP: (doc, argument, options) => {
    const [text, part, from = 0, to] = (argument as unknown[]).map((each) => evalExpr(doc, each, options));
    if (text === null || text === undefined) return null;
    if (typeof text !== 'string' || typeof part !== 'string') throw new CommandError('Location40093', `$indexOfCP requires strings, found: ${typeName(typeof text === 'string' ? part : text)}`);
    const points = Array.from(text);
    const found = points.slice(Number(from), to === undefined ? undefined : Number(to)).join('').indexOf(part);
    return found < 0 ? -1 : Number(from) + codePointsBefore(points.slice(Number(from)).join(''), found);
  },
  $regexMatch: (doc, argument, options) => matches(doc, argument, options, 'first').length > 0,
  $regexFind: (doc, argument, options) => matches(doc, argument, options, 'first')[0] ?? null,
  $regexFindAll: (doc, argument, options) => matches(doc, argument, options, 'all'),
};

function textArgument(doc: unknown, argument: unknown, options: Options): string {
  const value = evalExpr(doc, Array.isArray(argument) && argument.length === 1 ? argument[0] : argument, options);
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  throw new CommandError('Location16007', `can't convert from BSON type ${typeName(value)} to String`);
}

interface Found {
  readonly match: string;
  readonly idx: number;
  readonly captures: (string | null)[];
}

function matches(doc: unknown, argument: unknown, options: Options, which: 'first' | 'all'): Found[] {
  const { input, regex, options: flags } = fieldsOf(doc, argument, options);
  if (input === null || input === undefined || regex === null || regex === undefined) return [];
  if (typeof input !== 'string') throw new CommandError('Location51104', `input must be a string, found ${typeName(input)}`);
  const compiled = compileRegex(regex, flags ?? undefined);
  const global = new RegExp(compiled.source, `${compiled.flags.replace('g', '')}g`);
  const found = Array.from(input.matchAll(global), (each) => ({ match: each[0], idx: codePointsBefore(input, each.index), captures: each.slice(1).map((group: string | undefined) => group ?? null) }));
  return which === 'all' ? found : found.slice(0, 1);
}

function codePointsBefore(text: string, index: number): number {
  return Array.from(text.slice(0, index)).length;
}

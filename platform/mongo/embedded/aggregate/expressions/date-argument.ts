import { evalExpr } from 'mingo/core';
import type { Options } from 'mingo/types';
import { ObjectId } from 'bson';
import { CommandError } from '../../errors.js';
import { isDoc, typeName } from '../../values/bson-type.js';
import { isNumber, isWhole, toDouble } from '../../values/numbers.js';

/** The fields of an operator's argument, calculated; undefined where missing. */
export function fieldsOf(doc: unknown, argument: unknown, options: Options): Record<string, unknown> {
  if (!isDoc(argument)) throw new CommandError('FailedToParse', 'date operators with options take an object');
  return Object.fromEntries(Object.entries(argument).map(([name, expression]) => [name, evalExpr(doc, expression, options)]));
}

/** A date given as a date or as an ObjectId, which has one; undefined for null and missing. */
export function dateOf(name: string, value: unknown): Date | undefined {
  if (value === null || value === undefined) return undefined;
  if (value instanceof Date) return value;
  if (value instanceof ObjectId) return value.getTimestamp();
  throw new CommandError('Location16006', `can't convert from BSON type ${typeName(value)} to Date (${name})`);
}

export function zoneOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw new CommandError('Location40517', `timezone must evaluate to a string, found ${typeName(value)}`);
  return value;
}

export function wholeOf(name: string, value: unknown): number {
  if (!isNumber(value) || !isWhole(value)) throw new CommandError('Location5166405', `${name} expects integer amounts of time units`);
  return toDouble(value);
}

import { evalExpr, ProcessingMode, type Context } from 'mingo/core';
import type { Options } from 'mingo/types';
import { CommandError } from '../errors.js';
import type { Doc } from '../values/bson-type.js';
import { contextWith } from './mingo-operators.js';

const expressionContext = contextWith({});

export function mingoOptions(variables: Readonly<Record<string, unknown>>, context: Context = expressionContext): Options {
  // mingo's $setWindowFields is built on its $function; pipelines are checked before, so no script of a client's gets here.
  return { idKey: '_id', processingMode: ProcessingMode.CLONE_OFF, useStrictMode: true, scriptEnabled: true, failOnError: true, context, variables };
}

/** The value of an aggregation expression on a plainly decoded document; undefined where MongoDB says "missing". */
export function evaluateExpression(expression: unknown, doc: Doc, variables: Readonly<Record<string, unknown>> = {}): unknown {
  return translated(() => evalExpr(doc, expression, mingoOptions(variables)));
}

/** Runs something of mingo's and makes its complaints errors that clients understand. */
export function translated<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw asCommandError(error);
  }
}

function asCommandError(error: unknown): unknown {
  if (error instanceof CommandError || !(error instanceof Error)) return error;
  const isMingo = error.constructor.name === 'MingoError';
  if (!isMingo) return error;
  if (/undefined variable/.test(error.message)) return new CommandError('Location17276', error.message);
  if (/cannot convert/.test(error.message)) return new CommandError('ConversionFailure', error.message);
  return new CommandError('BadValue', error.message);
}

/** The top-level fields an expression reads; undefined when it may read any. */
export function expressionFields(expression: unknown): readonly string[] | undefined {
  const fields = new Set<string>();
  return collectFields(expression, fields) ? [...fields] : undefined;
}

function collectFields(expression: unknown, fields: Set<string>): boolean {
  if (typeof expression === 'string' && expression.startsWith('$')) return noteField(expression, fields);
  if (Array.isArray(expression)) return expression.every((each) => collectFields(each, fields));
  if (typeof expression !== 'object' || expression === null || Object.getPrototypeOf(expression) !== Object.prototype) return true;
  if ('$getField' in expression || '$setField' in expression || '$unsetField' in expression) return false;
  if ('$literal' in expression) return true;
  return Object.values(expression).every((each) => collectFields(each, fields));
}

function noteField(reference: string, fields: Set<string>): boolean {
  if (!reference.startsWith('$$')) {
    fields.add(reference.slice(1).split('.')[0] as string);
    return true;
  }
  return !/^\$\$(?:ROOT|CURRENT)(?:\.|$)/.test(reference);
}

import { evalExpr, ProcessingMode } from 'mingo/core';
import type { Options } from 'mingo/types';
import type { Doc } from '../values/bson-type.js';
import { mingoContext } from './context.js';

const baseOptions: Options = {
  idKey: '_id',
  processingMode: ProcessingMode.CLONE_OFF,
  useStrictMode: true,
  scriptEnabled: false,
  failOnError: true,
  context: mingoContext,
};

export function mingoOptions(variables: Readonly<Record<string, unknown>> = {}): Options {
  return { ...baseOptions, variables };
}

/** The value of an aggregation expression on a plainly decoded document; undefined where MongoDB says "missing". */
export function evaluateExpression(expression: unknown, doc: Doc, variables: Readonly<Record<string, unknown>> = {}): unknown {
  return evalExpr(doc, expression, mingoOptions(variables));
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
  const path = reference.startsWith('$$') ? reference.slice(2) : reference;
  if (path === reference) {
    fields.add(reference.slice(1).split('.')[0] as string);
    return true;
  }
  return path !== 'ROOT' && path !== 'CURRENT' && !path.startsWith('ROOT.') && !path.startsWith('CURRENT.');
}

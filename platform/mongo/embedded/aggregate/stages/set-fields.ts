import { evalExpr } from 'mingo/core';
import type { Options } from 'mingo/types';
import { isDoc, type Doc } from '../../values/bson-type.js';
import type { StageOperator } from '../mingo-operators.js';

/** `$addFields` and `$set`: every expression sees the document as it came; a path through an array goes through each element. */
export const setFields: StageOperator = (documents, spec, options) => {
  const assignments = flatten(spec as Doc, []);
  return documents.map<Doc, Doc>((doc) => assignments.reduce((result, { path, expression }) => assigned(result, path, valueOf(doc, expression, options)) as Doc, doc));
};

interface Assignment {
  readonly path: readonly string[];
  readonly expression: unknown;
}

/** A sub-document of expressions means the same as dotted paths. */
function flatten(spec: Doc, prefix: readonly string[]): Assignment[] {
  return Object.entries(spec).flatMap(([key, value]) => {
    const path = [...prefix, ...key.split('.')];
    const nested = isDoc(value) && Object.keys(value).length > 0 && !Object.keys(value)[0]?.startsWith('$');
    return nested ? flatten(value, path) : [{ path, expression: value }];
  });
}

function valueOf(doc: Doc, expression: unknown, options: Options): unknown {
  return evalExpr(doc, expression, options);
}

function assigned(holder: unknown, path: readonly string[], value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (Array.isArray(holder)) return holder.map((element: unknown) => assigned(element, path, value));
  const inner: Doc = isDoc(holder) ? { ...holder } : {};
  const next = assigned(inner[key], rest, value);
  if (next !== undefined) return { ...inner, [key]: next };
  return Object.fromEntries(Object.entries(inner).filter(([name]) => name !== key));
}

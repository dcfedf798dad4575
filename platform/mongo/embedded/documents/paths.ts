import { isDoc, type Doc } from '../values/bson-type.js';

const INDEX = /^(?:0|[1-9]\d*)$/;

export function isArrayIndex(part: string): boolean {
  return INDEX.test(part);
}

/** The document that has only this value, at this path. */
export function nested(parts: readonly string[], value: unknown): Doc {
  return parts.reduceRight<unknown>((inner, part) => ({ [part]: inner }), value) as Doc;
}

/** Every value found at a dotted path, descending into arrays as queries do. Absent where the path leads nowhere. */
export function valuesAt(value: unknown, parts: readonly string[], from = 0): unknown[] {
  const found: unknown[] = [];
  visitPath(value, parts, from, (leaf) => {
    if (leaf !== undefined) found.push(leaf);
    return false;
  });
  return found;
}

/**
 * Calls `visit` with each value at the path until it returns true, and says whether it did. A path that ends before its
 * last part is visited as undefined, except inside arrays: only elements that are documents count there.
 */
export function visitPath(value: unknown, parts: readonly string[], from: number, visit: (leaf: unknown) => boolean): boolean {
  let current = value;
  for (let i = from; i < parts.length; i++) {
    if (Array.isArray(current)) return visitElements(current, parts, i, visit);
    if (!isDoc(current)) return visit(undefined);
    current = current[parts[i] as string];
    if (current === undefined) return visit(undefined);
  }
  return visit(current);
}

function visitElements(values: readonly unknown[], parts: readonly string[], at: number, visit: (leaf: unknown) => boolean): boolean {
  const part = parts[at] as string;
  const indexed: unknown = isArrayIndex(part) ? values[Number(part)] : undefined;
  const leadsOn = at === parts.length - 1 || isDoc(indexed) || Array.isArray(indexed);
  if (indexed !== undefined && leadsOn && visitPath(indexed, parts, at + 1, visit)) return true;
  return values.some((element) => isDoc(element) && visitPath(element, parts, at, visit));
}

import { nested } from '../documents/paths.js';
import { isDoc, type Doc } from '../values/bson-type.js';
import { parseFilter, type Filter } from './parse-filter.js';

/**
 * Which element of the array at `parts` made the document match: what `$` stands for in updates and projections. Each
 * condition of the filter that concerns the array is tried on its elements one by one; undefined when none concerns it.
 */
export function positionOfMatch(filter: Filter, doc: Doc, parts: readonly string[]): number | undefined {
  const array = valueAt(doc, parts);
  if (!Array.isArray(array)) return undefined;
  for (const [path, condition] of conditionsOn(filter.source, parts.join('.'))) {
    const single = parseFilter({ [path]: condition });
    const position = array.findIndex((element: unknown) => single.matches(nested(parts, [element])));
    if (position >= 0) return position;
  }
  return undefined;
}

function conditionsOn(source: Doc, arrayPath: string): [string, unknown][] {
  return Object.entries(source).flatMap(([path, condition]): [string, unknown][] => {
    if ((path === '$and' || path === '$or') && Array.isArray(condition)) return condition.flatMap((clause: unknown) => (isDoc(clause) ? conditionsOn(clause, arrayPath) : []));
    return path === arrayPath || path.startsWith(`${arrayPath}.`) ? [[path, condition]] : [];
  });
}

function valueAt(doc: Doc, parts: readonly string[]): unknown {
  return parts.reduce<unknown>((value, part) => (isDoc(value) ? value[part] : Array.isArray(value) ? value[Number(part)] : undefined), doc);
}

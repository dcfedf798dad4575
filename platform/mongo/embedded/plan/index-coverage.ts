import type { Conjunct, Filter } from '../query/parse-filter.js';
import type { IndexDefinition } from '../storage/index-definition.js';
import { bracketOf } from '../values/bson-type.js';
import { compareValues, equalValues } from '../values/compare-values.js';

/** Whether the index is sure to hold every document that the filter matches: partial and sparse ones hold only some. */
export function isIndexComplete(index: IndexDefinition, filter: Filter): boolean {
  if (index.sparse && !index.fields.some((field) => filter.conjuncts.some((conjunct) => conjunct.path === field.path && demandsPresence(conjunct)))) return false;
  return !index.partial || (index.partial.filter.isConjunction || onlyPresence(index.partial.filter) ? index.partial.filter.conjuncts.every((needed) => isImplied(needed, filter.conjuncts)) : false);
}

/** Whether a partial index has only documents that meet this condition anyway. */
export function holdsThroughout({ partial }: IndexDefinition, conjunct: Conjunct): boolean {
  return partial?.filter.isConjunction === true && isImplied(conjunct, partial.filter.conjuncts);
}

/** `$exists: true` is the one inexact condition whose conjunct still says everything. */
function onlyPresence(filter: Filter): boolean {
  return Object.values(filter.source).every((condition) => typeof condition === 'object' && condition !== null && Object.keys(condition).every((key) => ['$exists', '$gt', '$gte', '$lt', '$lte', '$eq', '$in'].includes(key)));
}

function demandsPresence({ op, value }: Conjunct): boolean {
  if (op === 'eq') return value !== null && value !== undefined;
  if (op === 'in') return (value as unknown[]).every((each) => each !== null && each !== undefined);
  if (op === 'gt' || op === 'lt') return value !== null;
  return op === 'regex' || op === 'exists' || value !== null;
}

function isImplied(needed: Conjunct, given: readonly Conjunct[]): boolean {
  return given.some((conjunct) => conjunct.path === needed.path && implies(conjunct, needed));
}

function implies(given: Conjunct, needed: Conjunct): boolean {
  if (needed.op === 'exists') return demandsPresence(given) || given.op === 'exists';
  const values = given.op === 'eq' ? [given.value] : given.op === 'in' ? (given.value as unknown[]) : undefined;
  if (values) return values.every((value) => satisfies(value, needed));
  if (given.op === needed.op) return equalValues(given.value, needed.value) || rangeImplies(given, needed);
  return rangeImplies(given, needed);
}

function satisfies(value: unknown, { op, value: bound }: Conjunct): boolean {
  if (Array.isArray(value) || value === null || value === undefined) return op === 'eq' && equalValues(value, bound);
  if (op === 'in') return (bound as unknown[]).some((each) => equalValues(each, value));
  if (op === 'eq') return equalValues(value, bound);
  return bracketOf(value) === bracketOf(bound) && holds(compareValues(value, bound), op);
}

function holds(order: number, op: Conjunct['op']): boolean {
  if (op === 'gt') return order > 0;
  if (op === 'gte') return order >= 0;
  if (op === 'lt') return order < 0;
  return op === 'lte' && order <= 0;
}

function rangeImplies(given: Conjunct, needed: Conjunct): boolean {
  const upward = ['gt', 'gte'];
  const downward = ['lt', 'lte'];
  const same = (upward.includes(given.op) && upward.includes(needed.op)) || (downward.includes(given.op) && downward.includes(needed.op));
  if (!same || bracketOf(given.value) !== bracketOf(needed.value)) return false;
  const order = compareValues(given.value, needed.value);
  if (order === 0) return given.op === needed.op || needed.op.endsWith('e');
  return upward.includes(given.op) ? order > 0 : order < 0;
}

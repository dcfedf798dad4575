import { CommandError } from '../errors.js';
import { CUT_BYTES } from '../documents/index-keys.js';
import type { Filter } from '../query/parse-filter.js';
import type { SortOrder } from '../query/sort-order.js';
import type { Collection } from '../storage/catalog.js';
import type { IndexDefinition } from '../storage/index-definition.js';
import { afterPrefix } from '../storage/record-keys.js';
import { isDoc } from '../values/bson-type.js';
import { toDouble, type BsonNumber } from '../values/numbers.js';
import { fieldBounds, type FieldBounds, type KeyRange } from './field-bounds.js';
import { holdsThroughout, isIndexComplete } from './index-coverage.js';

export interface CollectionScan {
  readonly kind: 'collection';
  readonly reverse: boolean;
}

export interface IndexScan {
  readonly kind: 'index';
  readonly index: IndexDefinition;
  /** Disjoint and in key order; keys without the index's number. */
  readonly ranges: readonly KeyRange[];
  readonly reverse: boolean;
  /** Whether every document in the ranges matches the filter, so that none needs to be looked at. */
  readonly exact: boolean;
  /** Whether documents come in the wanted order. */
  readonly sorted: boolean;
  /** Whether each range is one whole key: a document is there once or not at all, of a unique index one document at most. */
  readonly isPointwise: boolean;
  /** The bounds per field, for `explain`. */
  readonly bounded: number;
}

/** The documents of several index scans, each once: how a `$or` uses indexes. */
export interface Union {
  readonly kind: 'union';
  readonly scans: readonly IndexScan[];
}

export type Plan = CollectionScan | IndexScan | Union;

export interface Question {
  readonly filter: Filter;
  readonly sort: SortOrder;
  readonly limited: boolean;
  readonly hint?: unknown;
}

/** Decides how to find the documents: the index that narrows most, an order that needs no sorting, or the whole collection. */
export function choosePlan(collection: Collection, question: Question): Plan {
  if (question.hint !== undefined) return planHinted(collection, question);
  if (question.sort[0]?.path === '$natural') return { kind: 'collection', reverse: question.sort[0].descending };
  const [idIndex] = collection.indexes;
  if (idIndex && question.filter.conjuncts.some(({ path, op }) => path === '_id' && op === 'eq')) return scanIndex(idIndex, question);
  const scans = collection.indexes.filter((index) => index.fields.length > 0 && isIndexComplete(index, question.filter)).map((index) => scanIndex(index, question));
  const best = scans.filter((scan) => scan.bounded > 0 || scan.sorted).sort((a, b) => score(b, question) - score(a, question))[0];
  return best ?? planUnion(collection, question) ?? { kind: 'collection', reverse: false };
}

/** A sparse index is used as told, though it may leave documents out, as MongoDB does; a partial one that may is refused. */
function planHinted(collection: Collection, question: Question): Plan {
  const hinted = resolveHint(collection, question.hint);
  if ('kind' in hinted) return hinted;
  if (hinted.fields.length === 0) return { kind: 'collection', reverse: false };
  if (hinted.partial && !isIndexComplete(hinted, question.filter)) throw new CommandError('NoQueryExecutionPlans', 'error processing query: planner returned error :: caused by :: No query solutions');
  return scanIndex(hinted, question);
}

function resolveHint(collection: Collection, hint: unknown): IndexDefinition | CollectionScan {
  if (isDoc(hint) && '$natural' in hint) return { kind: 'collection', reverse: toDouble(hint['$natural'] as BsonNumber) < 0 };
  const wanted = typeof hint === 'string' ? hint : isDoc(hint) ? JSON.stringify(plainDirections(hint)) : undefined;
  const index = collection.indexes.find((each) => each.name === wanted || JSON.stringify(each.key) === wanted);
  if (!index) throw new CommandError('BadValue', 'error processing query: planner returned error :: caused by :: hint provided does not correspond to an existing index');
  return index;
}

function plainDirections(hint: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(hint).map(([path, direction]) => [path, toDouble(direction as BsonNumber)]));
}

function planUnion(collection: Collection, question: Question): Union | undefined {
  const { alternatives } = question.filter;
  if (!alternatives) return undefined;
  const plans = alternatives.map((filter) => choosePlan(collection, { filter, sort: [], limited: false }));
  const scans = plans.flatMap((plan) => (plan.kind === 'index' && plan.bounded > 0 ? [plan] : plan.kind === 'union' ? plan.scans : []));
  const allIndexed = plans.every((plan) => (plan.kind === 'index' && plan.bounded > 0) || plan.kind === 'union');
  return allIndexed ? { kind: 'union', scans: scans.map((scan) => ({ ...scan, exact: false, sorted: false })) } : undefined;
}

const MAX_RANGES = 4000;

/** How this index would find the documents, whether that is wise or not. */
export function scanIndex(index: IndexDefinition, question: Question): IndexScan {
  const bounds = boundFields(index, question.filter);
  const ranges = composeRanges(bounds);
  const widened = ranges.map(widenLongKeys);
  const isWhole = widened.every((range, i) => range === ranges[i]);
  const constant = bounds.filter((each) => each.points?.length === 1).length;
  const direction = sortDirection(index, constantPaths(index, bounds, constant), question.sort);
  return {
    kind: 'index',
    index,
    ranges: mergeOverlapping(widened),
    reverse: direction === 'backward',
    exact: isExact(index, bounds, question.filter) && isWhole,
    isPointwise: isWhole && bounds.length === index.fields.length && bounds.every(({ points }) => points !== undefined),
    sorted: question.sort.length > 0 && direction !== undefined,
    bounded: bounds.length,
  };
}

/** Bounds for the leading fields: any number of fields with points, then one with ranges. */
function boundFields(index: IndexDefinition, filter: Filter): FieldBounds[] {
  const bounds: FieldBounds[] = [];
  let combinations = 1;
  let usedArray = false;
  for (const [i, field] of index.fields.entries()) {
    const multikey = index.multikey[i] === true;
    const conjuncts = filter.conjuncts.filter((conjunct) => conjunct.path === field.path);
    const found = multikey && usedArray ? undefined : fieldBounds(field, conjuncts, multikey);
    if (!found) break;
    combinations *= found.ranges.length;
    if (combinations > MAX_RANGES && bounds.length > 0) break;
    usedArray ||= multikey;
    bounds.push(found);
    if (!found.points) break;
  }
  return bounds;
}

function composeRanges(bounds: readonly FieldBounds[]): KeyRange[] {
  const everything: KeyRange[] = [{ start: Buffer.alloc(0), end: Buffer.from([0xff, 0xff]) }];
  if (bounds.length === 0) return everything;
  let prefixes: Buffer[] = [Buffer.alloc(0)];
  for (const { points } of bounds.slice(0, -1)) prefixes = prefixes.flatMap((prefix) => (points ?? []).map((point) => Buffer.concat([prefix, point])));
  const last = bounds[bounds.length - 1] as FieldBounds;
  return prefixes.flatMap((prefix) => last.ranges.map(({ start, end }) => ({ start: Buffer.concat([prefix, start]), end: Buffer.concat([prefix, end]) })));
}

/** Keys past the limit were cut, so bounds past it reach over everything that shares the cut beginning. */
function widenLongKeys(range: KeyRange): KeyRange {
  if (range.start.length <= CUT_BYTES && range.end.length <= CUT_BYTES) return range;
  const end = range.end.length <= CUT_BYTES ? range.end : afterPrefix(range.end.subarray(0, CUT_BYTES));
  return { start: range.start.subarray(0, CUT_BYTES), end };
}

function mergeOverlapping(ranges: readonly KeyRange[]): KeyRange[] {
  const sorted = [...ranges].sort((a, b) => Buffer.compare(a.start, b.start));
  const merged: KeyRange[] = [];
  for (const range of sorted) {
    const last = merged[merged.length - 1];
    if (last && Buffer.compare(range.start, last.end) < 0) merged[merged.length - 1] = { start: last.start, end: Buffer.compare(last.end, range.end) > 0 ? last.end : range.end };
    else merged.push(range);
  }
  return merged;
}

/** An index of an array has a key for each element: one there means that an element meets the one conjunct that was used on it. */
function isExact(index: IndexDefinition, bounds: readonly FieldBounds[], filter: Filter): boolean {
  if (!filter.isConjunction || index.truncated) return false;
  const covered = new Set(bounds.flatMap((each) => each.covered));
  return filter.conjuncts.every((conjunct) => covered.has(conjunct) || holdsThroughout(index, conjunct));
}

function constantPaths(index: IndexDefinition, bounds: readonly FieldBounds[], constant: number): ReadonlySet<string> {
  const paths = index.fields.filter((_, i) => bounds[i]?.points?.length === 1 && index.multikey[i] !== true).map((field) => field.path);
  return new Set(constant === 0 ? [] : paths);
}

/** Which way to walk the index for the wanted order; undefined when neither gives it. Fields with one value don't count. */
function sortDirection(index: IndexDefinition, constant: ReadonlySet<string>, sort: SortOrder): 'forward' | 'backward' | undefined {
  const wanted = sort.filter((field) => !constant.has(field.path));
  if (wanted.length === 0) return 'forward';
  if (index.truncated) return undefined;
  const offered = index.fields.map((field, i) => ({ field, multikey: index.multikey[i] === true })).filter(({ field }) => !constant.has(field.path));
  const matches = wanted.every((field, i) => offered[i]?.field.path === field.path && !offered[i].multikey);
  if (!matches) return undefined;
  const flips = new Set(wanted.map((field, i) => field.descending !== offered[i]?.field.descending));
  return flips.size > 1 ? undefined : flips.has(true) ? 'backward' : 'forward';
}

function score(scan: IndexScan, { limited }: Question): number {
  const points = scan.ranges.length;
  const wholeKey = scan.index.unique && scan.bounded === scan.index.fields.length && points === 1 ? 1000 : 0;
  return wholeKey + scan.bounded * 100 - Math.min(points, 50) + (scan.sorted ? (limited ? 60 : 30) : 0) + (scan.exact ? 10 : 0);
}

import { evalExpr } from 'mingo/core';
import { Lazy, type Iterator as Documents } from 'mingo/lazy';
import type { Options } from 'mingo/types';
import type { Deadline } from '../../deadline.js';
import { CommandError, notSupported } from '../../errors.js';
import { isDoc, typeName, type Doc } from '../../values/bson-type.js';
import { compareValues } from '../../values/compare-values.js';
import { encodeValue } from '../../values/encode-value.js';
import { KeyWriter } from '../../values/key-writer.js';
import { isNumber, type BsonNumber } from '../../values/numbers.js';
import { addTwo, divideTwo } from '../expressions/arithmetic.js';
import { accumulatorOperators, type StageOperator } from '../mingo-operators.js';

/** Gathers one output field of one group. */
interface Accumulator {
  add(doc: Doc): void;
  result(): unknown;
}

/**
 * `$group` and `$bucket`, which is a group by bounds. Documents are taken one at a time and only what the accumulators
 * need is kept; values of `_id` that MongoDB holds equal (such as 1 and 1.0) are one group.
 */
export function groupStages(deadline: Deadline): Record<string, StageOperator> {
  return {
    $group: (documents, spec, options) => {
      const { _id: id, ...outputs } = checkedSpec(spec);
      return lazily(() => group(documents, (doc) => evalExpr(doc, id, options), outputs, options, deadline));
    },
    $sortByCount: (documents, expression, options) =>
      lazily(() => group(documents, (doc) => evalExpr(doc, expression, options), { count: { $sum: 1 } }, options, deadline).sort((a, b) => compareValues(b['count'], a['count']))),
    $bucketAuto: (documents, spec, options) => lazily(() => bucketAuto(documents.collect<Doc>(), spec as Doc, options, deadline)),
    $bucket: (documents, spec, options) => {
      const { groupBy, boundaries, default: fallback, output } = spec as { groupBy: unknown; boundaries: unknown[]; default?: unknown; output?: Doc };
      checkBoundaries(boundaries);
      const bucketOf = (doc: Doc): unknown => bucketFor(evalExpr(doc, groupBy, options), boundaries, fallback);
      return lazily(() => group(documents, bucketOf, output ?? { count: { $sum: 1 } }, options, deadline).sort((a, b) => compareValues(a['_id'], b['_id'])));
    },
  };
}

function checkedSpec(spec: unknown): Doc {
  if (!isDoc(spec)) throw new CommandError('Location15947', "a group's fields must be specified in an object");
  if (!('_id' in spec)) throw new CommandError('Location15955', 'a group specification must include an _id');
  return spec;
}

/** Buckets of about equal size; equal values are never parted. */
function bucketAuto(docs: readonly Doc[], { groupBy, buckets, output, granularity }: Doc, options: Options, deadline: Deadline): Doc[] {
  if (granularity !== undefined) throw notSupported("$bucketAuto's granularity");
  if (typeof buckets !== 'number' || !Number.isInteger(buckets) || buckets < 1) throw new CommandError('Location40243', "The $bucketAuto 'buckets' field must be greater than 0");
  const valued = docs.map((doc) => ({ doc, value: evalExpr(doc, groupBy, options) ?? null })).sort((a, b) => compareValues(a.value, b.value));
  const size = Math.max(1, Math.round(valued.length / buckets));
  const results: Doc[] = [];
  for (let start = 0; start < valued.length; ) {
    let end = results.length === buckets - 1 ? valued.length : Math.min(start + size, valued.length);
    while (end < valued.length && compareValues(valued[end]?.value, valued[end - 1]?.value) === 0) end += 1;
    const id = { min: valued[start]?.value, max: (valued[end] ?? valued[valued.length - 1])?.value };
    results.push(...group(Lazy(valued.slice(start, end).map(({ doc }) => doc)), () => id, (output ?? { count: { $sum: 1 } }) as Doc, options, deadline));
    start = end;
  }
  return results;
}

function lazily(work: () => Doc[]): ReturnType<typeof Lazy> {
  let results: Doc[] | undefined;
  let next = 0;
  return Lazy(() => {
    results ??= work();
    return next < results.length ? { value: results[next++], done: false } : { done: true };
  });
}

interface Group {
  readonly id: unknown;
  readonly accumulators: readonly (readonly [string, Accumulator])[];
}

const writer = new KeyWriter();

function group(documents: Documents, idOf: (doc: Doc) => unknown, outputs: Doc, options: Options, deadline: Deadline): Doc[] {
  const groups = new Map<string, Group>();
  const makers = Object.entries(outputs).map(([name, spec]) => [name, accumulatorMaker(name, spec, options)] as const);
  documents.each((doc: Doc) => {
    deadline.check();
    const id = idOf(doc) ?? null;
    writer.reset();
    encodeValue(writer, id);
    const key = writer.take().toString('latin1');
    const found = groups.get(key) ?? { id, accumulators: makers.map(([name, make]) => [name, make()] as const) };
    if (!groups.has(key)) groups.set(key, found);
    for (const [, accumulator] of found.accumulators) accumulator.add(doc);
  });
  return [...groups.values()].map(({ id, accumulators }) => ({ _id: id, ...Object.fromEntries(accumulators.map(([name, accumulator]) => [name, accumulator.result()])) }));
}

function accumulatorMaker(name: string, spec: unknown, options: Options): () => Accumulator {
  if (!isDoc(spec) || Object.keys(spec).length !== 1) throw new CommandError('Location40234', `The field '${name}' must be an accumulator object`);
  const [operator, argument] = Object.entries(spec)[0] as [string, unknown];
  const valueOf = (doc: Doc): unknown => evalExpr(doc, argument, options);
  const streaming = streamingAccumulators[operator];
  if (streaming) return () => streaming(valueOf);
  if (operator === '$top' || operator === '$bottom') return firstOf(accumulatorMaker(name, { [`${operator}N`]: { ...(argument as Doc), n: 1 } }, options));
  const whole = accumulatorOperators[operator];
  if (!whole) throw new CommandError('Location15952', `unknown group operator '${operator}'`);
  return () => {
    const docs: Doc[] = [];
    return { add: (doc) => docs.push(doc), result: () => whole(docs, argument, options) };
  };
}

/** `$top` is the one that `$topN` would give for one. */
function firstOf(make: () => Accumulator): () => Accumulator {
  return () => {
    const list = make();
    return { add: (doc) => list.add(doc), result: () => (list.result() as unknown[])[0] };
  };
}

type ValueOf = (doc: Doc) => unknown;

const streamingAccumulators: Record<string, (valueOf: ValueOf) => Accumulator> = {
  $sum: (valueOf) => folded<BsonNumber>(0, (total, doc) => addIfNumber(total, valueOf(doc)), (total) => total),
  $avg: (valueOf) => {
    let count = 0;
    let total: BsonNumber = 0;
    const add = (doc: Doc): void => {
      const value = valueOf(doc);
      if (!isNumber(value)) return;
      total = addTwo(total, value);
      count += 1;
    };
    return { add, result: () => (count === 0 ? null : divideTwo(total, count)) };
  },
  $count: () => folded(0, (count) => count + 1, (count) => count),
  $min: (valueOf) => folded<unknown>(undefined, (best, doc) => better(best, valueOf(doc), -1), (best) => best ?? null),
  $max: (valueOf) => folded<unknown>(undefined, (best, doc) => better(best, valueOf(doc), 1), (best) => best ?? null),
  $first: (valueOf) => {
    let first: { value: unknown } | undefined;
    return { add: (doc) => (first ??= { value: valueOf(doc) ?? null }), result: () => first?.value ?? null };
  },
  $last: (valueOf) => folded<unknown>(null, (_, doc) => valueOf(doc) ?? null, (last) => last),
  $push: (valueOf) => folded<unknown[]>([], (values, doc) => appended(values, valueOf(doc)), (values) => values),
  $addToSet: (valueOf) => distinctValues(valueOf),
  $mergeObjects: (valueOf) => folded<Doc>({}, (merged, doc) => mergedWith(merged, valueOf(doc)), (merged) => merged),
};

function folded<T>(start: T, step: (state: T, doc: Doc) => T, finish: (state: T) => unknown): Accumulator {
  let state = Array.isArray(start) ? ([...(start as unknown[])] as T) : start;
  return { add: (doc) => (state = step(state, doc)), result: () => finish(state) };
}

function addIfNumber(total: BsonNumber, value: unknown): BsonNumber {
  return isNumber(value) ? addTwo(total, value) : total;
}

function better(best: unknown, value: unknown, sign: 1 | -1): unknown {
  if (value === null || value === undefined) return best;
  return best === undefined || compareValues(value, best) * sign > 0 ? value : best;
}

function appended(values: unknown[], value: unknown): unknown[] {
  if (value !== undefined) values.push(value);
  return values;
}

function distinctValues(valueOf: ValueOf): Accumulator {
  const values = new Map<string, unknown>();
  return {
    add(doc) {
      const value = valueOf(doc);
      if (value === undefined) return;
      writer.reset();
      encodeValue(writer, value);
      const key = writer.take().toString('latin1');
      if (!values.has(key)) values.set(key, value);
    },
    result: () => [...values.values()],
  };
}

function mergedWith(merged: Doc, value: unknown): Doc {
  if (value === null || value === undefined) return merged;
  if (!isDoc(value)) throw new CommandError('Location40400', `$mergeObjects requires object inputs, but input is of type ${typeName(value)}`);
  return { ...merged, ...value };
}

function checkBoundaries(boundaries: unknown): void {
  if (!Array.isArray(boundaries) || boundaries.length < 2) throw new CommandError('Location40192', "The $bucket 'boundaries' field must have at least 2 values");
  const unordered = boundaries.some((bound: unknown, i) => i > 0 && compareValues(boundaries[i - 1], bound) >= 0);
  if (unordered) throw new CommandError('Location40194', "The 'boundaries' option to $bucket must be sorted");
}

function bucketFor(value: unknown, boundaries: readonly unknown[], fallback: unknown): unknown {
  const above = boundaries.findIndex((bound) => compareValues(value ?? null, bound) < 0);
  if (above > 0) return boundaries[above - 1];
  if (fallback === undefined) throw new CommandError('Location40066', '$switch could not find a matching branch for an input, and no default was specified.');
  return fallback;
}

import { rawNames, type RawNames } from '../documents/raw-document.js';
import type { FindRequest } from '../query/find-documents.js';
import { parseFilter } from '../query/parse-filter.js';
import { parseSort } from '../query/sort-order.js';
import { isDoc, type Doc } from '../values/bson-type.js';
import { isNumber, isWhole, toDouble } from '../values/numbers.js';
import { CommandError } from '../errors.js';
import { expressionFields } from './evaluate.js';

export interface SplitPipeline {
  readonly request: FindRequest;
  readonly rest: readonly Doc[];
}

/** Takes from the front of a pipeline what a find can do: any `$match`, then `$sort`, `$skip` and `$limit`, in that order. */
export function splitPipeline(pipeline: readonly Doc[], variables: Doc): SplitPipeline {
  const matches = takeWhile(pipeline, '$match');
  let at = matches.length;
  const next = (name: string): unknown => {
    const stage = pipeline[at];
    if (!stage || !(name in stage)) return undefined;
    at += 1;
    return stage[name];
  };
  const filters = matches.map((stage) => matchOf(stage['$match']));
  const sort = next('$sort');
  const skip = next('$skip');
  const limit = next('$limit');
  const filter = parseFilter(filters.length === 1 ? (filters[0] as Doc) : filters.length === 0 ? {} : { $and: filters }, variables);
  const request: FindRequest = { filter, sort: parseSort(sort), skip: skip === undefined ? 0 : whole('$skip', skip, 0), limit: limit === undefined ? 0 : whole('$limit', limit, 1) };
  return { request, rest: pipeline.slice(at) };
}

function takeWhile(pipeline: readonly Doc[], name: string): Doc[] {
  const end = pipeline.findIndex((stage) => !(name in stage));
  return pipeline.slice(0, end < 0 ? pipeline.length : end);
}

function matchOf(filter: unknown): Doc {
  if (!isDoc(filter)) throw new CommandError('Location15959', 'the match filter must be an expression in an object');
  return filter;
}

function whole(name: string, value: unknown, least: number): number {
  if (!isNumber(value) || !isWhole(value) || toDouble(value) < least) throw new CommandError(name === '$limit' ? 'Location15958' : 'Location5107200', `invalid argument to ${name} stage: Expected a ${least === 0 ? 'non-negative' : 'positive'} integer`);
  return toDouble(value);
}

/** The only top-level fields the stages can see, when the first of them is a `$group`; undefined when they may see all. */
export function neededFields(stages: readonly Doc[]): RawNames | undefined {
  const group = stages[0]?.['$group'];
  if (!isDoc(group)) return undefined;
  const fields = expressionFields(group);
  return fields && rawNames(fields);
}

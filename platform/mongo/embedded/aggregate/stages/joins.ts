import { evalExpr } from 'mingo/core';
import { concat, Lazy } from 'mingo/lazy';
import type { Options } from 'mingo/types';
import { valuesAt } from '../../documents/paths.js';
import { CommandError } from '../../errors.js';
import { findDocuments } from '../../query/find-documents.js';
import { parseFilter } from '../../query/parse-filter.js';
import { isDoc, type Doc } from '../../values/bson-type.js';
import { decodePlain } from '../../values/codec.js';
import { encodeValue } from '../../values/encode-value.js';
import { KeyWriter } from '../../values/key-writer.js';
import type { StageOperator } from '../mingo-operators.js';
import type { PipelineContext } from '../pipeline-context.js';
import { variablesOf, withField } from './variables.js';

/** Runs a pipeline over a collection (or over its own `$documents`) and gives plain documents. */
export type RunInner = (collection: string | undefined, pipeline: readonly Doc[], variables: Doc) => Doc[];

/** The stages that read other collections; they use those collections' indexes. */
export function joinStages(context: PipelineContext, runInner: RunInner): Record<string, StageOperator> {
  return {
    $lookup: (documents, spec, options) => {
      const join = lookup(spec as Doc, options, runInner);
      return documents.map<Doc, Doc>((doc) => {
        context.deadline.check();
        return withField(doc, (spec as Doc)['as'] as string, join(doc));
      });
    },
    $graphLookup: (documents, spec, options) => documents.map<Doc, Doc>((doc) => withField(doc, (spec as Doc)['as'] as string, traverse(context, spec as Doc, doc, options))),
    $unionWith: (documents, spec, options) => {
      const { coll, pipeline = [] } = (typeof spec === 'string' ? { coll: spec } : spec) as { coll?: string; pipeline?: Doc[] };
      let rest: Doc[] | undefined;
      const union = Lazy(() => {
        rest ??= runInner(coll, pipeline, variablesOf(options));
        return rest.length === 0 ? { done: true } : { value: rest.shift(), done: false };
      });
      return concat(documents, union);
    },
  };
}

function lookup(spec: Doc, options: Options, runInner: RunInner): (doc: Doc) => Doc[] {
  const { from, localField, foreignField, let: bindings, pipeline, as } = spec;
  if (typeof as !== 'string') throw new CommandError('FailedToParse', "must specify 'as' field for a $lookup");
  if (from !== undefined && typeof from !== 'string') throw new CommandError('FailedToParse', "$lookup argument 'from' must be a string");
  if ((localField === undefined) !== (foreignField === undefined)) throw new CommandError('FailedToParse', '$lookup requires both or neither of localField and foreignField to be specified');
  const inner = (pipeline ?? []) as Doc[];
  const foreign = foreignField === undefined ? undefined : (values: readonly unknown[]): Doc => equalToOneOf(foreignField as string, values);
  const localParts = typeof localField === 'string' ? localField.split('.') : [];
  return (doc) => {
    const variables = { ...variablesOf(options), ...(bindings === undefined ? {} : (evalExpr(doc, bindings, options) as Doc)) };
    if (!foreign) return runInner(from, inner, variables);
    const condition = foreign(localValues(doc, localParts));
    return runInner(from, [{ $match: condition }, ...inner], variables);
  };
}

/** A missing field joins as null does. */
function localValues(doc: Doc, parts: readonly string[]): unknown[] {
  const values = valuesAt(doc, parts).flatMap((value) => (Array.isArray(value) ? (value as unknown[]) : [value]));
  return values.length === 0 ? [null] : values;
}

function equalToOneOf(field: string, values: readonly unknown[]): Doc {
  return { [field]: values.length === 1 ? { $eq: values[0] } : { $in: values } };
}

const writer = new KeyWriter();

function keyOf(value: unknown): string {
  writer.reset();
  encodeValue(writer, value);
  return writer.take().toString('latin1');
}

/** Breadth first, each document once, with the depth at which it was first reached. */
function traverse(context: PipelineContext, spec: Doc, start: Doc, options: Options): Doc[] {
  const { from, startWith, connectFromField, connectToField, maxDepth, depthField, restrictSearchWithMatch } = spec;
  if (typeof connectFromField !== 'string' || typeof connectToField !== 'string') throw new CommandError('Location40105', 'a $graphLookup must have connectFromField and connectToField');
  const found = new Map<string, Doc>();
  const first: unknown = evalExpr(start, startWith, options);
  let frontier = Array.isArray(first) ? (first as unknown[]) : [first ?? null];
  for (let depth = 0; frontier.length > 0 && (maxDepth === undefined || depth <= Number(maxDepth)); depth++) {
    const condition: Doc = { [connectToField]: { $in: frontier } };
    const fresh = findPlain(context, from as string, isDoc(restrictSearchWithMatch) ? { $and: [condition, restrictSearchWithMatch] } : condition, variablesOf(options)).filter((doc) => !found.has(keyOf(doc['_id'])));
    for (const doc of fresh) found.set(keyOf(doc['_id']), depthField === undefined ? doc : withField(doc, depthField as string, depth));
    frontier = fresh.flatMap((doc) => localValues(doc, connectFromField.split('.')));
  }
  return [...found.values()];
}

function findPlain({ engine, deadline, database }: PipelineContext, name: string, filter: Doc, variables: Doc): Doc[] {
  const source = findDocuments({ storage: engine.storage, deadline }, engine.catalog.find(database, name), { filter: parseFilter(filter, variables), sort: [], skip: 0, limit: 0 });
  return [...source.rows()].map(({ raw }) => decodePlain(raw));
}

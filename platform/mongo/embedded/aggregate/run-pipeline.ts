import { Aggregator } from 'mingo/aggregator';
import type { Context } from 'mingo/core';
import { pickFields } from '../documents/raw-document.js';
import { findDocuments, type FindRequest, type RowSource } from '../query/find-documents.js';
import { decodePlain, encodePlain, typedToPlain } from '../values/codec.js';
import type { Doc } from '../values/bson-type.js';
import { mingoOptions, translated } from './evaluate.js';
import { contextWith } from './mingo-operators.js';
import { neededFields, splitPipeline } from './pushdown.js';
import type { PipelineContext } from './pipeline-context.js';
import { countResult } from './count-stage.js';
import { groupStages } from './stages/group.js';
import { joinStages } from './stages/joins.js';
import { findStages } from './stages/match-sort-project.js';
import { validatePipeline } from './validate-pipeline.js';
import { writeResults } from './write-results.js';

/** Gives the results as encoded documents; can be left and taken up again. */
export type Results = () => Generator<Buffer>;

/**
 * Runs a pipeline. What `find` can do of it (leading `$match`, `$sort`, `$skip`, `$limit`) is done with indexes; if
 * nothing is left the stored bytes are passed on as they are. `$out` and `$merge` write and give no results.
 */
export async function runPipeline(context: PipelineContext, collection: string | undefined, pipeline: readonly Doc[]): Promise<Results> {
  validatePipeline(pipeline);
  const last = pipeline[pipeline.length - 1];
  if (last && ('$out' in last || '$merge' in last)) {
    await writeResults(context, runInner(context, collection, pipeline.slice(0, -1), context.variables), typedToPlain(last) as Doc);
    return replay([]);
  }
  return translated(() => readPipeline(context, collection, pipeline));
}

function readPipeline(context: PipelineContext, collection: string | undefined, pipeline: readonly Doc[]): Results {
  const { request, rest } = splitPipeline(pipeline, context.variables);
  const counted = countResult(context, collection, request, rest);
  if (counted) return replay([encodePlain(counted)]);
  if (rest.length > 0) return replay(stagesOver(context, collection, request, rest, context.variables).map(encodePlain));
  const source = rowsOf(context, collection, request);
  return function* () {
    for (const { raw } of source.rows()) yield raw;
  };
}

function replay(documents: readonly Buffer[]): Results {
  let next = 0;
  return function* () {
    while (next < documents.length) yield documents[next++] as Buffer;
  };
}

function rowsOf({ engine, deadline, database, hint }: PipelineContext, collection: string | undefined, request: FindRequest): RowSource {
  const found = collection === undefined ? undefined : engine.catalog.find(database, collection);
  return findDocuments({ storage: engine.storage, deadline }, found, { ...request, ...(hint !== undefined && { hint }) });
}

/** A pipeline inside another: of a join, of a union, or before a final `$merge`. */
function runInner(context: PipelineContext, collection: string | undefined, pipeline: readonly Doc[], variables: Doc): Doc[] {
  const { request, rest } = splitPipeline(pipeline, variables);
  return translated(() => stagesOver(context, collection, request, rest, variables));
}

function stagesOver(context: PipelineContext, collection: string | undefined, request: FindRequest, rest: readonly Doc[], variables: Doc): Doc[] {
  const stages = rest.map((stage) => typedToPlain(stage) as Doc);
  const source = rowsOf(context, collection, request);
  const names = neededFields(stages);
  const decode = names ? (raw: Buffer): Doc => decodePlain(pickFields(raw, names)) : decodePlain;
  const documents = function* (): Generator<Doc> {
    for (const { raw } of source.rows()) yield decode(raw);
  };
  if (stages.length === 0) return [...documents()];
  return new Aggregator([...stages], mingoOptions(variables, operatorsOf(context))).run<Doc>(documents());
}

const operatorsByContext = new WeakMap<PipelineContext, Context>();

/** Made once per aggregation: a join may run its inner pipeline for each document. */
function operatorsOf(context: PipelineContext): Context {
  const known = operatorsByContext.get(context);
  if (known) return known;
  const inner = (name: string | undefined, pipeline: readonly Doc[], variables: Doc): Doc[] => runInner(context, name, pipeline, variables);
  const operators = contextWith({ ...findStages(context.deadline), ...groupStages(context.deadline), ...joinStages(context, inner) });
  operatorsByContext.set(context, operators);
  return operators;
}

import { Aggregator } from 'mingo/aggregator';
import type { Deadline } from '../deadline.js';
import type { Engine } from '../engine.js';
import { findDocuments } from '../query/find-documents.js';
import { parseFilter } from '../query/parse-filter.js';
import type { Doc } from '../values/bson-type.js';
import { decodePlain, encode, typedToPlain } from '../values/codec.js';
import { mingoOptions } from './expressions.js';

export interface PipelineContext {
  readonly engine: Engine;
  readonly deadline: Deadline;
  readonly database: string;
  readonly variables: Doc;
  readonly hint?: unknown;
}

/** Runs a pipeline and returns its results as a source that streams can restart. */
export async function runPipeline(context: PipelineContext, name: string, pipeline: readonly Doc[]): Promise<() => Generator<Buffer>> {
  const { engine, deadline, database, variables } = context;
  const collection = engine.catalog.find(database, name);
  const source = findDocuments({ storage: engine.storage, deadline }, collection, { filter: parseFilter({}), sort: [], skip: 0, limit: 0 });
  const documents = function* (): Generator<Doc> {
    for (const { raw } of source.rows()) yield decodePlain(raw);
  };
  const stages = pipeline.map((stage) => typedToPlain(stage) as Doc);
  const results = new Aggregator(stages, mingoOptions(variables)).run<Doc>([...documents()]);
  const encoded = results.map((result) => encode(result)).values();
  return () => encoded as Generator<Buffer>;
}

import type { Deadline } from '../deadline.js';
import type { Engine } from '../engine.js';
import type { Doc } from '../values/bson-type.js';

/** What the stages of one aggregation share. */
export interface PipelineContext {
  readonly engine: Engine;
  readonly deadline: Deadline;
  readonly database: string;
  readonly variables: Doc;
  readonly hint?: unknown;
}

import { Aggregator } from 'mingo/aggregator';
import { CommandError } from '../errors.js';
import { mingoOptions, translated } from '../aggregate/evaluate.js';
import { contextWith } from '../aggregate/mingo-operators.js';
import { findStages } from '../aggregate/stages/match-sort-project.js';
import { validatePipeline } from '../aggregate/validate-pipeline.js';
import { Deadline } from '../deadline.js';
import type { Variables } from '../query/parse-filter.js';
import { bracketOf, isDoc, type Doc } from '../values/bson-type.js';
import { equalValues } from '../values/compare-values.js';
import { typedToPlain } from '../values/codec.js';

const ALLOWED = new Set(['$addFields', '$set', '$project', '$unset', '$replaceRoot', '$replaceWith']);

const stageContext = contextWith(findStages(new Deadline(undefined)));

/** The document after an update given as a pipeline. */
export function runUpdatePipeline(doc: Doc, stages: readonly Doc[], variables: Variables): Doc {
  for (const stage of stages) {
    const [name] = Object.keys(stage);
    if (name === undefined || !ALLOWED.has(name)) throw new CommandError('InvalidOptions', `${name ?? ''} is not allowed to be used within an update`);
  }
  validatePipeline(stages);
  const plain = stages.map((stage) => typedToPlain(stage) as Doc);
  const [result] = translated(() => new Aggregator(plain, mingoOptions(variables, stageContext)).run<Doc>([typedToPlain(doc)]));
  return retype(result ?? {}, doc) as Doc;
}

/** Expressions calculate with plain numbers; what they left as it was keeps its BSON type. */
function retype(value: unknown, original: unknown): unknown {
  if (Array.isArray(value)) return Array.isArray(original) ? value.map((each: unknown, i) => retype(each, original[i] as unknown)) : value;
  if (isDoc(value)) return isDoc(original) ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, retype(each, original[key])])) : value;
  if (original === undefined || value === undefined) return value;
  return bracketOf(value) === bracketOf(original) && equalValues(value, original) ? original : value;
}

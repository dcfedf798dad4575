import { CommandError, notSupported, type ErrorName } from '../errors.js';
import { isDoc, type Doc } from '../values/bson-type.js';
import { accumulatorOperators, expressionOperators, mingoStages, windowOperators } from './mingo-operators.js';

/** Stages that MongoDB has and this server has not. */
const UNSUPPORTED = new Set(['$changeStream', '$changeStreamSplitLargeEvent', '$collStats', '$currentOp', '$geoNear', '$indexStats', '$listLocalSessions', '$listSampledQueries', '$listSearchIndexes', '$listSessions', '$planCacheStats', '$search', '$searchMeta', '$shardedDataDistribution', '$vectorSearch']);
const SCRIPTS = new Set(['$function', '$accumulator', '$where']);

/** Refuses what MongoDB refuses before it looks at a document: unknown stages and operators, misplaced ones, scripts. */
export function validatePipeline(pipeline: readonly Doc[]): void {
  for (const [i, stage] of pipeline.entries()) {
    const keys = Object.keys(stage);
    if (keys.length !== 1) throw new CommandError('Location40323', 'A pipeline stage specification object must contain exactly one field.');
    const name = keys[0] as string;
    validateStage(name, stage[name], i, pipeline.length);
  }
}

function validateStage(name: string, spec: unknown, position: number, length: number): void {
  if (name === '$changeStream') throw new CommandError('Location40573', 'The $changeStream stage is only supported on replica sets');
  if (UNSUPPORTED.has(name)) throw notSupported(`the stage ${name}`);
  if (!(name in mingoStages)) throw new CommandError('Location40324', `Unrecognized pipeline stage name: '${name}'`);
  if ((name === '$out' || name === '$merge') && position !== length - 1) throw new CommandError('Location40601', `${name} can only be the final stage in the pipeline`);
  if (name === '$documents' && position !== 0) throw new CommandError('Location40602', '$documents is only valid as the first stage in a pipeline');
  if (name === '$sort' && isDoc(spec) && Object.keys(spec).length === 0) throw new CommandError('Location15976', '$sort stage must have at least one sort key');
  const unwound = isDoc(spec) ? spec['path'] : spec;
  if (name === '$unwind' && !(typeof unwound === 'string' && unwound.startsWith('$'))) throw new CommandError('Location28818', `path option to $unwind stage should be prefixed with a '$': ${JSON.stringify(unwound)}`);
  nestedPipelines(name, spec).forEach(validatePipeline);
  validateExpressions(name, spec);
}

function nestedPipelines(name: string, spec: unknown): Doc[][] {
  if (!isDoc(spec)) return [];
  const nested = name === '$facet' ? Object.values(spec) : name === '$lookup' || name === '$unionWith' ? [spec['pipeline']] : [];
  return nested.filter((each): each is Doc[] => Array.isArray(each) && each.every(isDoc));
}

function validateExpressions(name: string, spec: unknown): void {
  switch (name) {
    case '$project':
      { checkOperators(spec, (operator) => invalid('Location31325', `Invalid $project :: caused by :: Unknown expression ${operator}`)); return; }
    case '$addFields':
    case '$set':
    case '$replaceRoot':
    case '$replaceWith':
    case '$sortByCount':
      { checkOperators(spec, (operator) => invalid('InvalidPipelineOperator', `Invalid ${name} :: caused by :: Unrecognized expression '${operator}'`)); return; }
    case '$group':
    case '$bucket':
    case '$bucketAuto':
    case '$setWindowFields':
      { checkOperators(spec, (operator) => invalid('Location15952', `unknown group operator '${operator}'`)); return; }
    case '$match':
      { checkScripts(spec); return; }
    default:
      return;
  }
}

function invalid(code: ErrorName, message: string): CommandError {
  return new CommandError(code, message);
}

function checkOperators(value: unknown, complain: (operator: string) => CommandError): void {
  if (typeof value === 'string') { refuseNumbersInPath(value); return; }
  if (Array.isArray(value)) { value.forEach((each) => checkOperators(each, complain)); return; }
  if (!isDoc(value)) return;
  for (const [key, inner] of Object.entries(value)) {
    if (key === '$literal') continue;
    if (SCRIPTS.has(key)) throw notSupported(key);
    if (key.startsWith('$') && !isOperator(key)) throw complain(key);
    checkOperators(inner, complain);
  }
}

/** MongoDB takes a number in an expression's path for a field name, mingo for a place in an array. */
function refuseNumbersInPath(text: string): void {
  if (/^\$.*\.\d+(?:\.|$)/.test(text)) throw notSupported(`a number in the field path ${text}; use $arrayElemAt or $getField`);
}

function checkScripts(value: unknown): void {
  if (isDoc(value) && '$expr' in value) checkOperators(value['$expr'], (operator) => invalid('InvalidPipelineOperator', `Unrecognized expression '${operator}'`));
  if (Array.isArray(value)) { value.forEach(checkScripts); return; }
  if (!isDoc(value)) return;
  for (const [key, inner] of Object.entries(value)) {
    if (SCRIPTS.has(key)) throw notSupported(key);
    checkScripts(inner);
  }
}

function isOperator(name: string): boolean {
  return name in expressionOperators || name in accumulatorOperators || name in windowOperators || name === '$elemMatch';
}

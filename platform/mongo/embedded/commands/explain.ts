import type { Document } from 'bson';
import { splitPipeline } from '../aggregate/pushdown.js';
import { CommandError } from '../errors.js';
import { choosePlan, type Plan } from '../plan/choose-plan.js';
import { describePlan } from '../plan/describe-plan.js';
import { PlanScan } from '../plan/scan.js';
import { findDocuments, type FindRequest } from '../query/find-documents.js';
import { parseFilter } from '../query/parse-filter.js';
import { parseSort } from '../query/sort-order.js';
import { isDoc, type Doc } from '../values/bson-type.js';
import { collectionName, documentArgument, type Command, type CommandInput } from './command.js';
import { findRequest, hintOf } from './find.js';

export const explain: Command = {
  fields: ['verbosity'],
  run(input) {
    const { body } = input;
    const explained = body['explain'];
    if (!isDoc(explained)) throw new CommandError('TypeMismatch', "BSON field 'explain' is the wrong type, expected type 'object'");
    return explainRequest({ ...input, body: explained }, body['verbosity'] !== 'queryPlanner');
  },
};

/** The plan for the explained command, and, when `execute`, what running its search costs. */
export function explainRequest(input: CommandInput, execute: boolean): Document {
  const { engine, database, deadline } = input;
  const name = collectionName(input);
  const collection = engine.catalog.find(database, name);
  const request = requestOf(input.body);
  const { filter, sort, limit } = request;
  const plan = collection && choosePlan(collection, { filter, sort, limited: limit > 0, ...hintOf({ hint: request.hint }) });
  const queryPlanner = { namespace: `${database}.${name}`, parsedQuery: filter.source, winningPlan: describePlan(collection, plan, sort), rejectedPlans: [] };
  if (!execute || !collection || !plan) return { queryPlanner };
  const startedAt = performance.now();
  const rows = [...findDocuments({ storage: engine.storage, deadline }, collection, request).rows()];
  return { queryPlanner, executionStats: { executionSuccess: true, nReturned: rows.length, executionTimeMillis: Math.round(performance.now() - startedAt), ...examined(input, plan, request) } };
}

/** Counted without the limit, which may stop the search early. */
function examined({ engine, database, body, deadline }: CommandInput, plan: Plan, { filter }: FindRequest): Document {
  const collection = engine.catalog.find(database, collectionName({ body } as CommandInput));
  if (!collection) return {};
  let keys = 0;
  for (const _ of new PlanScan({ storage: engine.storage, collection, filter, deadline }, plan).records()) keys += 1;
  return { totalKeysExamined: plan.kind === 'collection' ? 0 : keys, totalDocsExamined: keys };
}

function requestOf(body: Doc): FindRequest {
  const [command] = Object.keys(body);
  const hinted = hintOf(body);
  switch (command) {
    case 'find':
      return { ...findRequest(body, {}), ...hinted };
    case 'count':
    case 'distinct':
    case 'findAndModify':
      return { filter: parseFilter(documentArgument(body, 'query')), sort: parseSort(body['sort']), skip: 0, limit: command === 'findAndModify' ? 1 : 0, ...hinted };
    case 'aggregate':
      return { ...splitPipeline(body['pipeline'] as Doc[], {}).request, ...hinted };
    case 'update':
    case 'delete':
      return statementRequest(body[command === 'update' ? 'updates' : 'deletes']);
    default:
      throw new CommandError('CommandNotFound', `Explain failed due to unknown command: ${command ?? ''}`);
  }
}

function statementRequest(statements: unknown): FindRequest {
  const [statement] = Array.isArray(statements) ? (statements as unknown[]) : [];
  if (!isDoc(statement) || !isDoc(statement['q'])) throw new CommandError('FailedToParse', 'explained write commands need one statement');
  return { filter: parseFilter(statement['q']), sort: [], skip: 0, limit: 0, ...hintOf(statement) };
}

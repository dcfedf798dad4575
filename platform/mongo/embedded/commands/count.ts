import { findDocuments, planFind } from '../query/find-documents.js';
import { PlanScan } from '../plan/scan.js';
import { parseFilter } from '../query/parse-filter.js';
import type { Deadline } from '../deadline.js';
import type { Engine } from '../engine.js';
import type { FindRequest } from '../query/find-documents.js';
import type { Collection } from '../storage/catalog.js';
import { collectionName, countArgument, documentArgument, refuseCollation, type Command } from './command.js';
import { hintOf } from './find.js';

export const count: Command = {
  fields: ['query', 'limit', 'skip', 'hint', 'collation', 'fields'],
  run(input) {
    const { engine, database, body, deadline } = input;
    refuseCollation(body);
    const collection = engine.catalog.find(database, collectionName(input));
    const request: FindRequest = { filter: parseFilter(documentArgument(body, 'query')), sort: [], skip: countArgument(body, 'skip'), limit: countArgument(body, 'limit'), ...hintOf(body) };
    return { n: collection ? countDocuments(engine, deadline, collection, request) : 0 };
  },
};

/** How many documents match, within skip and limit; from the collection's own count or an index alone where that is enough. */
export function countDocuments({ storage }: Engine, deadline: Deadline, collection: Collection, request: FindRequest): number {
  const { filter, skip, limit } = request;
  const within = (total: number): number => Math.min(Math.max(0, total - skip), limit > 0 ? limit : Number.POSITIVE_INFINITY);
  if (Object.keys(filter.source).length === 0) return within(collection.count);
  const plan = planFind(collection, request);
  let total = 0;
  if (plan.kind === 'index' && plan.exact) {
    for (const _ of new PlanScan({ storage, collection, filter, deadline }, plan).records()) total += 1;
    return within(total);
  }
  for (const _ of findDocuments({ storage, deadline }, collection, request).rows()) total += 1;
  return total;
}

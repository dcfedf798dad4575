import { countDocuments } from '../query/count-documents.js';
import type { FindRequest } from '../query/find-documents.js';
import { parseFilter } from '../query/parse-filter.js';
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

import { streamOf } from '../cursors.js';
import { findDocuments, type FindRequest } from '../query/find-documents.js';
import { parseFilter, type Variables } from '../query/parse-filter.js';
import { parseRawProjection } from '../query/projection.js';
import { parseSort } from '../query/sort-order.js';
import { notSupported } from '../errors.js';
import type { Doc } from '../values/bson-type.js';
import { typedToPlain } from '../values/codec.js';
import { firstBatch } from './batches.js';
import { booleanArgument, collectionName, countArgument, documentArgument, refuseCollation, type Command } from './command.js';

const UNSUPPORTED = ['min', 'max', 'returnKey', 'showRecordId', 'tailable', 'awaitData', 'oplogReplay', 'allowPartialResults'] as const;

export const find: Command = {
  fields: ['filter', 'sort', 'projection', 'hint', 'skip', 'limit', 'batchSize', 'singleBatch', 'collation', 'let', 'noCursorTimeout', 'allowDiskUse', ...UNSUPPORTED],
  run(input) {
    const { engine, database, body, deadline } = input;
    const name = collectionName(input);
    const variables = typedToPlain(documentArgument(body, 'let')) as Doc;
    const request = findRequest(body, variables);
    const projection = parseRawProjection(body['projection'], request.filter, variables);
    const source = findDocuments({ storage: engine.storage, deadline }, engine.catalog.find(database, name), request);
    const stream = streamOf(function* () {
      for (const { raw } of source.rows()) yield projection ? projection(raw) : raw;
    });
    return firstBatch(input, name, stream, body);
  },
};

/** What to find, from the arguments that `find`, `count` and `explain` share. */
export function findRequest(body: Doc, variables: Variables): FindRequest {
  refuseCollation(body);
  const unsupported = UNSUPPORTED.find((field) => body[field] !== undefined && body[field] !== false);
  if (unsupported !== undefined) throw notSupported(`the option ${unsupported}`);
  booleanArgument(body, 'singleBatch', false);
  return {
    filter: parseFilter(documentArgument(body, 'filter'), variables),
    sort: parseSort(body['sort']),
    skip: countArgument(body, 'skip'),
    limit: Math.abs(countArgument(body, 'limit')),
    ...hintOf(body),
  };
}

export function hintOf(body: Doc): { hint?: unknown } {
  const { hint } = body as { hint?: unknown };
  const given = hint !== undefined && hint !== null && !(typeof hint === 'object' && Object.keys(hint).length === 0);
  return given ? { hint } : {};
}

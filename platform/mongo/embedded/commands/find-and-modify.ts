import type { Document } from 'bson';
import { CommandError } from '../errors.js';
import { findDocuments } from '../query/find-documents.js';
import { parseFilter, type Filter } from '../query/parse-filter.js';
import { parseProjection } from '../query/projection.js';
import { parseSort } from '../query/sort-order.js';
import { parseUpdate } from '../update/parse-update.js';
import { updateDocuments } from '../update/update-documents.js';
import type { Doc } from '../values/bson-type.js';
import { decodeTyped, typedToPlain } from '../values/codec.js';
import { booleanArgument, collectionName, documentArgument, refuseCollation, type Command, type CommandInput } from './command.js';
import { hintOf } from './find.js';

export const findAndModify: Command = {
  fields: ['query', 'sort', 'remove', 'update', 'new', 'fields', 'upsert', 'bypassDocumentValidation', 'arrayFilters', 'hint', 'collation', 'let'],
  async run(input) {
    const { body, engine } = input;
    refuseCollation(body);
    collectionName(input);
    const remove = booleanArgument(body, 'remove', false);
    const upsert = booleanArgument(body, 'upsert', false);
    if (remove && body['update'] !== undefined) throw new CommandError('FailedToParse', 'Cannot specify both an update and remove=true');
    if (remove && upsert) throw new CommandError('FailedToParse', 'Cannot specify both upsert=true and remove=true');
    if (remove && booleanArgument(body, 'new', false)) throw new CommandError('FailedToParse', "Cannot specify both new=true and remove=true; 'remove' always returns the deleted document");
    if (!remove && body['update'] === undefined) throw new CommandError('FailedToParse', 'Either an update or remove=true must be specified');
    parseProjection(body['fields'], parseFilter({}));
    return engine.storage.write(() => (remove ? removeOne(input) : updateOne(input, upsert)));
  },
};

function variablesOf({ body }: CommandInput): Doc {
  return typedToPlain(documentArgument(body, 'let')) as Doc;
}

function shaped({ body }: CommandInput, filter: Filter, raw: Buffer | undefined): Doc | null {
  if (!raw) return null;
  const projection = parseProjection(body['fields'], filter);
  const doc = decodeTyped(raw);
  return projection ? projection(doc) : doc;
}

function removeOne(input: CommandInput): Document {
  const { engine, database, body, deadline } = input;
  const collection = engine.catalog.find(database, collectionName(input));
  const filter = parseFilter(documentArgument(body, 'query'), variablesOf(input));
  const source = findDocuments({ storage: engine.storage, deadline }, collection, { filter, sort: parseSort(body['sort']), skip: 0, limit: 1, ...hintOf(body) });
  const [row] = source.rows();
  const value = shaped(input, filter, row?.raw);
  if (collection && row) engine.writer.remove(collection, row.record, row.raw);
  return { lastErrorObject: { n: row ? 1 : 0 }, value };
}

function updateOne(input: CommandInput, upsert: boolean): Document {
  const { engine, database, body, deadline } = input;
  const name = collectionName(input);
  const variables = variablesOf(input);
  const filter = parseFilter(documentArgument(body, 'query'), variables);
  const update = parseUpdate(body['update'], body['arrayFilters']);
  const sort = parseSort(body['sort']);
  const collection = upsert ? engine.catalog.ensure(database, name) : engine.catalog.find(database, name);
  if (!collection) return { lastErrorObject: { n: 0, updatedExisting: false }, value: null };
  const { matched, upsertedId, changed } = updateDocuments(engine, deadline, collection, { filter, update, multi: false, upsert, variables, sort, ...hintOf(body) });
  const wantsNew = booleanArgument(body, 'new', false);
  const lastErrorObject = { n: matched + (upsertedId === undefined ? 0 : 1), updatedExisting: matched > 0, ...(upsertedId !== undefined && { upserted: upsertedId }) };
  return { lastErrorObject, value: shaped(input, filter, wantsNew ? changed?.after : changed?.before) };
}

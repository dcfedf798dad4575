import type { Document } from 'bson';
import { CommandError } from '../errors.js';
import { parseFilter } from '../query/parse-filter.js';
import { parseSort } from '../query/sort-order.js';
import { parseUpdate } from '../update/parse-update.js';
import { updateDocuments, type UpdateStatement } from '../update/update-documents.js';
import { isDoc, type Doc } from '../values/bson-type.js';
import { decodeTyped, typedToPlain } from '../values/codec.js';
import { booleanArgument, collectionName, documentArgument, documentsArgument, refuseCollation, type Command } from './command.js';
import { refuseUnknownFields } from './unknown-fields.js';
import { checkStatementCount, runStatements, WRITE_FIELDS } from './write-results.js';

export const update: Command = {
  fields: ['updates', 'let', ...WRITE_FIELDS],
  async run(input) {
    const { engine, database, body, deadline } = input;
    const name = collectionName(input);
    const given = documentsArgument(input, 'updates').map((each) => (Buffer.isBuffer(each) ? decodeTyped(each) : each));
    checkStatementCount(given.length);
    const ordered = booleanArgument(body, 'ordered', true);
    const variables = typedToPlain(documentArgument(body, 'let')) as Doc;
    return engine.storage.write(() => {
      const counts = { n: 0, nModified: 0 };
      const upserted: Document[] = [];
      const writeErrors = runStatements(given, ordered, (each, index) => {
        const statement = parseStatement(each, variables);
        const collection = statement.upsert ? engine.catalog.ensure(database, name) : engine.catalog.find(database, name);
        if (!collection) return;
        const outcome = updateDocuments(engine, deadline, collection, statement);
        counts.n += outcome.matched + (outcome.upsertedId === undefined ? 0 : 1);
        counts.nModified += outcome.modified;
        if (outcome.upsertedId !== undefined) upserted.push({ index, _id: outcome.upsertedId });
      });
      return { ...counts, ...(upserted.length > 0 && { upserted }), ...(writeErrors.length > 0 && { writeErrors }) };
    });
  },
};

function parseStatement(statement: Doc, variables: Doc): UpdateStatement {
  refuseUnknownFields('update.updates', statement, ['q', 'u', 'c', 'multi', 'upsert', 'arrayFilters', 'hint', 'collation', 'sort']);
  refuseCollation(statement);
  const { q, u, arrayFilters, c, hint, sort } = statement;
  if (!isDoc(q)) throw new CommandError('IDLFailedToParse', "BSON field 'update.updates.q' is missing but a required field");
  const multi = booleanArgument(statement, 'multi', false);
  const all = c === undefined ? variables : { ...variables, ...(typedToPlain(c) as Doc) };
  const parsed = parseUpdate(u, arrayFilters);
  if (multi && parsed.kind === 'replacement') throw new CommandError('FailedToParse', 'multi update is not supported for replacement-style update');
  return { filter: parseFilter(q, all), update: parsed, multi, upsert: booleanArgument(statement, 'upsert', false), variables: all, sort: parseSort(sort), hint };
}

import { CommandError } from '../errors.js';
import { findDocuments } from '../query/find-documents.js';
import { parseFilter } from '../query/parse-filter.js';
import { isDoc, type Doc } from '../values/bson-type.js';
import { decodeTyped, typedToPlain } from '../values/codec.js';
import { booleanArgument, collectionName, documentArgument, documentsArgument, numberArgument, refuseCollation, type Command } from './command.js';
import { refuseUnknownFields } from './unknown-fields.js';
import { checkStatementCount, runStatements, WRITE_FIELDS } from './write-results.js';

export const deleteDocuments: Command = {
  fields: ['deletes', 'let', ...WRITE_FIELDS],
  async run(input) {
    const { engine, database, body, deadline } = input;
    const name = collectionName(input);
    const statements = documentsArgument(input, 'deletes').map((each) => (Buffer.isBuffer(each) ? decodeTyped(each) : each));
    checkStatementCount(statements.length);
    const ordered = booleanArgument(body, 'ordered', true);
    const variables = typedToPlain(documentArgument(body, 'let')) as Doc;
    return engine.storage.write(() => {
      const collection = engine.catalog.find(database, name);
      let n = 0;
      const writeErrors = runStatements(statements, ordered, (statement) => {
        const { q, limit, hint } = parseStatement(statement);
        const source = findDocuments({ storage: engine.storage, deadline }, collection, { filter: parseFilter(q, variables), sort: [], skip: 0, limit, ...(hint !== undefined && { hint }) });
        if (!collection) return;
        for (const { record, raw } of [...source.rows()]) {
          engine.writer.remove(collection, record, raw);
          n += 1;
        }
      });
      return { n, ...(writeErrors.length > 0 && { writeErrors }) };
    });
  },
};

function parseStatement(statement: Doc): { q: Doc; limit: number; hint: unknown } {
  refuseUnknownFields('delete.deletes', statement, ['q', 'limit', 'hint', 'collation']);
  refuseCollation(statement);
  const { q, hint } = statement;
  if (!isDoc(q)) throw new CommandError('IDLFailedToParse', "BSON field 'delete.deletes.q' is missing but a required field");
  const limit = numberArgument(statement, 'limit', 0);
  if (limit !== 0 && limit !== 1) throw new CommandError('FailedToParse', `The limit field in delete objects must be 0 or 1. Got ${limit}`);
  return { q, limit, hint };
}

import { ObjectId } from 'bson';
import { CommandError } from '../errors.js';
import { moveToFront, nameOf, prependElement, rawElements } from '../documents/raw-document.js';
import { encode } from '../values/codec.js';
import { booleanArgument, collectionName, documentsArgument, type Command } from './command.js';
import { checkStatementCount, runStatements, WRITE_FIELDS } from './write-results.js';

export const insert: Command = {
  fields: ['documents', ...WRITE_FIELDS],
  async run(input) {
    const { engine, database, body } = input;
    const name = collectionName(input);
    const documents = documentsArgument(input, 'documents');
    checkStatementCount(documents.length);
    const ordered = booleanArgument(body, 'ordered', true);
    return engine.storage.write(() => {
      const collection = engine.catalog.ensure(database, name);
      let n = 0;
      const writeErrors = runStatements(documents, ordered, (document) => {
        engine.writer.insert(collection, withId(Buffer.isBuffer(document) ? document : encode(document)));
        n += 1;
      });
      return { n, ...(writeErrors.length > 0 && { writeErrors }) };
    });
  },
};

const ARRAY = 0x04;
const UNDEFINED = 0x06;
const REGEX = 0x0b;

/** The document with `_id` as its first field, made when missing. */
function withId(raw: Buffer): Buffer {
  for (const element of rawElements(raw)) {
    if (nameOf(raw, element) !== '_id') continue;
    if (element.type === ARRAY || element.type === REGEX || element.type === UNDEFINED) throw new CommandError('InvalidIdField', `The '_id' value cannot be of type ${element.type === ARRAY ? 'array' : element.type === REGEX ? 'regex' : 'undefined'}`);
    return element.start === 4 ? raw : moveToFront(raw, element);
  }
  return prependElement(raw, encode({ _id: new ObjectId() }).subarray(4, -1));
}

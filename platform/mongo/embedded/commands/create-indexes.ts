import { CommandError, notSupported } from '../errors.js';
import { parseFilter } from '../query/parse-filter.js';
import type { Collection } from '../storage/catalog.js';
import { afterPrefix, prefixOf, recordOfDocumentKey } from '../storage/record-keys.js';
import { defineIndex, isWildcard, type IndexDefinition, type NewIndex } from '../storage/index-definition.js';
import type { Engine } from '../engine.js';
import { isDoc, typeName, type Doc } from '../values/bson-type.js';
import { isNumber, isWhole, toDouble } from '../values/numbers.js';
import { encode } from '../values/codec.js';
import { collectionName, documentsArgument, refuseCollation, type Command } from './command.js';

const OPTIONS = ['key', 'name', 'v', 'unique', 'sparse', 'partialFilterExpression', 'expireAfterSeconds', 'background', 'ns', 'collation'];

export const createIndexes: Command = {
  fields: ['indexes', 'commitQuorum'],
  async run(input) {
    const { engine, database } = input;
    const name = collectionName(input);
    const wanted = documentsArgument(input, 'indexes').map((each) => parseIndex(each as Doc));
    if (wanted.length === 0) throw new CommandError('BadValue', 'Must specify at least one index to create');
    return engine.storage.write(() => {
      const existed = engine.catalog.find(database, name) !== undefined;
      const collection = engine.catalog.ensure(database, name);
      const numIndexesBefore = collection.indexes.length;
      const news = wanted.filter((each) => !isThere(collection, each));
      for (const each of news) buildIndex(engine, collection, defineIndex({ ...each, id: engine.catalog.newId() }));
      const note = news.length === 0 ? { note: 'all indexes already exist' } : {};
      return { numIndexesBefore, numIndexesAfter: collection.indexes.length, createdCollectionAutomatically: !existed, ...note };
    });
  },
};

type WantedIndex = Omit<NewIndex, 'id'>;

function parseIndex(spec: Doc): WantedIndex {
  refuseCollation(spec);
  const { key, name } = spec;
  const unknown = Object.keys(spec).find((option) => !OPTIONS.includes(option));
  if (unknown !== undefined) throw new CommandError('InvalidIndexSpecificationOption', `Error in specification ${JSON.stringify(spec)} :: caused by :: The field '${unknown}' is not valid for an index specification here`);
  if (!isDoc(key) || Object.keys(key).length === 0) throw new CommandError('CannotCreateIndex', 'Index keys cannot be an empty object.');
  if (typeof name !== 'string' || name === '') throw new CommandError('CannotCreateIndex', 'index name must be a nonempty string');
  refuseUniqueSpecials(spec, key);
  const plainKey = Object.fromEntries(Object.entries(key).map(([path, direction]) => [path, keyDirection(path, direction)]));
  return { name, key: plainKey, unique: spec['unique'] === true || isOne(spec['unique']), sparse: spec['sparse'] === true || isOne(spec['sparse']), ...partialOf(spec), ...expiryOf(spec) };
}

/** Neither a hash nor a wildcard can promise uniqueness; a wildcard stands alone. */
function refuseUniqueSpecials(spec: Doc, key: Doc): void {
  const hashed = Object.values(key).includes('hashed');
  const wildcard = Object.keys(key).some(isWildcard);
  if (wildcard && Object.keys(key).length > 1) throw notSupported('a compound wildcard index');
  if (!hashed && !wildcard) return;
  if (isOne(spec['unique']) || spec['unique'] === true) throw new CommandError(hashed ? 'Location16764' : 'CannotCreateIndex', `Index type '${hashed ? 'hashed' : 'wildcard'}' does not support the unique option`);
  if (spec['expireAfterSeconds'] !== undefined) throw new CommandError('CannotCreateIndex', 'TTL indexes are plain single-field indexes');
}

function isOne(value: unknown): boolean {
  return isNumber(value) && toDouble(value) !== 0;
}

function keyDirection(path: string, direction: unknown): number | 'hashed' {
  if (direction === 'hashed') return direction;
  if (typeof direction === 'string') {
    if (['text', '2d', '2dsphere'].includes(direction)) throw notSupported(`a ${direction} index`);
    throw new CommandError('CannotCreateIndex', `Unknown index plugin '${direction}'`);
  }
  if (!isNumber(direction) || toDouble(direction) === 0 || Number.isNaN(toDouble(direction))) throw new CommandError('CannotCreateIndex', 'Values in v:2 index key pattern must be numbers other than 0 or strings');
  if (isWildcard(path)) return toDouble(direction);
  if (path.split('.').some((part) => part === '' || part.startsWith('$'))) throw new CommandError('CannotCreateIndex', `Index key contains an illegal field name: '${path}'`);
  return toDouble(direction);
}

const PARTIAL_OPERATORS = new Set(['$eq', '$exists', '$gt', '$gte', '$lt', '$lte', '$type', '$in']);

function partialOf(spec: Doc): Pick<WantedIndex, 'partialFilterExpression'> {
  const expression = spec['partialFilterExpression'];
  if (expression === undefined) return {};
  if (!isDoc(expression)) throw new CommandError('TypeMismatch', "The field 'partialFilterExpression' must be an object");
  parseFilter(expression);
  refuseUnusablePartial(expression);
  if (spec['sparse'] === true) throw new CommandError('CannotCreateIndex', "cannot mix 'partialFilterExpression' and 'sparse' options");
  return { partialFilterExpression: expression };
}

function refuseUnusablePartial(expression: Doc): void {
  for (const [key, condition] of Object.entries(expression)) {
    if (key === '$and' && Array.isArray(condition)) condition.forEach((clause) => refuseUnusablePartial(clause as Doc));
    else if (key.startsWith('$')) throw new CommandError('CannotCreateIndex', `unsupported expression in partial index: ${key}`);
    else if (isDoc(condition)) refuseUnusableOperators(condition);
  }
}

function refuseUnusableOperators(condition: Doc): void {
  const bad = Object.entries(condition).find(([operator, operand]) => operator.startsWith('$') && (!PARTIAL_OPERATORS.has(operator) || (operator === '$exists' && operand === false)));
  if (bad) throw new CommandError('CannotCreateIndex', `unsupported expression in partial index: ${bad[0]}`);
}

function expiryOf(spec: Doc): Pick<WantedIndex, 'expireAfterSeconds'> {
  const seconds = spec['expireAfterSeconds'];
  if (seconds === undefined) return {};
  if (!isNumber(seconds) || !isWhole(seconds) || toDouble(seconds) < 0 || toDouble(seconds) > 2147483647) throw new CommandError('CannotCreateIndex', `TTL index 'expireAfterSeconds' option must be within an acceptable range, got ${typeName(seconds)}`);
  if (Object.keys(spec['key'] as Doc).length !== 1) throw new CommandError('CannotCreateIndex', 'TTL indexes are single-field indexes, compound indexes do not support TTL');
  if ((spec['key'] as Doc)['_id'] !== undefined) throw new CommandError('InvalidIndexSpecificationOption', "The field 'expireAfterSeconds' is not valid for an _id index specification");
  return { expireAfterSeconds: toDouble(seconds) };
}

/** True when the very same index exists; throws when one with the same name or key differs. */
function isThere({ indexes }: Collection, wanted: WantedIndex): boolean {
  const sameName = indexes.find((index) => index.name === wanted.name);
  const sameKey = indexes.find((index) => JSON.stringify(index.key) === JSON.stringify(wanted.key) && samePartial(index, wanted));
  if (sameKey?.name === '_id_') return true;
  if (sameName && (sameName !== sameKey || !sameShape(sameName, wanted))) {
    throw new CommandError('IndexKeySpecsConflict', `An existing index has the same name as the requested index. When index names are not specified, they are auto generated and can cause conflicts. Please refer to our documentation. Requested index: ${wanted.name}`);
  }
  if (!sameKey) return false;
  if (sameKey.name !== wanted.name) throw new CommandError('IndexOptionsConflict', `Index already exists with a different name: ${sameKey.name}`);
  if (sameKey.expireAfterSeconds !== wanted.expireAfterSeconds) throw new CommandError('IndexOptionsConflict', `An equivalent index already exists with the same name but different options. Requested index: ${wanted.name}`);
  return true;
}

function sameShape(index: IndexDefinition, wanted: WantedIndex): boolean {
  return index.unique === (wanted.unique === true) && index.sparse === (wanted.sparse === true);
}

function samePartial(index: IndexDefinition, wanted: WantedIndex): boolean {
  const [a, b] = [index.partial?.expression, wanted.partialFilterExpression];
  return a === undefined || b === undefined ? a === b : encode(a).equals(encode(b));
}

/** Fills the index from the documents there are; a duplicate takes the entries away again. */
function buildIndex(engine: Engine, collection: Collection, index: IndexDefinition): void {
  const { storage, catalog, writer } = engine;
  const prefix = prefixOf(collection.id);
  try {
    for (const { key, value } of storage.documents.getRange({ start: prefix, end: afterPrefix(prefix) })) writer.addToIndex(collection, index, recordOfDocumentKey(key), value);
  } catch (error) {
    catalog.discard({ table: 'indexes', id: index.id });
    throw error;
  }
  collection.indexes = [...collection.indexes, index];
  catalog.save(collection);
}

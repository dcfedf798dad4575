import { CommandError } from '../errors.js';
import { streamOf } from '../cursors.js';
import type { Collection } from '../storage/catalog.js';
import { describeIndex, type IndexDefinition } from '../storage/index-definition.js';
import { isDoc, type Doc } from '../values/bson-type.js';
import { encode } from '../values/codec.js';
import { isNumber, toDouble } from '../values/numbers.js';
import { cursorOptions, firstBatch } from './batches.js';
import { collectionName, documentArgument, numberArgument, type Command, type CommandInput } from './command.js';
import { refuseUnknownFields } from './unknown-fields.js';

export const listIndexes: Command = {
  fields: ['cursor'],
  run(input) {
    const { indexes } = existingCollection(input);
    return firstBatch(input, collectionName(input), streamOf(() => indexes.map((index) => encode(describeIndex(index))).values() as Generator<Buffer>), cursorOptions(input.body));
  },
};

export const dropIndexes: Command = {
  fields: ['index'],
  async run(input) {
    return input.engine.storage.write(() => {
      const collection = existingCollection(input);
      const nIndexesWas = collection.indexes.length;
      const doomed = indexesNamed(collection, input.body['index']);
      collection.indexes = collection.indexes.filter((index) => !doomed.includes(index));
      for (const index of doomed) input.engine.catalog.discard({ table: 'indexes', id: index.id });
      input.engine.catalog.save(collection);
      return { nIndexesWas };
    });
  },
};

export function existingCollection(input: CommandInput): Collection {
  const name = collectionName(input);
  const collection = input.engine.catalog.find(input.database, name);
  if (!collection) throw new CommandError('NamespaceNotFound', `ns does not exist: ${input.database}.${name}`);
  return collection;
}

function indexesNamed(collection: Collection, wanted: unknown): IndexDefinition[] {
  if (wanted === '*') return collection.indexes.filter((index) => index.name !== '_id_');
  const many = Array.isArray(wanted) ? (wanted as unknown[]) : [wanted];
  return many.map((each) => {
    const index = findIndex(collection, each);
    if (index.name === '_id_') throw new CommandError('InvalidOptions', 'cannot drop _id index');
    return index;
  });
}

function findIndex({ indexes }: Collection, wanted: unknown): IndexDefinition {
  const index = isDoc(wanted) ? indexes.find((each) => JSON.stringify(each.key) === JSON.stringify(plainKey(wanted))) : indexes.find((each) => each.name === wanted);
  if (!index) throw new CommandError('IndexNotFound', `index not found with name [${isDoc(wanted) ? JSON.stringify(plainKey(wanted)) : String(wanted)}]`);
  return index;
}

function plainKey(key: Doc): Doc {
  return Object.fromEntries(Object.entries(key).map(([path, direction]) => [path, isNumber(direction) ? toDouble(direction) : direction]));
}

/** Only what `collMod` can do to an index here: change when its documents expire. */
export const collMod: Command = {
  fields: ['index'],
  async run(input) {
    return input.engine.storage.write(() => {
      const collection = existingCollection(input);
      const spec = documentArgument(input.body, 'index');
      refuseUnknownFields('collMod.index', spec, ['keyPattern', 'name', 'expireAfterSeconds']);
      if (Object.keys(spec).length === 0) return {};
      const index = findIndex(collection, spec['keyPattern'] ?? spec['name']);
      const seconds = numberArgument(spec, 'expireAfterSeconds', Number.NaN);
      if (!(seconds >= 0)) throw new CommandError('InvalidOptions', 'no expireAfterSeconds field');
      collection.indexes = collection.indexes.map((each) => (each === index ? { ...index, expireAfterSeconds: seconds } : each));
      input.engine.catalog.save(collection);
      return { ...(index.expireAfterSeconds !== undefined && { expireAfterSeconds_old: index.expireAfterSeconds }), expireAfterSeconds_new: seconds };
    });
  },
};

import type { Document } from 'bson';
import { streamOf } from '../cursors.js';
import { CommandError, notSupported } from '../errors.js';
import { parseFilter } from '../query/parse-filter.js';
import type { Collection } from '../storage/catalog.js';
import { describeIndex } from '../storage/index-definition.js';
import { decodeTyped, encode } from '../values/codec.js';
import { cursorOptions, firstBatch } from './batches.js';
import { booleanArgument, collectionName, documentArgument, refuseCollation, type Command } from './command.js';

const UNSUPPORTED = ['capped', 'timeseries', 'viewOn', 'pipeline', 'validator', 'clusteredIndex', 'changeStreamPreAndPostImages', 'expireAfterSeconds', 'encryptedFields'];

export const create: Command = {
  fields: [...UNSUPPORTED, 'size', 'max', 'validationLevel', 'validationAction', 'indexOptionDefaults', 'storageEngine', 'collation', 'idIndex', 'autoIndexId'],
  async run(input) {
    const { engine, database, body } = input;
    const name = collectionName(input);
    return engine.storage.write(() => {
      if (engine.catalog.find(database, name)) {
        if (Object.keys(body).every((field) => !UNSUPPORTED.includes(field))) return {};
        throw new CommandError('NamespaceExists', `a collection '${database}.${name}' already exists with different options`);
      }
      refuseCollation(body);
      const unsupported = UNSUPPORTED.find((field) => body[field] !== undefined && body[field] !== false);
      if (unsupported !== undefined) throw notSupported(`a collection with ${unsupported}`);
      engine.catalog.create(database, name, {});
      return {};
    });
  },
};

export const drop: Command = {
  fields: [],
  async run(input) {
    return input.engine.storage.write(() => {
      const collection = input.engine.catalog.find(input.database, collectionName(input));
      if (!collection) return {};
      input.engine.catalog.drop(collection);
      return { nIndexesWas: collection.indexes.length, ns: `${collection.database}.${collection.name}` };
    });
  },
};

export const renameCollection: Command = {
  fields: ['to', 'dropTarget'],
  async run(input) {
    const { engine, body } = input;
    const from = splitNamespace(body['renameCollection']);
    const to = splitNamespace(body['to']);
    return engine.storage.write(() => {
      const collection = engine.catalog.find(from.database, from.name);
      if (!collection) throw new CommandError('NamespaceNotFound', `Source collection ${from.database}.${from.name} does not exist`);
      const target = engine.catalog.find(to.database, to.name);
      if (target === collection) throw new CommandError('IllegalOperation', 'Can\'t rename a collection to itself');
      if (target && !booleanArgument(body, 'dropTarget', false)) throw new CommandError('NamespaceExists', 'target namespace exists');
      if (target) engine.catalog.drop(target);
      engine.catalog.rename(collection, to.database, to.name);
      return {};
    });
  },
};

function splitNamespace(value: unknown): { database: string; name: string } {
  const dot = typeof value === 'string' ? value.indexOf('.') : -1;
  if (typeof value !== 'string' || dot < 1) throw new CommandError('InvalidNamespace', `Invalid namespace specified '${String(value)}'`);
  return { database: value.slice(0, dot), name: value.slice(dot + 1) };
}

export const listCollections: Command = {
  fields: ['filter', 'nameOnly', 'authorizedCollections', 'cursor'],
  run(input) {
    const filter = parseFilter(documentArgument(input.body, 'filter'));
    const nameOnly = booleanArgument(input.body, 'nameOnly', false);
    const described = input.engine.catalog
      .collectionsOf(input.database)
      .map((collection) => encode(describe(collection, nameOnly)))
      .filter((raw) => filter.matches(decodeTyped(raw)));
    return firstBatch(input, '$cmd.listCollections', streamOf(() => described.values() as Generator<Buffer>), cursorOptions(input.body));
  },
};

function describe({ name, uuid, options, indexes }: Collection, nameOnly: boolean): Document {
  if (nameOnly) return { name, type: 'collection' };
  const [idIndex] = indexes;
  return { name, type: 'collection', options, info: { readOnly: false, uuid }, ...(idIndex && { idIndex: describeIndex(idIndex) }) };
}

export const dropDatabase: Command = {
  fields: [],
  async run({ engine, database }) {
    return engine.storage.write(() => {
      for (const collection of engine.catalog.collectionsOf(database)) engine.catalog.drop(collection);
      return { dropped: database };
    });
  },
};

export const listDatabases: Command = {
  fields: ['filter', 'nameOnly', 'authorizedDatabases'],
  run({ engine, body }) {
    const filter = parseFilter(documentArgument(body, 'filter'));
    const nameOnly = booleanArgument(body, 'nameOnly', false);
    const databases = engine.catalog.databases().map((name) => ({ name, sizeOnDisk: sum(engine.catalog.collectionsOf(name)), empty: engine.catalog.collectionsOf(name).every((each) => each.count === 0) }));
    const wanted = databases.filter((each) => filter.matches(each));
    return { databases: nameOnly ? wanted.map(({ name }) => ({ name })) : wanted, totalSize: wanted.reduce((total, each) => total + each.sizeOnDisk, 0) };
  },
};

function sum(collections: readonly Collection[]): number {
  return collections.reduce((total, each) => total + each.dataBytes, 0);
}

export const collStats: Command = {
  fields: ['scale'],
  run(input) {
    const name = collectionName(input);
    const collection = input.engine.catalog.find(input.database, name);
    const { count = 0, dataBytes = 0, indexes = [] } = collection ?? {};
    const indexSizes = Object.fromEntries(indexes.map((index) => [index.name, 0]));
    return { ns: `${input.database}.${name}`, count, size: dataBytes, avgObjSize: count === 0 ? 0 : Math.round(dataBytes / count), storageSize: dataBytes, nindexes: indexes.length, totalIndexSize: 0, indexSizes, capped: false };
  },
};

export const dbStats: Command = {
  fields: ['scale', 'freeStorage'],
  run({ engine, database }) {
    const collections = engine.catalog.collectionsOf(database);
    const objects = collections.reduce((total, each) => total + each.count, 0);
    return { db: database, collections: collections.length, views: 0, objects, dataSize: sum(collections), storageSize: sum(collections), indexes: collections.reduce((total, each) => total + each.indexes.length, 0), indexSize: 0 };
  },
};


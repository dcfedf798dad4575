import { randomUUID } from 'node:crypto';
import type { Binary} from 'bson';
import { deserialize, Long, serialize, UUID, type Document } from 'bson';
import { CommandError } from '../errors.js';
import { afterPrefix } from './record-keys.js';
import { idIndex, indexFromStored, indexToStored, type IndexDefinition } from './index-definition.js';
import type { Storage } from './storage.js';

export interface Collection {
  readonly database: string;
  readonly name: string;
  readonly id: number;
  readonly uuid: Binary;
  readonly options: Document;
  indexes: IndexDefinition[];
  count: number;
  dataBytes: number;
  nextRecord: number;
  /** Open cursors must not go on over what is being deleted. */
  isDropped: boolean;
}

/** A range of keys that belongs to nothing any more and is deleted bit by bit. */
export interface Garbage {
  readonly table: 'documents' | 'indexes';
  readonly id: number;
}

const COLLECTION = 'c';
const STATISTICS = 's';
const GARBAGE = 'g';
const NEXT_ID = Buffer.from('n');

/**
 * What exists: collections with their indexes, counts and numbers. Held in memory and written through; every change must
 * be made inside `Storage.write`.
 */
export class Catalog {
  private collections = new Map<string, Collection>();
  private dirty = new Set<Collection>();
  private garbage: Garbage[] = [];
  private nextId = 1;
  private readonly storage: Storage;

  constructor(storage: Storage) {
    this.storage = storage;
    this.load();
    storage.beforeCommit = () => this.writeStatistics();
    storage.afterAbort = () => this.load();
  }

  find(database: string, name: string): Collection | undefined {
    return this.collections.get(`${database}.${name}`);
  }

  databases(): string[] {
    return [...new Set([...this.collections.values()].map((collection) => collection.database))].sort();
  }

  all(): Collection[] {
    return [...this.collections.values()];
  }

  collectionsOf(database: string): Collection[] {
    return this.all().filter((collection) => collection.database === database);
  }

  ensure(database: string, name: string): Collection {
    return this.find(database, name) ?? this.create(database, name, {});
  }

  create(database: string, name: string, options: Document): Collection {
    checkNamespace(database, name);
    const uuid = new UUID(randomUUID()).toBinary();
    const collection: Collection = { database, name, id: this.newId(), uuid, options, indexes: [], count: 0, dataBytes: 0, nextRecord: 1, isDropped: false };
    collection.indexes = [idIndex(this.newId())];
    this.collections.set(`${database}.${name}`, collection);
    this.save(collection);
    this.touch(collection);
    return collection;
  }

  drop(collection: Collection): void {
    collection.isDropped = true;
    this.forget(collection);
    this.discard({ table: 'documents', id: collection.id });
    for (const index of collection.indexes) this.discard({ table: 'indexes', id: index.id });
  }

  rename(collection: Collection, database: string, name: string): void {
    checkNamespace(database, name);
    this.forget(collection);
    const renamed: Collection = { ...collection, database, name };
    this.collections.set(`${database}.${name}`, renamed);
    this.save(renamed);
    this.touch(renamed);
  }

  newId(): number {
    const id = this.nextId++;
    this.storage.catalog.putSync(NEXT_ID, Buffer.from(String(this.nextId)));
    return id;
  }

  /** Writes the definition: to be called after indexes or options have changed. */
  save(collection: Collection): void {
    const { database, name, id, uuid, options } = collection;
    const stored = serialize({ database, name, id, uuid, options, indexes: collection.indexes.map(indexToStored) });
    this.storage.catalog.putSync(keyOf(COLLECTION, collection), Buffer.from(stored));
  }

  /** Notes that counts changed; they are written once, at the end of the transaction. */
  touch(collection: Collection): void {
    this.dirty.add(collection);
  }

  /** Gives the keys of a dropped collection or index up for deletion. */
  discard(garbage: Garbage): void {
    this.garbage.push(garbage);
    this.storage.catalog.putSync(garbageKey(garbage), Buffer.from(garbage.table));
  }

  hasGarbage(): boolean {
    return this.garbage.length > 0;
  }

  /** Deletes up to `limit` discarded keys; to be called inside a write. */
  deleteGarbage(limit: number): void {
    const [first] = this.garbage;
    if (!first) return;
    const table = this.storage[first.table];
    const prefix = Buffer.alloc(4);
    prefix.writeUInt32BE(first.id);
    const keys = [...table.getKeys({ start: prefix, end: afterPrefix(prefix), limit })];
    for (const key of keys) table.removeSync(key);
    if (keys.length === limit) return;
    this.garbage.shift();
    this.storage.catalog.removeSync(garbageKey(first));
  }

  private forget(collection: Collection): void {
    this.collections.delete(`${collection.database}.${collection.name}`);
    this.dirty.delete(collection);
    this.storage.catalog.removeSync(keyOf(COLLECTION, collection));
    this.storage.catalog.removeSync(keyOf(STATISTICS, collection));
  }

  private writeStatistics(): void {
    for (const collection of this.dirty) {
      const { count, dataBytes, nextRecord } = collection;
      const stored = serialize({ count: Long.fromNumber(count), dataBytes: Long.fromNumber(dataBytes), nextRecord: Long.fromNumber(nextRecord) });
      this.storage.catalog.putSync(keyOf(STATISTICS, collection), Buffer.from(stored));
    }
    this.dirty.clear();
  }

  private load(): void {
    this.collections = new Map();
    this.dirty = new Set();
    this.garbage = [];
    this.nextId = Number(this.storage.catalog.getBinary(NEXT_ID)?.toString() ?? 1);
    for (const { key, value } of this.storage.catalog.getRange({})) {
      if (key[0] === COLLECTION.charCodeAt(0)) this.loadCollection(deserialize(value, { promoteBuffers: false }));
      if (key[0] === GARBAGE.charCodeAt(0)) this.garbage.push({ id: Number(key.subarray(2).toString()), table: value.toString() as Garbage['table'] });
    }
  }

  private loadCollection(stored: Document): void {
    const { database, name, id, uuid, options, indexes } = stored as { database: string; name: string; id: number; uuid: Binary; options: Document; indexes: Document[] };
    const collection: Collection = { database, name, id, uuid, options, indexes: indexes.map(indexFromStored), count: 0, dataBytes: 0, nextRecord: 1, isDropped: false };
    const statistics = this.storage.catalog.getBinary(keyOf(STATISTICS, collection));
    if (statistics) Object.assign(collection, deserialize(statistics));
    this.collections.set(`${database}.${name}`, collection);
  }
}

function keyOf(kind: string, { database, name }: { database: string; name: string }): Buffer {
  return Buffer.from(`${kind}:${database}.${name}`);
}

function garbageKey({ id }: Garbage): Buffer {
  return Buffer.from(`${GARBAGE}:${id}`);
}

export function checkNamespace(database: string, name: string): void {
  const badDatabase = database === '' || database.length > 63 || /[/\\. "$\0]/.test(database);
  const badName = name === '' || name.includes('$') || name.includes('\0') || name.startsWith('.') || name.endsWith('.') || name.startsWith('system.');
  if (badDatabase || badName) throw new CommandError('InvalidNamespace', `Invalid namespace specified '${database}.${name}'`);
  if (Buffer.byteLength(`${database}.${name}`) > 255) throw new CommandError('InvalidNamespace', `Fully qualified namespace is too long: ${database}.${name}`);
}

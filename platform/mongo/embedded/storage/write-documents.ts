import { CommandError } from '../errors.js';
import { documentKeys, type DocumentKeys } from '../documents/index-keys.js';
import { nested } from '../documents/paths.js';
import { pickFields, rawNames, type RawNames } from '../documents/raw-document.js';
import type { Doc } from '../values/bson-type.js';
import { decodePlain, decodeTyped, encode } from '../values/codec.js';
import type { TouchedFields } from '../update/parse-update.js';
import type { Catalog, Collection } from './catalog.js';
import type { IndexDefinition } from './index-definition.js';
import { documentKey, indexEntryKey, indexKey, recordFromBytes, recordToBytes, type RecordId } from './record-keys.js';
import type { Storage } from './storage.js';

export const MAX_DOCUMENT_BYTES = 16 * 1024 * 1024;

interface IndexEntries {
  readonly index: IndexDefinition;
  readonly entries: DocumentKeys;
}

/**
 * Changes documents together with their index entries. Each function checks everything that can be refused before it
 * writes anything, so a refusal leaves the transaction as it was. To be called inside `Storage.write`.
 */
export class DocumentWriter {
  private readonly storage: Storage;
  private readonly catalog: Catalog;

  constructor(storage: Storage, catalog: Catalog) {
    this.storage = storage;
    this.catalog = catalog;
  }

  insert(collection: Collection, raw: Buffer): RecordId {
    checkSize(raw);
    const wanted = entriesOf(collection, raw);
    for (const each of wanted) this.refuseDuplicates(collection, each, undefined);
    const record = collection.nextRecord++;
    for (const { index, entries } of wanted) this.putEntries(collection, index, entries, record);
    this.storage.documents.putSync(documentKey(collection.id, record), raw);
    collection.count += 1;
    collection.dataBytes += raw.length;
    this.catalog.touch(collection);
    return record;
  }

  /** `touched`: the only top-level fields in which the two may differ; any when absent. */
  replace(collection: Collection, record: RecordId, { before, after, touched }: { readonly before: Buffer; readonly after: Buffer; readonly touched?: TouchedFields | undefined }): void {
    checkSize(after);
    const old = entriesOf(collection, before, touched);
    const wanted = entriesOf(collection, after, touched);
    for (const each of wanted) this.refuseDuplicates(collection, each, record);
    for (const { index, entries } of old) this.removeEntries(index, entries, record, keysOf(wanted, index));
    for (const { index, entries } of wanted) this.putEntries(collection, index, entries, record, keysOf(old, index));
    this.storage.documents.putSync(documentKey(collection.id, record), after);
    collection.dataBytes += after.length - before.length;
    this.catalog.touch(collection);
  }

  remove(collection: Collection, record: RecordId, raw: Buffer): void {
    for (const { index, entries } of entriesOf(collection, raw)) this.removeEntries(index, entries, record);
    this.storage.documents.removeSync(documentKey(collection.id, record));
    collection.count -= 1;
    collection.dataBytes -= raw.length;
    this.catalog.touch(collection);
  }

  /** Adds the entries of one document to an index being built. */
  addToIndex(collection: Collection, index: IndexDefinition, record: RecordId, raw: Buffer): void {
    const entries = indexEntries(index, decodeTyped(raw));
    if (!entries) return;
    this.refuseDuplicates(collection, { index, entries }, undefined);
    this.putEntries(collection, index, entries, record);
  }

  private refuseDuplicates(collection: Collection, { index, entries }: IndexEntries, self: RecordId | undefined): void {
    if (!index.unique) return;
    for (const key of entries.keys) {
      const holder = this.storage.indexes.getBinary(indexKey(index.id, key));
      if (holder && recordFromBytes(holder) !== self) throw this.duplicateKey(collection, index, recordFromBytes(holder), key);
    }
  }

  private duplicateKey(collection: Collection, index: IndexDefinition, holder: RecordId, key: Buffer): CommandError {
    const raw = this.storage.documents.getBinary(documentKey(collection.id, holder));
    const value = raw ? keyValueOf(index, raw, key) : {};
    const shown = Object.entries(value).map(([path, each]) => `${path}: ${shellText(each)}`);
    return new CommandError('DuplicateKey', `E11000 duplicate key error collection: ${collection.database}.${collection.name} index: ${index.name} dup key: { ${shown.join(', ')} }`, {
      keyPattern: index.key,
      keyValue: value,
    });
  }

  private putEntries(collection: Collection, index: IndexDefinition, entries: DocumentKeys, record: RecordId, present?: ReadonlySet<string>): void {
    this.noteShape(collection, index, entries);
    const value = recordToBytes(record);
    for (const key of entries.keys) {
      if (present?.has(key.toString('latin1'))) continue;
      this.storage.indexes.putSync(index.unique ? indexKey(index.id, key) : indexEntryKey(index.id, key, record), value);
    }
  }

  private removeEntries(index: IndexDefinition, entries: DocumentKeys, record: RecordId, kept?: ReadonlySet<string>): void {
    for (const key of entries.keys) {
      if (kept?.has(key.toString('latin1'))) continue;
      this.storage.indexes.removeSync(index.unique ? indexKey(index.id, key) : indexEntryKey(index.id, key, record));
    }
  }

  /** The first array or overlong key changes what the planner may conclude from the index; that is part of its definition. */
  private noteShape(collection: Collection, index: IndexDefinition, { multikey, truncated }: DocumentKeys): void {
    const news = (truncated && !index.truncated) || multikey.some((now, i) => now && index.multikey[i] !== true);
    if (!news) return;
    index.multikey = index.multikey.map((before, i) => before || multikey[i] === true);
    index.truncated ||= truncated;
    if (collection.indexes.includes(index)) this.catalog.save(collection);
  }
}

function entriesOf(collection: Collection, raw: Buffer, touched?: TouchedFields): IndexEntries[] {
  const { indexes, names } = concernedIndexes(collection, touched ?? ALL_FIELDS);
  if (indexes.length === 0) return [];
  const doc = decodeTyped(pickFields(raw, names));
  return indexes.flatMap((index) => {
    const entries = indexEntries(index, doc);
    return entries ? [{ index, entries }] : [];
  });
}

function indexEntries(index: IndexDefinition, doc: Doc): DocumentKeys | undefined {
  if (index.fields.length === 0) return undefined;
  if (index.partial && !index.partial.filter.matches(doc)) return undefined;
  const entries = documentKeys(doc, index.fields);
  if (entries.multikey.includes(true) && Object.values(index.key).includes('hashed')) throw new CommandError('Location16766', 'hashed indexes do not currently support array values');
  return index.sparse && entries.absent ? undefined : entries;
}

/** Indexes that a change may concern, and the top-level fields that they look at. */
interface ConcernedIndexes {
  readonly indexes: readonly IndexDefinition[];
  readonly names: RawNames;
}

type SomeFields = Pick<TouchedFields, 'has'>;

const ALL_FIELDS: SomeFields = { has: () => true };
const concernedByIndexes = new WeakMap<readonly IndexDefinition[], WeakMap<SomeFields, ConcernedIndexes>>();

function concernedIndexes({ indexes: all }: Collection, touched: SomeFields): ConcernedIndexes {
  const byFields = concernedByIndexes.get(all) ?? new WeakMap<SomeFields, ConcernedIndexes>();
  concernedByIndexes.set(all, byFields);
  const known = byFields.get(touched);
  if (known) return known;
  const indexes = all.filter((index) => namesOf(index).some((name) => touched.has(name)));
  const made = { indexes, names: rawNames(indexes.flatMap(namesOf)) };
  byFields.set(touched, made);
  return made;
}

function namesOf({ fields, partial }: IndexDefinition): readonly string[] {
  return [...fields.map(({ parts }) => parts[0] as string), ...(partial?.filter.fields ?? [])];
}

function keysOf(all: readonly IndexEntries[], index: IndexDefinition): ReadonlySet<string> | undefined {
  const found = all.find((each) => each.index === index);
  return found && new Set(found.entries.keys.map((key) => key.toString('latin1')));
}

function checkSize(raw: Buffer): void {
  if (raw.length > MAX_DOCUMENT_BYTES) throw new CommandError('BSONObjectTooLarge', `BSONObj size: ${raw.length} is invalid. Size must be between 0 and ${MAX_DOCUMENT_BYTES}`);
}

/** The values that collide, taken from the document that holds the key: of an array, the element that it is about. */
function keyValueOf(index: IndexDefinition, raw: Buffer, key: Buffer): Doc {
  const doc = decodeTyped(raw);
  const value: Doc = {};
  for (const field of index.fields) value[field.path] = valueInKey(doc, index, field.path, key);
  return value;
}

function valueInKey(doc: Doc, index: IndexDefinition, path: string, key: Buffer): unknown {
  const field = index.fields.find((each) => each.path === path);
  const candidates = field ? candidatesOf(doc, field.parts) : [];
  if (candidates.length <= 1 || index.fields.length > 1) return candidates[0] ?? null;
  const holds = (candidate: unknown): boolean => documentKeys(nested(path.split('.'), candidate), index.fields).keys[0]?.equals(key) === true;
  return candidates.find(holds) ?? null;
}

function candidatesOf(value: unknown, parts: readonly string[]): unknown[] {
  if (Array.isArray(value)) return value.flatMap((element: unknown) => candidatesOf(element, parts));
  const [part, ...rest] = parts;
  if (part === undefined) return [value];
  if (typeof value !== 'object' || value === null) return [];
  return candidatesOf((value as Doc)[part], rest);
}

function shellText(value: unknown): string {
  const plain = decodePlain(encode({ value }))['value'];
  if (typeof plain === 'string') return `"${plain}"`;
  return JSON.stringify(plain);
}

import { deserialize, serialize, type Document } from 'bson';
import { keyFieldOf, type KeyField } from '../documents/index-keys.js';
import { parseFilter, type Filter } from '../query/parse-filter.js';
import { decodeTyped, encode } from '../values/codec.js';
import type { Doc } from '../values/bson-type.js';

export interface IndexDefinition {
  readonly id: number;
  readonly name: string;
  /** As given, for instance `{ shop: 1, at: -1 }`. */
  readonly key: Document;
  readonly fields: readonly KeyField[];
  readonly unique: boolean;
  readonly sparse: boolean;
  readonly partial: PartialFilter | undefined;
  readonly expireAfterSeconds: number | undefined;
  /** Per field: whether any document ever had an array there. Never goes back to false. */
  multikey: boolean[];
  /** Whether any key was ever too long to be kept whole; such an index gives no order. */
  truncated: boolean;
}

export interface PartialFilter {
  readonly expression: Doc;
  readonly filter: Filter;
}

export interface NewIndex {
  readonly id: number;
  readonly name: string;
  readonly key: Document;
  readonly unique?: boolean;
  readonly sparse?: boolean;
  readonly partialFilterExpression?: Doc;
  readonly expireAfterSeconds?: number;
  readonly multikey?: boolean[];
  readonly truncated?: boolean;
}

export function defineIndex(given: NewIndex): IndexDefinition {
  const { id, name, key, partialFilterExpression } = given;
  const fields = keyFields(key);
  return {
    id,
    name,
    key,
    fields,
    unique: given.unique === true,
    sparse: given.sparse === true,
    partial: partialFilterExpression && { expression: partialFilterExpression, filter: parseFilter(partialFilterExpression) },
    expireAfterSeconds: given.expireAfterSeconds,
    multikey: given.multikey ?? fields.map(() => false),
    truncated: given.truncated === true,
  };
}

/**
 * The fields whose values make the entries. A hashed field is kept as the value itself, which serves equality as well. A
 * wildcard index has none: it can be made and listed, and queries are answered without it.
 */
export function keyFields(key: Document): KeyField[] {
  return Object.entries(key).filter(([path]) => !isWildcard(path)).map(([path, direction]) => keyFieldOf(path, Number(direction) < 0));
}

export function isWildcard(path: string): boolean {
  return path === '$**' || path.endsWith('.$**');
}

export function idIndex(id: number): IndexDefinition {
  return defineIndex({ id, name: '_id_', key: { _id: 1 }, unique: true });
}

/** As `listIndexes` shows it. */
export function describeIndex(index: IndexDefinition): Document {
  return {
    v: 2,
    key: index.key,
    name: index.name,
    ...(index.unique && index.name !== '_id_' && { unique: true }),
    ...(index.sparse && { sparse: true }),
    ...(index.partial && { partialFilterExpression: index.partial.expression }),
    ...(index.expireAfterSeconds !== undefined && { expireAfterSeconds: index.expireAfterSeconds }),
  };
}

export function indexToStored(index: IndexDefinition): Document {
  const { v: _v, ...described } = describeIndex(index);
  const { partialFilterExpression, ...rest } = described;
  return {
    ...rest,
    id: index.id,
    unique: index.unique,
    multikey: index.multikey,
    truncated: index.truncated,
    ...(partialFilterExpression === undefined ? {} : { partial: encode(partialFilterExpression as Doc) }),
  };
}

export function indexFromStored(stored: Document): IndexDefinition {
  const { partial, ...rest } = stored as NewIndex & { partial?: { buffer: Uint8Array } };
  const key = deserialize(serialize(rest.key));
  return defineIndex({ ...rest, key, ...(partial && { partialFilterExpression: decodeTyped(partial.buffer) }) });
}

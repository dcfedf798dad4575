import type { Binary, BSONRegExp, BSONSymbol, Code, DBRef, ObjectId, Timestamp } from 'bson';
import { BRACKET, bracketOf, bsonTag, type Doc } from './bson-type.js';
import { compareNumbers, type BsonNumber } from './numbers.js';

/** MongoDB's total order over BSON values: by type bracket, then by value. */
export function compareValues(a: unknown, b: unknown): number {
  const bracket = bracketOf(a);
  const other = bracketOf(b);
  return bracket === other ? compareInBracket(bracket, a, b) : bracket - other;
}

export function equalValues(a: unknown, b: unknown): boolean {
  return compareValues(a, b) === 0;
}

function compareInBracket(bracket: number, a: unknown, b: unknown): number {
  switch (bracket) {
    case BRACKET.number:
      return typeof a === 'number' && typeof b === 'number' && a !== b && a === a && b === b ? a - b : compareNumbers(a as BsonNumber, b as BsonNumber);
    case BRACKET.string:
      return compareStrings(textOf(a), textOf(b));
    case BRACKET.object:
      return compareDocs(docOf(a), docOf(b));
    case BRACKET.array:
      return compareArrays(a as unknown[], b as unknown[]);
    case BRACKET.binary:
      return compareBinaries(a, b);
    case BRACKET.objectId:
      return Buffer.compare((a as ObjectId).id, (b as ObjectId).id);
    case BRACKET.boolean:
      return Number(a) - Number(b);
    case BRACKET.date:
      return (a as Date).getTime() - (b as Date).getTime();
    case BRACKET.timestamp:
      return (a as Timestamp).compare(b as Timestamp);
    case BRACKET.regex: {
      const [left, right] = [regexParts(a), regexParts(b)];
      return compareStrings(left.pattern, right.pattern) || compareStrings(left.options, right.options);
    }
    case BRACKET.code:
    case BRACKET.codeWithScope:
      return compareStrings((a as Code).code, (b as Code).code);
    default:
      return 0;
  }
}

/** By UTF-8 bytes, which is by code points: UTF-16 surrogates sort after every other code unit. */
export function compareStrings(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (x !== y) return codeUnitRank(x) - codeUnitRank(y);
  }
  return a.length - b.length;
}

function codeUnitRank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

export function compareDocs(a: Doc, b: Doc): number {
  const [keys, otherKeys] = [Object.keys(a), Object.keys(b)];
  const length = Math.min(keys.length, otherKeys.length);
  for (let i = 0; i < length; i++) {
    const [key, otherKey] = [keys[i] as string, otherKeys[i] as string];
    const order = bracketOf(a[key]) - bracketOf(b[otherKey]) || compareStrings(key, otherKey) || compareValues(a[key], b[otherKey]);
    if (order !== 0) return order;
  }
  return keys.length - otherKeys.length;
}

function compareArrays(a: readonly unknown[], b: readonly unknown[]): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const order = compareValues(a[i], b[i]);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

function compareBinaries(a: unknown, b: unknown): number {
  const [left, right] = [binaryParts(a), binaryParts(b)];
  return left.bytes.length - right.bytes.length || left.subtype - right.subtype || Buffer.compare(left.bytes, right.bytes);
}

export function binaryParts(value: unknown): { bytes: Uint8Array; subtype: number } {
  if (bsonTag(value as object) !== 'Binary') return { bytes: value as Uint8Array, subtype: 0 };
  const binary = value as Binary;
  return { bytes: binary.buffer.subarray(0, binary.position), subtype: binary.sub_type };
}

export function regexParts(value: unknown): { pattern: string; options: string } {
  if (value instanceof RegExp) return { pattern: value.source, options: value.flags };
  const { pattern, options } = value as BSONRegExp;
  return { pattern, options };
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (value as BSONSymbol).value;
}

/** A DBRef is a document with the fields `$ref`, `$id` and perhaps `$db`. */
export function docOf(value: unknown): Doc {
  if (bsonTag(value as object) !== 'DBRef') return value as Doc;
  const { collection, oid, db, fields } = value as DBRef;
  return { $ref: collection, $id: oid, ...(db === undefined ? {} : { $db: db }), ...fields };
}

/**
 * Documents inside the server are decoded with exact types (`Int32`, `Long`, `Double`, `Decimal128`), or, inside
 * aggregation, with plain JavaScript numbers; everything here takes both.
 */
export type Doc = Record<string, unknown>;

/** MongoDB's order between types: values of one bracket compare with each other, brackets compare by this number. */
export const BRACKET = {
  minKey: 1,
  undefined: 3,
  null: 5,
  number: 10,
  string: 15,
  object: 20,
  array: 25,
  binary: 30,
  objectId: 35,
  boolean: 40,
  date: 45,
  timestamp: 47,
  regex: 50,
  dbPointer: 55,
  code: 60,
  codeWithScope: 65,
  maxKey: 127,
} as const;

const bracketOfBsonType: Record<string, number> = {
  Int32: BRACKET.number,
  Long: BRACKET.number,
  Double: BRACKET.number,
  Decimal128: BRACKET.number,
  BSONSymbol: BRACKET.string,
  ObjectId: BRACKET.objectId,
  Binary: BRACKET.binary,
  Timestamp: BRACKET.timestamp,
  BSONRegExp: BRACKET.regex,
  MinKey: BRACKET.minKey,
  MaxKey: BRACKET.maxKey,
  DBRef: BRACKET.object,
};

export function bracketOf(value: unknown): number {
  switch (typeof value) {
    case 'undefined':
      return BRACKET.undefined;
    case 'number':
    case 'bigint':
      return BRACKET.number;
    case 'string':
      return BRACKET.string;
    case 'boolean':
      return BRACKET.boolean;
    case 'object':
      return value === null ? BRACKET.null : bracketOfObject(value);
    default:
      throw new TypeError(`no BSON type for a ${typeof value}`);
  }
}

function bracketOfObject(value: object): number {
  if (Array.isArray(value)) return BRACKET.array;
  const tag = bsonTag(value);
  if (tag === 'Code') return (value as { scope?: unknown }).scope ? BRACKET.codeWithScope : BRACKET.code;
  if (tag !== undefined) return bracketOfBsonType[tag] ?? BRACKET.object;
  if (value instanceof Date) return BRACKET.date;
  if (value instanceof RegExp) return BRACKET.regex;
  if (ArrayBuffer.isView(value)) return BRACKET.binary;
  return BRACKET.object;
}

/** The `_bsontype` of the bson library's classes; undefined for plain values. A document's own field of that name is no tag. */
export function bsonTag(value: object): string | undefined {
  if (Object.getPrototypeOf(value) === Object.prototype) return undefined;
  const tag = (value as { _bsontype?: unknown })._bsontype;
  return typeof tag === 'string' ? tag : undefined;
}

/** A sub-document, with fields of its own, and not one of BSON's scalar types. */
export function isDoc(value: unknown): value is Doc {
  return typeof value === 'object' && value !== null && bracketOfObject(value) === BRACKET.object && bsonTag(value) === undefined;
}

/** The alias that `$type` and error messages use. */
export function typeName(value: unknown): string {
  if (typeof value === 'number') return Number.isInteger(value) && Math.abs(value) <= 0x7fffffff ? 'int' : 'double';
  if (typeof value === 'bigint') return 'long';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'object' && value !== null) {
    const named = aliasOfBsonType[bsonTag(value) ?? ''];
    if (named !== undefined) return named;
  }
  return aliasOfBracket[bracketOf(value)] ?? 'object';
}

const aliasOfBsonType: Record<string, string> = { Int32: 'int', Long: 'long', Double: 'double', Decimal128: 'decimal', BSONSymbol: 'symbol' };

const aliasOfBracket: Record<number, string> = {
  [BRACKET.minKey]: 'minKey',
  [BRACKET.undefined]: 'undefined',
  [BRACKET.null]: 'null',
  [BRACKET.string]: 'string',
  [BRACKET.object]: 'object',
  [BRACKET.array]: 'array',
  [BRACKET.binary]: 'binData',
  [BRACKET.objectId]: 'objectId',
  [BRACKET.boolean]: 'bool',
  [BRACKET.date]: 'date',
  [BRACKET.timestamp]: 'timestamp',
  [BRACKET.regex]: 'regex',
  [BRACKET.code]: 'javascript',
  [BRACKET.codeWithScope]: 'javascriptWithScope',
  [BRACKET.maxKey]: 'maxKey',
};

import { createHash } from 'node:crypto';
import { CommandError } from '../errors.js';
import { isDoc, type Doc } from '../values/bson-type.js';
import { encodeValue } from '../values/encode-value.js';
import { KeyWriter } from '../values/key-writer.js';
import { isArrayIndex } from './paths.js';

export interface KeyField {
  readonly path: string;
  readonly parts: readonly string[];
  readonly descending: boolean;
}

export function keyFieldOf(path: string, descending: boolean): KeyField {
  return { path, parts: path.split('.'), descending };
}

export interface DocumentKeys {
  /** One encoded key per combination of array elements, without duplicates. */
  readonly keys: readonly Buffer[];
  /** Per field: whether an array was crossed. */
  readonly multikey: readonly boolean[];
  /** Whether a key was too long to be kept whole. */
  readonly truncated: boolean;
  /** Whether no field of the index is present, which keeps the document out of sparse indexes. */
  readonly absent: boolean;
}

/**
 * lmdb takes keys of at most 1,978 bytes, of which 4 name the index and 6 the record. A longer key is cut and ends in a
 * hash of the whole: equality stays exact, order holds up to the cut.
 */
export const MAX_KEY_BYTES = 1900;
export const CUT_BYTES = MAX_KEY_BYTES - 20;

const writer = new KeyWriter();

export function documentKeys(doc: Doc, fields: readonly KeyField[]): DocumentKeys {
  const multikey = fields.map(() => false);
  const perField = fields.map((field, i) => fieldValues(doc, field, () => (multikey[i] = true)));
  refuseParallelArrays(fields, perField, multikey);
  const absent = perField.every((values) => values.length === 1 && values[0] === ABSENT);
  const single = perField.every((values) => values.length === 1);
  const combinations = single ? [perField.map(([value]) => value)] : combine(doc, fields, perField);
  let truncated = false;
  const unique = new Map<string, Buffer>();
  for (const values of combinations) {
    const whole = encodeFields(values, fields);
    const key = boundKey(whole);
    truncated ||= key !== whole;
    unique.set(combinations.length === 1 ? '' : key.toString('latin1'), key);
  }
  return { keys: [...unique.values()], multikey, truncated, absent };
}

/** The values one document has at a field of an index or a sort order, missing ones as null. */
export function keyValues(doc: Doc, field: KeyField): unknown[] {
  return fieldValues(doc, field, () => undefined).map((value) => (value === ABSENT ? null : value));
}

/** Stands for a missing field; encoded as null. */
const ABSENT = Symbol('absent');

export function encodeFields(values: readonly unknown[], fields: readonly KeyField[]): Buffer {
  writer.reset();
  values.forEach((value, i) => encodeField(value, fields[i]?.descending === true));
  return writer.take();
}

function encodeField(value: unknown, descending: boolean): void {
  const start = writer.length;
  encodeValue(writer, value === ABSENT ? null : value);
  if (descending) writer.invertFrom(start);
}

export function boundKey(whole: Buffer): Buffer {
  if (whole.length <= MAX_KEY_BYTES) return whole;
  return Buffer.concat([whole.subarray(0, CUT_BYTES), createHash('sha256').update(whole).digest().subarray(0, 20)]);
}

/** The values of one field: an array counts by its elements, an empty one as undefined, a missing field as absent. */
function fieldValues(doc: Doc, { parts }: KeyField, crossedArray: () => void): unknown[] {
  const found: unknown[] = [];
  collect(doc, parts, 0, found, crossedArray);
  return found.length === 0 ? [ABSENT] : found;
}

function collect(value: unknown, parts: readonly string[], at: number, found: unknown[], crossedArray: () => void): void {
  if (at === parts.length) { collectLeaf(value, found, crossedArray); return; }
  if (Array.isArray(value)) {
    crossedArray();
    const part = parts[at] as string;
    if (isArrayIndex(part) && Number(part) < value.length) collect(value[Number(part)], parts, at + 1, found, crossedArray);
    for (const element of value) {
      if (isDoc(element)) collect(element, parts, at, found, crossedArray);
      else if (!isArrayIndex(part)) found.push(ABSENT);
    }
    if (found.length === 0) found.push(ABSENT);
    return;
  }
  if (isDoc(value)) { collect(value[parts[at] as string], parts, at + 1, found, crossedArray); return; }
  found.push(ABSENT);
}

function collectLeaf(value: unknown, found: unknown[], crossedArray: () => void): void {
  if (!Array.isArray(value)) {
    found.push(value === undefined ? ABSENT : value);
    return;
  }
  crossedArray();
  if (value.length === 0) found.push(undefined);
  else found.push(...(value as unknown[]));
}

function refuseParallelArrays(fields: readonly KeyField[], perField: readonly unknown[][], multikey: readonly boolean[]): void {
  const many = fields.filter((_, i) => multikey[i] === true && (perField[i]?.length ?? 0) > 0);
  const roots = new Set(many.map((field) => field.parts[0]));
  if (roots.size > 1) throw new CommandError('CannotIndexParallelArrays', `cannot index parallel arrays [${many.map((field) => field.path).join('] [')}]`);
}

/**
 * Fields below one array combine element by element, as they belong together: `{ a: [{ b: 1, c: 2 }, { b: 3, c: 4 }] }`
 * has the keys (1, 2) and (3, 4) in an index of `a.b` and `a.c`.
 */
function combine(doc: Doc, fields: readonly KeyField[], perField: readonly unknown[][]): unknown[][] {
  const root = fields.find((_, i) => (perField[i]?.length ?? 0) > 1)?.parts[0] as string;
  const shared = fields.filter((field) => field.parts[0] === root);
  const array = doc[root];
  if (shared.length > 1 && Array.isArray(array)) {
    return array.flatMap((element: unknown) => product(fields.map((field, i) => (field.parts[0] === root ? fieldValues({ [root]: element }, field, () => undefined) : (perField[i] as unknown[])))));
  }
  return product(perField);
}

function product(lists: readonly (readonly unknown[])[]): unknown[][] {
  return lists.reduce<unknown[][]>((rows, values) => rows.flatMap((row) => values.map((value) => [...row, value])), [[]]);
}

import { CommandError, notSupported } from '../errors.js';
import { keyFieldOf, type KeyField } from '../documents/index-keys.js';
import { valuesAt } from '../documents/paths.js';
import { isDoc, type Doc } from '../values/bson-type.js';
import { compareValues } from '../values/compare-values.js';
import { encodeValue } from '../values/encode-value.js';
import { KeyWriter } from '../values/key-writer.js';
import { isNumber, toDouble } from '../values/numbers.js';

export type SortOrder = readonly KeyField[];

/** Reads `{ a: 1, b: -1 }`; an empty one is no order. */
export function parseSort(spec: unknown): SortOrder {
  if (spec === undefined || spec === null) return [];
  if (!isDoc(spec)) throw new CommandError('TypeMismatch', "BSON field 'sort' is the wrong type, expected type 'object'");
  return Object.entries(spec).map(([path, direction]) => {
    if (isDoc(direction)) throw notSupported(`sorting by ${Object.keys(direction).join()}`);
    if (!isNumber(direction) || Math.abs(toDouble(direction)) !== 1) throw new CommandError('BadValue', `$sort key ordering must be 1 (for ascending) or -1 (for descending)`);
    return keyFieldOf(path, toDouble(direction) < 0);
  });
}

const writer = new KeyWriter();

/** Bytes whose order is the order of documents: an array counts by its least element, or its greatest when descending. */
export function sortKey(doc: Doc, order: SortOrder): Buffer {
  writer.reset();
  for (const { parts, descending } of order) {
    const start = writer.length;
    encodeValue(writer, representative(doc, parts, descending));
    if (descending) writer.invertFrom(start);
  }
  return writer.take();
}

function representative(doc: Doc, parts: readonly string[], greatest: boolean): unknown {
  if (parts.length === 1) {
    const value = doc[parts[0] as string];
    if (!Array.isArray(value)) return value ?? null;
  }
  const values = valuesAt(doc, parts).flatMap((value) => (Array.isArray(value) ? (value.length === 0 ? [undefined] : (value as unknown[])) : [value]));
  if (values.length === 0) return null;
  return values.reduce((best, value) => (compareValues(value, best) > 0 === greatest && compareValues(value, best) !== 0 ? value : best));
}

import { CommandError, notSupported } from '../errors.js';
import { keyFieldOf, keyValues, type KeyField } from '../documents/index-keys.js';
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
  for (const field of order) {
    const start = writer.length;
    encodeValue(writer, representative(doc, field));
    if (field.descending) writer.invertFrom(start);
  }
  return writer.take();
}

function representative(doc: Doc, field: KeyField): unknown {
  const [name] = field.parts as [string];
  if (field.parts.length === 1 && !Array.isArray(doc[name])) return doc[name] ?? null;
  const sign = field.descending ? 1 : -1;
  return keyValues(doc, field).reduce((best, value) => (compareValues(value, best) * sign > 0 ? value : best));
}

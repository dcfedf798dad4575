import { CommandError } from '../errors.js';

/** One element of an encoded document: `start` is its type byte, `value` its first value byte, `end` the byte after it. */
export interface RawElement {
  readonly type: number;
  readonly start: number;
  readonly nameEnd: number;
  readonly value: number;
  readonly end: number;
}

const fixedSizes: Record<number, number> = { 0x01: 8, 0x06: 0, 0x07: 12, 0x08: 1, 0x09: 8, 0x0a: 0, 0x10: 4, 0x11: 8, 0x12: 8, 0x13: 16, 0xff: 0, 0x7f: 0 };

/** The elements of the document (or array) that begins at `offset`, without decoding any. Throws on malformed bytes. */
export function* rawElements(raw: Buffer, offset = 0): Generator<RawElement> {
  const end = offset + raw.readInt32LE(offset) - 1;
  if (end >= raw.length || raw[end] !== 0) throw malformed();
  let start = offset + 4;
  while (start < end) {
    const element = elementAt(raw, start);
    if (element.end > end) throw malformed();
    yield element;
    start = element.end;
  }
}

function elementAt(raw: Buffer, start: number): RawElement {
  const type = raw[start] as number;
  const nameEnd = raw.indexOf(0, start + 1);
  if (nameEnd < 0) throw malformed();
  return { type, start, nameEnd, value: nameEnd + 1, end: nameEnd + 1 + valueSize(raw, type, nameEnd + 1) };
}

function valueSize(raw: Buffer, type: number, at: number): number {
  const fixed = fixedSizes[type];
  if (fixed !== undefined) return fixed;
  switch (type) {
    case 0x02:
    case 0x0d:
    case 0x0e:
      return 4 + raw.readInt32LE(at);
    case 0x03:
    case 0x04:
    case 0x0f:
      return raw.readInt32LE(at);
    case 0x05:
      return 5 + raw.readInt32LE(at);
    case 0x0b: {
      const options = raw.indexOf(0, at) + 1;
      return raw.indexOf(0, options) + 1 - at;
    }
    case 0x0c:
      return 4 + raw.readInt32LE(at) + 12;
    default:
      throw malformed();
  }
}

export function nameOf(raw: Buffer, element: RawElement): string {
  return raw.toString('utf8', element.start + 1, element.nameEnd);
}

/** A set of field names that encoded ones are looked up in without decoding them. */
export interface RawNames {
  readonly ordered: readonly string[];
  /** By length of the encoded name. */
  readonly byLength: readonly (readonly { readonly name: string; readonly encoded: Buffer }[] | undefined)[];
}

export function rawNames(names: Iterable<string>): RawNames {
  const byLength: { name: string; encoded: Buffer }[][] = [];
  const ordered = [...new Set(names)];
  for (const name of ordered) {
    const encoded = Buffer.from(name);
    (byLength[encoded.length] ??= []).push({ name, encoded });
  }
  return { ordered, byLength };
}

/** A document of only those top-level elements whose names are in `names`, in their order. */
export function pickFields(raw: Buffer, names: RawNames): Buffer {
  const end = raw.readInt32LE(0) - 1;
  const picked: number[] = [];
  let size = 5;
  for (let start = 4; start < end && picked.length < 2 * names.ordered.length; ) {
    const nameEnd = nameEndAt(raw, start);
    const next = nameEnd + 1 + valueSize(raw, raw[start] as number, nameEnd + 1);
    if (nameAmong(raw, start + 1, nameEnd, names) !== undefined) {
      picked.push(start, next);
      size += next - start;
    }
    start = next;
  }
  const part = Buffer.allocUnsafe(size);
  let at = part.writeInt32LE(size, 0);
  for (let i = 0; i < picked.length; i += 2) at += raw.copy(part, at, picked[i], picked[i + 1]);
  part[at] = 0;
  return part;
}

/** A document's elements by name, each with its type and name. */
export function elementsOf(raw: Buffer): Map<string, Buffer> {
  const elements = new Map<string, Buffer>();
  for (const element of rawElements(raw)) elements.set(nameOf(raw, element), raw.subarray(element.start, element.end));
  return elements;
}

/**
 * The document with `fresh` in place of its elements named in `names`: each where it stood, one that is not in `fresh` left
 * out, new ones at the end, sorted as `names` were given.
 */
export function replaceFields(raw: Buffer, names: RawNames, fresh: Map<string, Buffer>): Buffer {
  const end = raw.readInt32LE(0) - 1;
  const replaced = Buffer.allocUnsafe(raw.length + totalLength(fresh));
  let at = 4;
  let kept = 4;
  for (let start = 4; start < end; ) {
    const nameEnd = nameEndAt(raw, start);
    const next = nameEnd + 1 + valueSize(raw, raw[start] as number, nameEnd + 1);
    const name = nameAmong(raw, start + 1, nameEnd, names);
    if (name !== undefined) {
      at += raw.copy(replaced, at, kept, start);
      kept = next;
      at += fresh.get(name)?.copy(replaced, at) ?? 0;
      fresh.delete(name);
    }
    start = next;
  }
  at += raw.copy(replaced, at, kept, end);
  if (fresh.size > 0) for (const name of names.ordered) at += fresh.get(name)?.copy(replaced, at) ?? 0;
  replaced[at] = 0;
  replaced.writeInt32LE(at + 1, 0);
  return replaced.subarray(0, at + 1);
}

function totalLength(elements: ReadonlyMap<string, Buffer>): number {
  let total = 0;
  for (const { length } of elements.values()) total += length;
  return total;
}

function nameEndAt(raw: Buffer, start: number): number {
  let at = start + 1;
  while (at < raw.length && raw[at] !== 0) at += 1;
  if (at >= raw.length) throw malformed();
  return at;
}

/** Which of the names stands between `start` and `end`. */
function nameAmong(raw: Buffer, start: number, end: number, { byLength }: RawNames): string | undefined {
  const candidates = byLength[end - start];
  if (candidates === undefined) return undefined;
  for (const { name, encoded } of candidates) {
    let i = 0;
    while (i < encoded.length && encoded[i] === raw[start + i]) i += 1;
    if (i === encoded.length) return name;
  }
  return undefined;
}

/** Puts one element in front of a document's others. */
export function prependElement(raw: Buffer, element: Buffer): Buffer {
  const size = raw.readInt32LE(0) + element.length;
  const grown = Buffer.concat([raw.subarray(0, 4), element, raw.subarray(4)], size);
  grown.writeInt32LE(size, 0);
  return grown;
}

/** Moves the element to the front of its document. */
export function moveToFront(raw: Buffer, { start, end }: RawElement): Buffer {
  return Buffer.concat([raw.subarray(0, 4), raw.subarray(start, end), raw.subarray(4, start), raw.subarray(end)], raw.length);
}

function malformed(): CommandError {
  return new CommandError('FailedToParse', 'malformed BSON');
}

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

/** A document of only those top-level elements whose names are in `names`, in their order. */
export function pickFields(raw: Buffer, names: readonly Buffer[]): Buffer {
  const end = raw.readInt32LE(0) - 1;
  const parts: Buffer[] = [EMPTY_HEAD];
  let size = 5;
  let missing = names.length;
  for (let start = 4; start < end && missing > 0; ) {
    const nameEnd = raw.indexOf(0, start + 1);
    const next = nameEnd + 1 + valueSize(raw, raw[start] as number, nameEnd + 1);
    if (isOneOf(raw, start + 1, nameEnd, names)) {
      parts.push(raw.subarray(start, next));
      size += next - start;
      missing -= 1;
    }
    start = next;
  }
  parts.push(EMPTY_TAIL);
  const picked = Buffer.concat(parts, size);
  picked.writeInt32LE(size, 0);
  return picked;
}

const EMPTY_HEAD = Buffer.alloc(4);
const EMPTY_TAIL = Buffer.alloc(1);

function isOneOf(raw: Buffer, start: number, end: number, names: readonly Buffer[]): boolean {
  for (const name of names) {
    if (name.length === end - start && name.compare(raw, start, end) === 0) return true;
  }
  return false;
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

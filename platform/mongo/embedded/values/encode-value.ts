import type { Code, ObjectId, Timestamp } from 'bson';
import { BRACKET, bracketOf, type Doc } from './bson-type.js';
import { binaryParts, docOf, regexParts, textOf } from './compare-values.js';
import { compareExact, doubleToExact, type ExactDecimal } from './exact-decimal.js';
import type { KeyWriter } from './key-writer.js';
import { isDoubleExact, toDouble, toExact, type BsonNumber } from './numbers.js';

/**
 * Appends bytes whose order is `compareValues`' order. The bytes of one value are never the beginning of another's, so
 * encodings can be put one after the other for compound keys. The first byte is the type bracket.
 */
export function encodeValue(writer: KeyWriter, value: unknown): void {
  const bracket = bracketOf(value);
  writer.byte(bracket);
  encodeBody(writer, bracket, value);
}

function encodeBody(writer: KeyWriter, bracket: number, value: unknown): void {
  switch (bracket) {
    case BRACKET.number:
      { encodeNumber(writer, value as BsonNumber); return; }
    case BRACKET.string:
      { writer.text(textOf(value)); return; }
    case BRACKET.object:
      { encodeDoc(writer, docOf(value)); return; }
    case BRACKET.array:
      { encodeArray(writer, value as unknown[]); return; }
    case BRACKET.binary:
      { encodeBinary(writer, value); return; }
    case BRACKET.objectId:
      { writer.raw((value as ObjectId).id); return; }
    case BRACKET.boolean:
      { writer.byte(value === true ? 1 : 0); return; }
    case BRACKET.date:
      { writer.orderedDouble((value as Date).getTime()); return; }
    case BRACKET.timestamp:
      { writer.uint64((value as Timestamp).toBigInt()); return; }
    case BRACKET.regex: {
      const { pattern, options } = regexParts(value);
      writer.text(pattern);
      writer.text(options); return;
    }
    case BRACKET.code:
    case BRACKET.codeWithScope:
      { writer.text((value as Code).code); return; }
    default:
      return;
  }
}

function encodeDoc(writer: KeyWriter, doc: Doc): void {
  for (const key of Object.keys(doc)) {
    const bracket = bracketOf(doc[key]);
    writer.byte(bracket);
    writer.text(key);
    encodeBody(writer, bracket, doc[key]);
  }
  writer.byte(0);
}

function encodeArray(writer: KeyWriter, values: readonly unknown[]): void {
  for (const value of values) encodeValue(writer, value);
  writer.byte(0);
}

function encodeBinary(writer: KeyWriter, value: unknown): void {
  const { bytes, subtype } = binaryParts(value);
  writer.uint32(bytes.length);
  writer.byte(subtype);
  writer.raw(bytes);
}

const SAME = 0x80;
const BELOW = 0x40;
const ABOVE = 0xc0;

/**
 * The nearest double, then where the exact value stands relative to it. Only longs past 2^53 and decimals can differ
 * from their double; those carry their exact digits too.
 */
function encodeNumber(writer: KeyWriter, value: BsonNumber): void {
  const double = toDouble(value);
  writer.orderedDouble(double);
  if (Number.isNaN(double) || isDoubleExact(value)) { writer.byte(SAME); return; }
  const exact = toExact(value);
  if (!exact) { writer.byte(SAME); return; }
  const order = Number.isFinite(double) ? compareExact(exact, doubleToExact(double)) : double > 0 ? -1 : 1;
  if (order === 0) { writer.byte(SAME); return; }
  writer.byte(order < 0 ? BELOW : ABOVE);
  encodeDigits(writer, exact);
}

function encodeDigits(writer: KeyWriter, { coefficient, exponent }: ExactDecimal): void {
  const negative = coefficient < 0n;
  const digits = (negative ? -coefficient : coefficient).toString();
  const start = writer.length;
  writer.uint32(exponent + digits.length + 0x10000);
  writer.text(digits.replace(/0+$/, ''));
  if (negative) writer.invertFrom(start);
}

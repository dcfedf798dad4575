import { deserialize, serialize, type Document } from 'bson';
import type { Doc } from './bson-type.js';

/** Decodes keeping every BSON type as it is: numbers become `Int32`, `Long`, `Double` or `Decimal128`. */
export function decodeTyped(raw: Uint8Array): Doc {
  return deserialize(raw, { promoteValues: false, bsonRegExp: true, validation: { utf8: false } });
}

/** Decodes with plain JavaScript numbers where they are exact; what expressions calculate with. */
export function decodePlain(raw: Uint8Array): Doc {
  return deserialize(raw, { promoteBuffers: false, bsonRegExp: false, validation: { utf8: false } });
}

export function encode(doc: Document): Buffer {
  const bytes = serialize(doc, { ignoreUndefined: false });
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Encodes what expressions made: fields that turned out missing are left out. */
export function encodePlain(doc: Document): Buffer {
  const bytes = serialize(doc, { ignoreUndefined: true });
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** A typed value as expressions see it. */
export function typedToPlain(value: unknown): unknown {
  return decodePlain(encode({ value }))['value'];
}

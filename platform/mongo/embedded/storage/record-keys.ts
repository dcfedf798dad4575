/** A document's place in its collection: numbers given in order of insertion, never reused. */
export type RecordId = number;

const RECORD_BYTES = 6;

/** The key of a document: collection number, then record number, so a scan goes in order of insertion. */
export function documentKey(collectionId: number, record: RecordId): Buffer {
  const key = Buffer.allocUnsafe(4 + RECORD_BYTES);
  key.writeUInt32BE(collectionId, 0);
  key.writeUIntBE(record, 4, RECORD_BYTES);
  return key;
}

export function recordOfDocumentKey(key: Buffer): RecordId {
  return key.readUIntBE(4, RECORD_BYTES);
}

export function recordToBytes(record: RecordId): Buffer {
  const bytes = Buffer.allocUnsafe(RECORD_BYTES);
  bytes.writeUIntBE(record, 0, RECORD_BYTES);
  return bytes;
}

export function recordFromBytes(bytes: Buffer): RecordId {
  return bytes.readUIntBE(0, RECORD_BYTES);
}

/** Index number in front of an encoded key. */
export function indexKey(indexId: number, encoded: Buffer): Buffer {
  const key = Buffer.allocUnsafe(4 + encoded.length);
  key.writeUInt32BE(indexId, 0);
  encoded.copy(key, 4);
  return key;
}

/** As `indexKey`, with the record behind it: entries of indexes that allow equal keys. */
export function indexEntryKey(indexId: number, encoded: Buffer, record: RecordId): Buffer {
  const key = Buffer.allocUnsafe(4 + encoded.length + RECORD_BYTES);
  key.writeUInt32BE(indexId, 0);
  encoded.copy(key, 4);
  key.writeUIntBE(record, 4 + encoded.length, RECORD_BYTES);
  return key;
}

export function prefixOf(id: number): Buffer {
  const key = Buffer.allocUnsafe(4);
  key.writeUInt32BE(id, 0);
  return key;
}

/** The least key above every key that begins with `prefix`. */
export function afterPrefix(prefix: Buffer): Buffer {
  let length = prefix.length;
  while (length > 0 && prefix[length - 1] === 0xff) length -= 1;
  const next = Buffer.from(prefix.subarray(0, length));
  if (length > 0) next[length - 1] = (next[length - 1] as number) + 1;
  return next;
}

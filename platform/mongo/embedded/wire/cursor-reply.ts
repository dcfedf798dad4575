import { serialize, type Long } from 'bson';
import type { Batch } from '../cursors.js';

/**
 * `{ cursor: { firstBatch: [...], id, ns }, ok: 1 }` with the documents' stored bytes copied in as they are.
 */
export function cursorReply(batchName: 'firstBatch' | 'nextBatch', { documents }: Batch, id: Long, namespace: string): Buffer {
  const rest = serialize({ id, ns: namespace });
  const array = encodeArray(documents);
  const cursor = wrap([element(0x04, batchName, array), rest.subarray(4, -1)]);
  return wrap([element(0x03, 'cursor', cursor), serialize({ ok: 1 }).subarray(4, -1)]);
}

function encodeArray(documents: readonly Buffer[]): Buffer {
  return wrap(documents.flatMap((document, i) => [indexHeader(i), document]));
}

const headers: Buffer[] = [];

function indexHeader(index: number): Buffer {
  return (headers[index] ??= Buffer.from(`\u0003${index}\0`, 'latin1'));
}

function element(type: number, name: string, value: Buffer): Buffer {
  return Buffer.concat([Buffer.from([type]), Buffer.from(`${name}\0`), value]);
}

function wrap(parts: readonly Uint8Array[]): Buffer {
  const size = parts.reduce((sum, part) => sum + part.length, 5);
  const head = Buffer.alloc(4);
  head.writeInt32LE(size);
  return Buffer.concat([head, ...parts, Buffer.alloc(1)], size);
}

import type { Long } from 'bson';
import type { Batch } from '../cursors.js';

const OK = Buffer.from('\u0001ok\0\0\0\0\0\0\0\u00f0\u003f', 'latin1');
const ARRAY = 0x04;
const DOCUMENT = 0x03;
/** Type, `id\0`, eight bytes; type, `ns\0`, length, text, zero. */
const ID_AND_NAMESPACE_BYTES = 12 + 9;

/**
 * `{ cursor: { firstBatch: [...], id, ns }, ok: 1 }`, written by hand so that the documents' stored bytes are copied once
 * and never decoded.
 */
export function cursorReply(batchName: 'firstBatch' | 'nextBatch', { documents }: Batch, id: Long, namespace: string): Buffer {
  const arrayBytes = documents.reduce((sum, document, i) => sum + indexHeader(i).length + document.length, 5);
  const cursorBytes = 5 + 2 + batchName.length + arrayBytes + ID_AND_NAMESPACE_BYTES + Buffer.byteLength(namespace);
  const reply = Buffer.allocUnsafe(5 + 8 + cursorBytes + OK.length);
  let at = reply.writeInt32LE(reply.length, 0);
  at = writeHeader(reply, at, DOCUMENT, 'cursor', cursorBytes);
  at = writeHeader(reply, at, ARRAY, batchName, arrayBytes);
  for (const [i, document] of documents.entries()) {
    at += indexHeader(i).copy(reply, at);
    at += document.copy(reply, at);
  }
  reply[at++] = 0;
  at = writeIdAndNamespace(reply, at, id, namespace);
  reply[at++] = 0;
  at += OK.copy(reply, at);
  reply[at] = 0;
  return reply;
}

function writeHeader(reply: Buffer, at: number, type: number, name: string, size: number): number {
  reply[at] = type;
  const nameEnd = at + 1 + reply.write(`${name}\0`, at + 1, 'latin1');
  return reply.writeInt32LE(size, nameEnd);
}

function writeIdAndNamespace(reply: Buffer, start: number, id: Long, namespace: string): number {
  let at = start + reply.write('\u0012id\0', start, 'latin1');
  at = reply.writeInt32LE(id.low, at);
  at = reply.writeInt32LE(id.high, at);
  at += reply.write('\u0002ns\0', at, 'latin1');
  at = reply.writeInt32LE(Buffer.byteLength(namespace) + 1, at);
  at += reply.write(namespace, at);
  reply[at] = 0;
  return at + 1;
}

const headers: Buffer[] = [];

/** What stands before each element of an array: its type and its place as a name. */
function indexHeader(index: number): Buffer {
  return (headers[index] ??= Buffer.from(`\u0003${index}\0`, 'latin1'));
}

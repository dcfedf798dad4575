import { once } from 'node:events';
import { connect } from 'node:net';

/** A call as it goes over the wire, with nothing put right by an HTTP client. */
export interface RawCall {
  readonly method: string;
  /** From the first slash on. */
  readonly target: string;
  /** In this order, doubles and all; `host`, `connection` and the body's length are added. */
  readonly headers: readonly (readonly [name: string, value: Buffer])[];
  readonly body: Buffer;
  /** In pieces of this size, without a length said beforehand. */
  readonly chunkBytes?: number;
}

/** Makes the call on a connection of its own; the status, or 0 when the server hung up on it. */
export async function callRaw(port: number, call: RawCall): Promise<number> {
  const socket = connect({ host: '127.0.0.1', port });
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  // A server that refuses a call half-way resets the connection.
  socket.on('error', () => undefined);
  socket.write(bytesOf(call, port));
  await once(socket, 'close');
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(Buffer.concat(chunks).toString('latin1'))?.[1] ?? 0);
}

function bytesOf({ method, target, headers, body, chunkBytes }: RawCall, port: number): Buffer {
  const length: readonly [string, Buffer] = chunkBytes === undefined ? ['Content-Length', Buffer.from(String(body.length))] : ['Transfer-Encoding', Buffer.from('chunked')];
  const all = [['Host', Buffer.from(`127.0.0.1:${port}`)], ['Connection', Buffer.from('close')], ...headers, length] as const;
  const lines = all.flatMap(([name, value]) => [Buffer.from(`${name}: `), value, CRLF]);
  return Buffer.concat([Buffer.from(`${method} `), Buffer.from(target, 'latin1'), Buffer.from(' HTTP/1.1\r\n'), ...lines, CRLF, chunkBytes === undefined ? body : inChunks(body, chunkBytes)]);
}

const CRLF = Buffer.from('\r\n');

function inChunks(body: Buffer, size: number): Buffer {
  const pieces = Array.from({ length: Math.ceil(body.length / size) }, (_, i) => body.subarray(i * size, (i + 1) * size));
  return Buffer.concat([...pieces.flatMap((piece) => [Buffer.from(`${piece.length.toString(16)}\r\n`), piece, CRLF]), Buffer.from('0\r\n\r\n')]);
}

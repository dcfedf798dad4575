import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { Binary } from 'mongodb';
import type { PayloadBody } from './payload.js';
import { redactBody } from './redaction.js';

/** A body as it lies in MongoDB. */
export interface StoredBody {
  readonly encoding: 'identity' | 'gzip';
  readonly data: Binary;
  readonly bytes: number;
  readonly sha256: string;
  readonly isExact: boolean;
  readonly isErased?: true;
}

const compress = promisify(gzip);
const decompress = promisify(gunzip);

const COMPRESS_ABOVE_BYTES = 1_024;
/** Two bodies and their surroundings must fit into one document of 16 MB. */
const LARGEST_STORED_BYTES = 7_000_000;

/** An empty body is no body. */
export async function toStoredBody(body: Buffer | null, secrets: readonly string[]): Promise<StoredBody | null> {
  if (body === null || body.length === 0) return null;
  const kept = redactBody(body, secrets);
  const packed = await pack(kept);
  const isTooLarge = packed.data.length > LARGEST_STORED_BYTES;
  const { encoding, data } = isTooLarge ? await pack(kept.subarray(0, LARGEST_STORED_BYTES)) : packed;
  return { encoding, data: new Binary(data), bytes: body.length, sha256: createHash('sha256').update(body).digest('hex'), isExact: kept === body && !isTooLarge };
}

export async function fromStoredBody(stored: StoredBody): Promise<PayloadBody & { readonly content: Buffer }> {
  const { encoding, data, bytes, sha256, isExact, isErased } = stored;
  const raw = Buffer.from(data.value());
  return { bytes, sha256, isExact, ...(isErased && { isErased }), content: encoding === 'gzip' ? await decompress(raw) : raw };
}

/** The body once buyers were erased from it; it still tells length and digest of those that were exchanged. */
export async function erasedBody(stored: StoredBody, content: Buffer): Promise<StoredBody> {
  const { encoding, data } = await pack(content);
  return { ...stored, encoding, data: new Binary(data), isExact: false, isErased: true };
}

async function pack(body: Buffer): Promise<{ encoding: StoredBody['encoding']; data: Buffer }> {
  if (body.length <= COMPRESS_ABOVE_BYTES) return { encoding: 'identity', data: body };
  const data = await compress(body);
  return data.length < body.length ? { encoding: 'gzip', data } : { encoding: 'identity', data: body };
}

import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';

export interface SignatureClaim {
  readonly accessKeyId: string;
  readonly scope: readonly string[];
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

const ALGORITHM = 'AWS4-HMAC-SHA256';

/** Reads `Authorization: AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…`; null for anything else. */
export function readClaim(authorization: string | undefined): SignatureClaim | null {
  const match = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(authorization ?? '');
  if (!match) return null;
  const [, accessKeyId = '', scope = '', signedHeaders = '', signature = ''] = match;
  return { accessKeyId, scope: scope.split('/'), signedHeaders: signedHeaders.split(';'), signature };
}

/** Whether a request was signed with this secret, as AWS signs (Signature Version 4). */
export function isSignedWith(request: FastifyRequest, claim: SignatureClaim, secretAccessKey: string, body: Buffer): boolean {
  const [path = '/', search = ''] = request.url.split('?');
  const headers = claim.signedHeaders.map((name) => `${name}:${String(request.headers[name] ?? '').trim().replace(/\s+/g, ' ')}\n`).join('');
  const canonical = [request.method, path, search, headers, claim.signedHeaders.join(';'), sha256(body)].join('\n');
  const [date = '', region = '', service = '', terminator = ''] = claim.scope;
  const toSign = [ALGORITHM, String(request.headers['x-amz-date'] ?? ''), claim.scope.join('/'), sha256(canonical)].join('\n');
  const key = [date, region, service, terminator].reduce<Buffer>((secret, part) => hmac(secret, part), Buffer.from(`AWS4${secretAccessKey}`));
  return timingSafeEqual(hmac(key, toSign), Buffer.from(claim.signature, 'hex'));
}

function sha256(data: Buffer | string): string {
  return createHash('sha256').update(data).digest('hex');
}

function hmac(key: Buffer, data: string): Buffer {
  return createHmac('sha256', key).update(data).digest();
}

import { createHash, createPublicKey, verify } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { callOf } from '../../../../platform/sandbox/call.js';
import { headerOf, type EbaySandbox } from '../ebay-sandbox.js';
import type { Seller } from '../market.js';
import { accessErrors } from '../wire-errors.js';

/** (sandbox choice) How far from now a signature may say that it was created. */
const CREATED_WITHIN_MS = 15 * 60_000;

/** Refuses a call of a seller who must sign unless it is signed as RFC 9421 and eBay's guide say. */
export function checkSignature({ market }: EbaySandbox, request: FastifyRequest, seller: Seller): void {
  if (!seller.mustSign) return;
  const jwe = headerOf(request, 'x-ebay-signature-key');
  const key = jwe === undefined ? undefined : market.signingKeys.get(jwe);
  if (jwe === undefined || key === undefined) throw accessErrors.signature('The x-ebay-signature-key header is missing or unknown.');
  const input = /^sig1=(\(([^)]*)\);created=(\d+))$/.exec(headerOf(request, 'signature-input') ?? '');
  const signature = /^sig1=:([A-Za-z0-9+/=]+):$/.exec(headerOf(request, 'signature') ?? '')?.[1];
  if (!input || signature === undefined) throw accessErrors.signature('Signature-Input or Signature is missing or malformed.');
  const [, parameters = '', names = '', created = ''] = input;
  if (Math.abs(market.nowMs() - Number(created) * 1000) > CREATED_WITHIN_MS) throw accessErrors.signature('The signature was not created just now.');
  const covered = [...names.matchAll(/"([^"]+)"/g)].map(([, name = '']) => name);
  const raw = callOf(request)?.rawBody;
  // An empty body has no digest that would have to be covered.
  const body = raw === undefined || raw === null || raw.length === 0 ? null : raw;
  const wanted = [...(body === null ? [] : ['content-digest']), 'x-ebay-signature-key', '@method', '@path', '@authority'];
  if (wanted.some((name) => !covered.includes(name))) throw accessErrors.signature('The signature does not cover what it must.');
  const digest = body === null ? '' : `sha-256=:${createHash('sha256').update(body).digest('base64')}:`;
  if (body !== null && headerOf(request, 'content-digest') !== digest) throw accessErrors.signature('Content-Digest does not match the body.');
  const values: Readonly<Record<string, string>> = { 'content-digest': digest, 'x-ebay-signature-key': jwe, '@method': request.method, '@path': request.url.split('?')[0] ?? '', '@authority': headerOf(request, 'host') ?? '' };
  const base = [...covered.map((name) => `"${name}": ${values[name] ?? ''}`), `"@signature-params": ${parameters}`].join('\n');
  if (!verify(key.cipher === 'RSA' ? 'sha256' : null, Buffer.from(base), createPublicKey(key.publicKey), Buffer.from(signature, 'base64'))) throw accessErrors.signature('The signature is not valid.');
}

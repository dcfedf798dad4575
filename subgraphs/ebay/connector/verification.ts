import { createHmac, createPublicKey, verify } from 'node:crypto';
import { z } from 'zod';
import { fromCanonicalBase64 } from '../../../platform/canonical-base64.js';
import { sameText } from '../../../platform/same-text.js';
import type { ConnectorContext, WebhookCall } from '../../sync/connector/contract.js';
import { call, type EbayContext } from './client.js';
import type { EbayCredentials } from './credentials.js';
import { NotFoundError } from './errors.js';

/** eBay advises to keep a key for about an hour. */
const KEY_REMEMBERED_MS = 3_600_000;
/** A key eBay does not know is asked for again after a while: it may be a new one. */
const NO_KEY_REMEMBERED_MS = 60_000;
const KEY_ID = /^[\w-]{1,100}$/;

/** Only what eBay publishes: an unknown algorithm or digest is not guessed at. */
const signatureSchema = z.looseObject({ alg: z.enum(['ecdsa', 'ECDSA']), kid: z.string().regex(KEY_ID), signature: z.base64(), digest: z.enum(['SHA1', 'SHA-1', 'SHA256', 'SHA-256']) });
const keySchema = z.looseObject({ key: z.string() });

/** eBay wants 32 to 80 letters, digits, `_` and `-`; made from the store's secret, so that the secret itself never leaves. */
export function verificationToken(secret: string): string {
  return createHmac('sha256', secret).update('ebay verification token').digest('hex');
}

/** What follows the store's webhook address in what eBay calls: without it, a notice that eBay signed for somebody else could be played to this store. */
export function pathOf(secret: string): string {
  return `/${createHmac('sha256', secret).update('ebay notification path').digest('hex').slice(0, 40)}`;
}

export function isOwnPath(path: string, secret: string): boolean {
  if (secret === '') return false;
  return sameText(path.split('?')[0] ?? '', pathOf(secret));
}

/** Whether eBay has signed exactly these bytes. The key is fetched by its id, and remembered. */
export async function isSigned({ headers, body }: WebhookCall, open: () => Promise<ConnectorContext<EbayCredentials>>): Promise<boolean> {
  const signature = readSignature(headers['x-ebay-signature'] ?? '');
  if (signature === null) return false;
  const key = await publicKey(await open(), signature.kid);
  if (key === null) return false;
  try {
    return verify(signature.digest, body, createPublicKey(key), signature.bytes);
  } catch {
    // A key or a signature that is none of the kind.
    return false;
  }
}

function readSignature(header: string): { kid: string; bytes: Buffer; digest: 'sha1' | 'sha256' } | null {
  const claim = signatureSchema.safeParse(readJson(fromCanonicalBase64(header)));
  const bytes = claim.success ? fromCanonicalBase64(claim.data.signature) : null;
  if (!claim.success || bytes === null) return null;
  return { kid: claim.data.kid, bytes, digest: claim.data.digest.includes('256') ? 'sha256' : 'sha1' };
}

function readJson(bytes: Buffer | null): unknown {
  try {
    return JSON.parse(bytes?.toString('utf8') ?? '');
  } catch {
    return null;
  }
}

async function publicKey(context: EbayContext, kid: string): Promise<string | null> {
  const name = `ebay:notification-key:${context.store.baseUrl}:${kid}`;
  const known = await context.cache.get(name);
  if (known !== null) return known === '' ? null : known;
  const fetched = await fetchKey(context, kid);
  await context.cache.set(name, fetched ?? '', fetched === null ? NO_KEY_REMEMBERED_MS : KEY_REMEMBERED_MS);
  return fetched;
}

async function fetchKey(context: EbayContext, kid: string): Promise<string | null> {
  try {
    const { key } = await call(context, { endpoint: 'notification', operation: 'webhooks.publicKey', method: 'GET', path: `/commerce/notification/v1/public_key/${encodeURIComponent(kid)}`, identity: 'APPLICATION' }, keySchema);
    return toPem(key);
  } catch (error) {
    if (error instanceof NotFoundError) return null;
    throw error;
  }
}

/** eBay's PEM comes without line breaks. */
function toPem(key: string): string {
  const bare = key.replaceAll(/-----(BEGIN|END) PUBLIC KEY-----|\s/g, '');
  return `-----BEGIN PUBLIC KEY-----\n${bare}\n-----END PUBLIC KEY-----\n`;
}

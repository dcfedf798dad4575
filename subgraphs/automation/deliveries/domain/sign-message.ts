import { createHmac, randomBytes } from 'node:crypto';
import type { MessageId } from './webhook-delivery.js';

const PREFIX = 'whsec_';
const SECRET_BYTES = 32;

/** A new secret as it is shown to the seller, once: `whsec_` and the base64 of 32 random bytes. */
export function newSigningSecret(): string {
  return `${PREFIX}${randomBytes(SECRET_BYTES).toString('base64')}`;
}

export interface SignedHeaders {
  readonly 'webhook-id': string;
  readonly 'webhook-timestamp': string;
  readonly 'webhook-signature': string;
}

/**
 * The headers of Standard Webhooks 1.0.0 (https://www.standardwebhooks.com, read 2026-11-22): HMAC-SHA256 over id, seconds since 1970 and
 * body, joined by full stops; one signature per secret, so that a receiver can change its own at any time of an overlap.
 */
export function signMessage({ id, at, body, secrets }: { readonly id: MessageId; readonly at: Date; readonly body: string; readonly secrets: readonly string[] }): SignedHeaders {
  const timestamp = String(Math.floor(at.getTime() / 1_000));
  const signatures = secrets.map((secret) => `v1,${createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.${body}`).digest('base64')}`);
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
}

function keyOf(secret: string): Buffer {
  return Buffer.from(secret.slice(PREFIX.length), 'base64');
}

import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { KeyId, SellerId } from '../../../platform/ids.js';
import type { Scope } from '../../../platform/principal.js';

/** A key a program presents as `Authorization: Bearer hub_<id>_<secret>`. The secret itself is never stored. */
export interface ApiKey {
  readonly _id: KeyId;
  readonly sellerId: SellerId;
  /** For people: what the key is used for. */
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** SHA-256 of the secret, hexadecimal. */
  readonly secretHash: string;
  readonly createdAt: Date;
  /** Not valid from then on; null: until it is revoked. */
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
}

/** UNKNOWN_KEY: no such key, or another secret. KEY_EXPIRED, KEY_REVOKED: it was good once. */
export type KeyRefusal = 'UNKNOWN_KEY' | 'KEY_EXPIRED' | 'KEY_REVOKED';

export interface KeyParts {
  readonly keyId: KeyId;
  readonly secret: string;
}

const SECRET_BYTES = 32;
const LONGEST_KEY = 200;

/** A new key id and secret. The id is random as well: it says nothing about when or for whom it was made. */
export function newKeyParts(): KeyParts {
  return { keyId: randomBytes(9).toString('hex') as KeyId, secret: randomBytes(SECRET_BYTES).toString('base64url') };
}

export function keyText({ keyId, secret }: KeyParts): string {
  return `hub_${keyId}_${secret}`;
}

/** Takes a presented key apart. A key of another form, such as a fixed development key, is its own secret under an id made from it. */
export function partsOfKey(key: string): KeyParts | null {
  if (key.length === 0 || key.length > LONGEST_KEY) return null;
  const [, keyId, secret] = /^hub_([0-9a-f]{18})_([\w-]{43})$/.exec(key) ?? [];
  return keyId && secret ? { keyId: keyId as KeyId, secret } : { keyId: `f${sha256(`id of ${key}`).slice(0, 17)}` as KeyId, secret: key };
}

export function hashOfSecret(secret: string): string {
  return sha256(secret);
}

/** Why a key must not open anything now; null when it may. Compares in constant time. */
export function refusalOfKey(key: ApiKey | null, secret: string, now: Date): KeyRefusal | null {
  if (!key || !timingSafeEqual(Buffer.from(key.secretHash, 'hex'), Buffer.from(sha256(secret), 'hex'))) return 'UNKNOWN_KEY';
  if (key.revokedAt) return 'KEY_REVOKED';
  return key.expiresAt && key.expiresAt <= now ? 'KEY_EXPIRED' : null;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

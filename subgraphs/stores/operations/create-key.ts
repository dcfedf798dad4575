import type { KeyId, SellerId } from '../../../platform/ids.js';
import type { Scope } from '../../../platform/principal.js';
import { hashOfSecret, keyText, newKeyParts, partsOfKey } from '../domain/api-key.js';
import type { StoresDeps } from './stores-deps.js';

export interface CreateKey {
  readonly sellerId: SellerId;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly expiresAt?: Date | null;
  /** A key of the caller's choice instead of a random one, such as a fixed development key; making it again replaces it. */
  readonly key?: string;
}

export class InvalidKeyError extends Error {
  override readonly name = 'InvalidKeyError';
}

/** Makes a key and gives back its text: the only time it can be seen. Throws InvalidKeyError for an unusable fixed key. */
export async function createKey({ keys, clock }: StoresDeps, { sellerId, name, scopes, expiresAt = null, key }: CreateKey): Promise<{ readonly keyId: KeyId; readonly key: string }> {
  const parts = key === undefined ? newKeyParts() : partsOfKey(key);
  if (!parts) throw new InvalidKeyError('a key has 1 to 200 characters');
  await keys.put({ _id: parts.keyId, sellerId, name, scopes, secretHash: hashOfSecret(parts.secret), createdAt: clock.now(), expiresAt, revokedAt: null });
  return { keyId: parts.keyId, key: key ?? keyText(parts) };
}

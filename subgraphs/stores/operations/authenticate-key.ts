import type { Principal } from '../../../platform/principal.js';
import { type KeyRefusal, partsOfKey, refusalOfKey } from '../domain/api-key.js';
import type { StoresDeps } from './stores-deps.js';

/** `refused` is what a caller is told: who has no valid key does not learn whether it ever existed. */
export interface KeyRefused {
  readonly refused: 'UNAUTHENTICATED' | 'KEY_EXPIRED';
  readonly reason: KeyRefusal;
}

/** Who a presented key stands for, or why it opens nothing. */
export async function authenticateKey({ keys, clock }: Pick<StoresDeps, 'keys' | 'clock'>, presented: string): Promise<Principal | KeyRefused> {
  const parts = partsOfKey(presented);
  if (!parts) return { refused: 'UNAUTHENTICATED', reason: 'UNKNOWN_KEY' };
  const key = await keys.byId(parts.keyId);
  const reason = refusalOfKey(key, parts.secret, clock.now());
  if (!key || reason) return { refused: reason === 'KEY_EXPIRED' ? 'KEY_EXPIRED' : 'UNAUTHENTICATED', reason: reason ?? 'UNKNOWN_KEY' };
  return { sellerId: key.sellerId, keyId: key._id, scopes: key.scopes };
}

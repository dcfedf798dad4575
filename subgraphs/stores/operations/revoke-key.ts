import type { KeyId, SellerId } from '../../../platform/ids.js';
import type { StoresDeps } from './stores-deps.js';

/** The key opens nothing from now on. False when the seller has no such key in force. */
export async function revokeKey({ keys, clock }: StoresDeps, { sellerId, keyId }: { readonly sellerId: SellerId; readonly keyId: KeyId }): Promise<boolean> {
  return (await keys.revoke(sellerId, keyId, clock.now())).modifiedCount === 1;
}

import type { StoreId } from '../../../platform/ids.js';
import type { Store } from '../domain/store.js';
import { sealContext, type StoresDeps } from './stores-deps.js';

interface WebhookFound {
  readonly storeId: StoreId;
  readonly kind: 'ACTIVE' | 'PASSIVE' | 'FAILED';
  readonly remoteId: string | null;
  /** In plain; sealed here. */
  readonly secret: string;
}

/** Notes how a store's webhook stands on the marketplace. Null when there is no such store. */
export async function recordWebhook({ stores, secretBox, clock }: StoresDeps, { storeId, kind, remoteId, secret }: WebhookFound): Promise<Store | null> {
  return await stores.update(storeId, null, { webhook: { kind, remoteId, secretSealed: secretBox.seal(secret, sealContext(storeId, 'webhook')), checkedAt: clock.now() } });
}

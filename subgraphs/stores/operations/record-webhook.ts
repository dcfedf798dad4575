import type { StoreId } from '../../../platform/ids.js';
import type { Store, WebhookState } from '../domain/store.js';
import { newWebhookSecret } from '../domain/webhook-secret.js';
import { sealContext, type StoresDeps } from './stores-deps.js';

interface WebhookFound {
  readonly storeId: StoreId;
  readonly kind: Exclude<WebhookState['kind'], 'NONE'>;
  readonly remoteId: string | null;
  /** In plain; sealed here. */
  readonly secret: string;
  readonly isByHand?: boolean;
}

/** Notes how a store's webhook stands on the marketplace. Null when there is no such store. */
export async function recordWebhook(deps: Pick<StoresDeps, 'stores' | 'secretBox' | 'clock'>, found: WebhookFound): Promise<Store | null> {
  return await deps.stores.update(found.storeId, null, { webhook: webhookOf(deps, found) });
}

/** A webhook that the seller has to hand to the marketplace, with a secret of its own. */
export function awaitedWebhook(deps: Pick<StoresDeps, 'secretBox' | 'clock'>, storeId: StoreId): WebhookState {
  return webhookOf(deps, { storeId, kind: 'AWAITED', remoteId: null, secret: newWebhookSecret(), isByHand: true });
}

function webhookOf({ secretBox, clock }: Pick<StoresDeps, 'secretBox' | 'clock'>, { storeId, kind, remoteId, secret, isByHand = false }: WebhookFound): WebhookState {
  return { kind, remoteId, secretSealed: secretBox.seal(secret, sealContext(storeId, 'webhook')), checkedAt: clock.now(), ...(isByHand ? { isByHand } : {}) };
}

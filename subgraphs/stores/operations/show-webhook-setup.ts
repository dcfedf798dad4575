import type { Store } from '../domain/store.js';
import { webhookAddress } from '../domain/webhook-address.js';
import { openWebhookSecret } from './open-store-secrets.js';
import type { StoresDeps } from './stores-deps.js';

export interface WebhookSetup {
  readonly address: string;
  readonly secret: string;
}

/** What the seller hands to a marketplace that takes webhooks by hand only; null for any other store. */
export function showWebhookSetup(deps: Pick<StoresDeps, 'secretBox' | 'publicUrl'>, store: Store): WebhookSetup | null {
  if (store.webhook.kind === 'NONE' || store.webhook.isByHand !== true) return null;
  const secret = openWebhookSecret(deps, store);
  return secret === null ? null : { address: webhookAddress(deps.publicUrl, store), secret };
}

import type { Store } from '../domain/store.js';
import { sealContext, type StoresDeps } from './stores-deps.js';

/** A store's credentials as they were given, for the length of a piece of work. Throws SecretBoxError when the key is gone. */
export function openCredentials({ secretBox }: Pick<StoresDeps, 'secretBox'>, store: Store): unknown {
  return JSON.parse(secretBox.open(store.credentialsSealed, sealContext(store._id, 'credentials'))) as unknown;
}

/** What the marketplace signs or presents with a webhook call to this store; null when there is no webhook. */
export function openWebhookSecret({ secretBox }: Pick<StoresDeps, 'secretBox'>, store: Store): string | null {
  return store.webhook.kind === 'NONE' ? null : secretBox.open(store.webhook.secretSealed, sealContext(store._id, 'webhook'));
}

import type { WebhookPort } from './contract.js';

/** What of a store's webhook must be stored nowhere in clear; `secret` null: it has none. */
export function webhookSecretsOf(webhooks: Pick<WebhookPort<unknown>, 'derivedSecrets'> | undefined, secret: string | null): readonly string[] {
  return secret === null ? [] : [secret, ...(webhooks?.derivedSecrets?.(secret) ?? [])];
}

/**
 * What the hub tells a seller's own programs of, as `type` of the body says it. `webhook.ping` goes to one endpoint only, because
 * somebody asked for it; the others go to every endpoint that wants them.
 */
export const WEBHOOK_KINDS = ['alert.raised', 'alert.resolved', 'report.ready', 'webhook.ping'] as const;
export type WebhookKind = (typeof WEBHOOK_KINDS)[number];

/** Those an endpoint can ask for. */
export type ChosenKind = Exclude<WebhookKind, 'webhook.ping'>;
export const CHOSEN_KINDS: readonly ChosenKind[] = ['alert.raised', 'alert.resolved', 'report.ready'];

import { MessageTooLargeError, type Deliverable } from '../deliver-port.js';
import { deliveryIdOf, messageIdOf } from '../domain/message-ids.js';
import { TRIED_FOR_MS } from '../domain/retry-plan.js';
import type { MessageId, WebhookDelivery } from '../domain/webhook-delivery.js';
import type { WebhookEndpoint } from '../domain/webhook-endpoint.js';
import type { WebhookKind } from '../domain/webhook-kind.js';
import type { DeliveriesDeps } from './deliveries-deps.js';

const LARGEST_BODY = 200_000;

/** `DeliverPort.deliver`. */
export async function deliverMessage({ endpoints, deliveries, clock, poke }: Pick<DeliveriesDeps, 'endpoints' | 'deliveries' | 'clock' | 'poke'>, message: Deliverable): Promise<{ readonly messageId: MessageId; readonly endpoints: number }> {
  const { sellerId, kind, body } = message;
  const now = clock.now();
  const messageId = messageIdOf(message);
  const text = textOf({ kind, at: message.at ?? now, data: body });
  const wanting = await endpoints.wanting(sellerId, kind);
  await deliveries.open(wanting.map((endpoint) => newDelivery({ endpoint, messageId, kind, body: text, now })));
  if (wanting.length > 0) poke();
  return { messageId, endpoints: wanting.length };
}

/** The body as receivers get it. Throws MessageTooLargeError. */
export function textOf({ kind, at, data }: { readonly kind: WebhookKind; readonly at: Date; readonly data: unknown }): string {
  const text = JSON.stringify({ type: kind, timestamp: at.toISOString(), data });
  if (text.length > LARGEST_BODY) throw new MessageTooLargeError(`a message of the kind ${kind} has ${text.length} characters instead of ${LARGEST_BODY} at most`);
  return text;
}

export function newDelivery({ endpoint, messageId, kind, body, now }: { readonly endpoint: Pick<WebhookEndpoint, '_id' | 'sellerId'>; readonly messageId: MessageId; readonly kind: WebhookKind; readonly body: string; readonly now: Date }): WebhookDelivery {
  const { _id: endpointId, sellerId } = endpoint;
  return {
    _id: deliveryIdOf(endpointId, messageId), sellerId, endpointId, messageId, kind, body, state: 'PENDING', createdAt: now, nextAttemptAt: now, giveUpAt: new Date(now.getTime() + TRIED_FOR_MS),
    tries: 0, attempts: [], deliveredAt: null, leaseId: null, leaseUntil: new Date(0), expiresAt: null, redeliveryKeys: [],
  };
}

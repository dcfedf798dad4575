import { createHash } from 'node:crypto';
import type { SellerId } from '../../../../platform/ids.js';
import type { DeliveryId, MessageId } from './webhook-delivery.js';
import type { EndpointId } from './webhook-endpoint.js';
import type { WebhookKind } from './webhook-kind.js';

/** The same for the same thing told again. Letters and digits: a full stop in it would blur what is signed. */
export function messageIdOf({ sellerId, kind, idempotencyId }: { readonly sellerId: SellerId; readonly kind: WebhookKind; readonly idempotencyId: string }): MessageId {
  return `msg_${digestOf([sellerId, kind, idempotencyId])}`;
}

export function deliveryIdOf(endpointId: EndpointId, messageId: MessageId): DeliveryId {
  return `dlv_${digestOf([endpointId, messageId])}`;
}

/** The same for an endpoint that is asked for again under the same key. */
export function endpointIdOf(sellerId: SellerId, idempotencyKey: string): EndpointId {
  return `whe_${digestOf([sellerId, idempotencyKey])}`;
}

function digestOf(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}

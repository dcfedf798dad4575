import { randomUUID } from 'node:crypto';
import type { UserError } from '../../../../platform/subgraph/user-error.js';
import { messageIdOf } from '../domain/message-ids.js';
import { TRIED_FOR_MS } from '../domain/retry-plan.js';
import type { DeliveryId, WebhookDelivery } from '../domain/webhook-delivery.js';
import { endpointFault, type Caller, type EndpointInput } from './change-endpoint.js';
import { newDelivery, textOf } from './deliver-message.js';
import type { DeliveriesDeps } from './deliveries-deps.js';

export interface DeliveryAnswer {
  readonly delivery: WebhookDelivery | null;
  readonly userErrors: readonly UserError[];
}

export interface RedeliverInput {
  readonly id: DeliveryId;
  readonly idempotencyKey?: string | null;
  readonly dryRun?: boolean | null;
}

/** Sends one endpoint a message of the kind `webhook.ping`; under a key once. */
export async function pingEndpoint({ endpoints, deliveries, clock, poke }: DeliveriesDeps, { sellerId }: Caller, { id, idempotencyKey, dryRun }: EndpointInput): Promise<DeliveryAnswer> {
  const endpoint = await endpoints.own(sellerId, id);
  if (!endpoint) return refused(endpointFault('UNKNOWN_WEBHOOK_ENDPOINT', 'id', `there is no webhook endpoint '${id}'`));
  if (endpoint.state.kind !== 'ACTIVE') return refused(endpointFault('WEBHOOK_ENDPOINT_DISABLED', 'id', 'the endpoint is switched off'));
  const now = clock.now();
  const messageId = messageIdOf({ sellerId, kind: 'webhook.ping', idempotencyId: `${id}:${idempotencyKey ?? randomUUID()}` });
  const delivery = newDelivery({ endpoint, messageId, kind: 'webhook.ping', body: textOf({ kind: 'webhook.ping', at: now, data: { endpointId: id } }), now });
  if (dryRun) return { delivery, userErrors: [] };
  await deliveries.open([delivery]);
  poke();
  return { delivery: await deliveries.own(sellerId, delivery._id), userErrors: [] };
}

/** Begins a delivery anew, whatever became of it: the same message under the same id, for another day. */
export async function redeliver({ endpoints, deliveries, clock, poke }: DeliveriesDeps, { sellerId }: Caller, { id, idempotencyKey = null, dryRun }: RedeliverInput): Promise<DeliveryAnswer> {
  const delivery = await deliveries.own(sellerId, id);
  if (!delivery) return refused(endpointFault('UNKNOWN_WEBHOOK_DELIVERY', 'id', `there is no delivery '${id}'`));
  if (idempotencyKey !== null && delivery.redeliveryKeys.includes(idempotencyKey)) return { delivery, userErrors: [] };
  const endpoint = await endpoints.own(sellerId, delivery.endpointId);
  if (endpoint?.state.kind !== 'ACTIVE') return refused(endpointFault('WEBHOOK_ENDPOINT_DISABLED', 'id', 'the endpoint is switched off, or was removed'));
  if (dryRun) return { delivery, userErrors: [] };
  const now = clock.now();
  const begun = await deliveries.restart(delivery, { now, giveUpAt: new Date(now.getTime() + TRIED_FOR_MS), idempotencyKey });
  poke();
  // It is on its way this moment, or another call under the same key was faster: either way it is being sent.
  return { delivery: begun ?? (await deliveries.own(sellerId, id)), userErrors: [] };
}

function refused(error: UserError): DeliveryAnswer {
  return { delivery: null, userErrors: [error] };
}

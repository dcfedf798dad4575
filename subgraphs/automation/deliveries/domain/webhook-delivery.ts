import type { SellerId } from '../../../../platform/ids.js';
import type { EndpointId } from './webhook-endpoint.js';
import type { WebhookKind } from './webhook-kind.js';

export type DeliveryId = `dlv_${string}`;
export type MessageId = `msg_${string}`;

/** PENDING: to be sent, or sent again. DELIVERED: answered with 2xx. FAILED: given up; `redeliver` begins anew. */
export const DELIVERY_STATES = ['PENDING', 'DELIVERED', 'FAILED'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** Why an attempt did not count as received; STATUS: any answer but 2xx; redirects are not followed. */
export const ATTEMPT_TROUBLES = ['STATUS', 'TIMEOUT', 'NETWORK', 'ADDRESS_REFUSED', 'ENDPOINT_DISABLED'] as const;
export type AttemptTrouble = (typeof ATTEMPT_TROUBLES)[number];

/** What came of one attempt. Nothing of the answer but its status is kept. */
export interface DeliveryAttempt {
  readonly at: Date;
  readonly tookMs: number;
  readonly status: number | null;
  /** Null: received. */
  readonly trouble: AttemptTrouble | null;
}

/** One message on its way to one endpoint. */
export interface WebhookDelivery {
  readonly _id: DeliveryId;
  readonly sellerId: SellerId;
  readonly endpointId: EndpointId;
  /** The same for every endpoint and attempt: what a receiver knows repeats by. */
  readonly messageId: MessageId;
  readonly kind: WebhookKind;
  /** The text that is sent, each time byte for byte the same. */
  readonly body: string;
  readonly state: DeliveryState;
  readonly createdAt: Date;
  readonly nextAttemptAt: Date | null;
  /** The last try is no later than this. */
  readonly giveUpAt: Date;
  /** Attempts begun since it was made or last begun anew. */
  readonly tries: number;
  /** The last 20, newest last. */
  readonly attempts: readonly DeliveryAttempt[];
  readonly deliveredAt: Date | null;
  /** Who sends it now, and until when nobody else may. */
  readonly leaseId: string | null;
  readonly leaseUntil: Date;
  /** Forgotten then; null while it is pending. */
  readonly expiresAt: Date | null;
  /** Keys under which it was begun anew. */
  readonly redeliveryKeys: readonly string[];
}

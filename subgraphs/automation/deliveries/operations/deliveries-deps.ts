import type { Clock } from '../../../../platform/clock.js';
import type { SecretBox } from '../../../../platform/secrets/secret-box.js';
import type { Logger } from '../../../../platform/telemetry/logger.js';
import type { EndpointId } from '../domain/webhook-endpoint.js';
import type { DeliveryStore } from '../store/delivery-store.js';
import type { EndpointStore } from '../store/endpoint-store.js';
import type { Poster } from '../transport/post-message.js';
import type { AddressRule } from '../transport/public-address.js';

/** What webhooks stand on; each operation takes the part it uses. */
export interface DeliveriesDeps {
  readonly endpoints: EndpointStore;
  readonly deliveries: DeliveryStore;
  readonly secretBox: SecretBox;
  readonly poster: Poster;
  readonly mayCall: AddressRule;
  /** Plain http is taken for this machine. */
  readonly isLocalAllowed: boolean;
  /** From 0 to below 1. */
  readonly random: () => number;
  /** Something is due: send it soon. A sweep finds it anyway. */
  readonly poke: () => void;
  /** An endpoint was switched on or off, or removed. */
  readonly endpointsChanged: () => Promise<void>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Whose secret it is, for the secret box. */
export function sealContext(id: EndpointId): string {
  return `webhook-endpoint:${id}`;
}

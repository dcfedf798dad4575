import type { Db } from 'mongodb';
import type { Clock } from '../../../platform/clock.js';
import type { CollectionIndexes } from '../../../platform/mongo/indexes.js';
import type { SecretBox } from '../../../platform/secrets/secret-box.js';
import type { Logger } from '../../../platform/telemetry/logger.js';
import type { Sweep } from '../../sync/worker/sweep.js';
import type { DeliverPort } from './deliver-port.js';
import type { DeliveriesDeps } from './operations/deliveries-deps.js';
import { deliverMessage } from './operations/deliver-message.js';
import { createSender } from './operations/send-due.js';
import { createDeliveryStore, deliveryIndexes } from './store/delivery-store.js';
import { createEndpointStore, endpointIndexes } from './store/endpoint-store.js';
import { createPoster, type PosterOptions } from './transport/post-message.js';
import { isPublicAddress, isPublicOrThisMachine } from './transport/public-address.js';

/** What webhooks to sellers are built from. */
export interface DeliveryParts {
  readonly secretBox: SecretBox;
  /** Endpoints may be on this machine, also without TLS: for a demo or a test; false by default. */
  readonly isLocalAllowed?: boolean;
  /** For tests. */
  readonly transport?: Omit<PosterOptions, 'mayCall'>;
}

export interface DeliveriesOptions extends DeliveryParts {
  readonly db: Db;
  readonly clock: Clock;
  readonly logger: Logger;
  /** An endpoint was switched on or off, or removed. */
  readonly endpointsChanged?: () => Promise<void>;
}

export type Deliveries = ReturnType<typeof createDeliveries>;

const SEND_EVERY_MS = 1_000;

/** Signed messages to sellers' own programs: durable before they are promised, sent until they are received or a day has passed. */
export function createDeliveries({ db, secretBox, clock, logger, isLocalAllowed = false, transport = {}, endpointsChanged = () => Promise.resolve() }: DeliveriesOptions) {
  const mayCall = isLocalAllowed ? isPublicOrThisMachine : isPublicAddress;
  const working = { isOn: false };
  const deps: DeliveriesDeps = {
    endpoints: createEndpointStore(db), deliveries: createDeliveryStore(db), secretBox, mayCall, isLocalAllowed, clock, logger, endpointsChanged,
    poster: createPoster({ ...transport, mayCall }), random: Math.random,
    poke() {
      if (working.isOn) sender.poke();
    },
  };
  const sender = createSender(deps);
  const port: DeliverPort = { deliver: (message) => deliverMessage(deps, message) };
  const sweeps: readonly Sweep[] = [{ name: 'send-webhooks', everyMs: SEND_EVERY_MS, run: async () => sender.poke() }];

  return {
    deps,
    port,
    sweeps,
    /** Sends what is due now; what the worker does every second. */
    sendDue: () => sender.sendDue(),
    /** For the process that works: what is delivered there is sent at once. */
    startWorking: () => void (working.isOn = true),
    stopWorking: () => sender.stop(),
    close: () => deps.poster.close(),
    indexes: [endpointIndexes, deliveryIndexes] as readonly CollectionIndexes[],
  };
}

import type { Clock } from '../../../platform/clock.js';
import type { SecretBox } from '../../../platform/secrets/secret-box.js';
import type { Logger } from '../../../platform/telemetry/logger.js';
import type { OrdersCatalog } from '../catalog-port.js';
import type { ErasureStore } from '../store/erasure-store.js';
import type { OrderStore } from '../store/order-store.js';

/** What the operations of this subgraph work with. */
export interface OrdersDeps {
  readonly store: OrderStore;
  readonly erasures: ErasureStore;
  readonly catalog: OrdersCatalog;
  readonly secretBox: SecretBox;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Tells the outbox relay that something waits. */
  readonly announce: () => void;
}

import type { Clock } from '../../../platform/clock.js';
import type { StoreId } from '../../../platform/ids.js';
import type { SecretBox } from '../../../platform/secrets/secret-box.js';
import type { Logger } from '../../../platform/telemetry/logger.js';
import type { AccountCheck } from '../domain/account-check.js';
import type { KeyCollection } from '../store/key-collection.js';
import type { StoreCollection } from '../store/store-collection.js';

/** What the operations of stores stand on; each takes the part it uses. */
export interface StoresDeps {
  readonly stores: StoreCollection;
  readonly keys: KeyCollection;
  readonly secretBox: SecretBox;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly accountCheck: AccountCheck;
  /** Where marketplaces reach this hub, without a trailing slash. */
  readonly publicUrl: string;
  /** Tells the outbox relay that something waits. */
  readonly announce: () => void;
  /** A store's stock policy has changed: its listings have to be computed anew. */
  readonly policyChanged: (storeId: StoreId) => void;
}

/** What a store's sealed secrets are bound to: a sealed text copied to another store cannot be opened there. */
export function sealContext(storeId: StoreId, what: 'credentials' | 'webhook'): string {
  return `store:${storeId}:${what}`;
}

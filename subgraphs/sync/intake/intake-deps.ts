import type { Clock } from '../../../platform/clock.js';
import type { OperationId, StoreId } from '../../../platform/ids.js';
import type { PayloadArchive } from '../../../platform/payloads/archive.js';
import type { WakeQueue } from '../../../platform/queue/wake-queue.js';
import type { Logger } from '../../../platform/telemetry/logger.js';
import type { Metrics } from '../../../platform/telemetry/metrics.js';
import type { Orders } from '../../orders/index.js';
import type { Stores } from '../../stores/index.js';
import type { StoreFigureBook } from '../figures/index.js';
import type { ConnectorRegistry, StoreAccess } from '../connector/store-access.js';
import type { PolicySource } from '../operations/find-policies.js';
import type { SchedulePort } from '../schedule-port.js';
import type { InboxStore } from './store/inbox-store.js';
import type { ScrubStore } from './store/scrub-store.js';
import type { PollMarkStore } from './store/poll-mark-store.js';

/** What the intake of orders stands on; each part takes what it uses. */
export interface IntakeDeps {
  readonly inbox: InboxStore;
  readonly marks: PollMarkStore;
  readonly scrubs: ScrubStore;
  readonly access: StoreAccess;
  readonly connectors: ConnectorRegistry;
  readonly stores: Pick<Stores, 'findStores' | 'listAllStores' | 'openWebhookSecret' | 'recordWebhook' | 'recordWarnings' | 'pauseStore'>;
  readonly orders: Pick<Orders, 'recordOrders' | 'dueActions' | 'markAction' | 'nextActionDueAt' | 'storesWithActionsDue' | 'settlePendingStock' | 'mapUnmappedLines' | 'eraseBuyers' | 'eraseIdleBuyers'>;
  readonly archive: Pick<PayloadArchive, 'recordInbound' | 'eraseNames'>;
  readonly queue: Pick<WakeQueue, 'wake'>;
  /** Quantities of this store have to be sent. */
  readonly wakeLane: (storeId: StoreId) => Promise<void>;
  /** An action of this operation has come to rest. */
  readonly actionSettled: (operationId: OperationId) => void;
  /** All changes of the store's orders up to now have been read. */
  readonly polled: (storeId: StoreId) => Promise<void>;
  /** What the store's schedule says of reading orders. */
  readonly orderPlan: SchedulePort['orderPlan'];
  /** A poll has come to its end, or to trouble. */
  readonly pollEnded: SchedulePort['ordersPolled'];
  /** What is done about trouble with a store. */
  readonly policiesOf: PolicySource;
  /** Where marketplaces reach this hub, without a trailing slash. */
  readonly publicUrl: string;
  /** What is counted for reports. */
  readonly figures: Pick<StoreFigureBook, 'troubled' | 'refused'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

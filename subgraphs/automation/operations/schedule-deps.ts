import type { Clock } from '../../../platform/clock.js';
import type { WakeQueue } from '../../../platform/queue/wake-queue.js';
import type { Logger } from '../../../platform/telemetry/logger.js';
import type { Orders } from '../../orders/index.js';
import type { Stores } from '../../stores/index.js';
import type { ConnectorRegistry } from '../../sync/connector/store-access.js';
import type { Sync } from '../../sync/index.js';
import type { RunStore } from '../store/run-store.js';
import type { ScheduleStore } from '../store/schedule-store.js';

/** What schedules stand on; each operation takes the part it uses. */
export interface ScheduleDeps {
  readonly schedules: ScheduleStore;
  readonly runs: RunStore;
  readonly stores: Pick<Stores, 'listAllStores' | 'listStores' | 'findStores' | 'findOwnStores'>;
  readonly connectors: ConnectorRegistry;
  readonly orders: Pick<Orders, 'countSales'>;
  readonly sync: Pick<Sync, 'requestReadBack' | 'lookAtContent'> & { readonly intake: Pick<Sync['intake'], 'pollMarks' | 'pollNow' | 'followPlan'> };
  /** The schedules' own queue; its keys are their ids. */
  readonly queue: Pick<WakeQueue, 'wake' | 'timetable'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

import type { Clock } from '../../../platform/clock.js';
import type { SellerId } from '../../../platform/ids.js';
import type { WakeQueue } from '../../../platform/queue/wake-queue.js';
import type { Logger } from '../../../platform/telemetry/logger.js';
import type { Orders } from '../../orders/index.js';
import type { Stores } from '../../stores/index.js';
import type { Sync } from '../../sync/index.js';
import type { PlanStore } from '../store/plan-store.js';
import type { ReportStore } from '../store/report-store.js';

/** A report for the seller's own programs. The same `idempotencyId` again is the same message, delivered once. */
export interface ReportMessage {
  readonly sellerId: SellerId;
  readonly kind: 'report.ready';
  readonly body: Readonly<Record<string, unknown>>;
  readonly idempotencyId: string;
  readonly at: Date;
}

/** Resolves once the message is durable, and says how many endpoints want it. */
export type DeliverReport = (message: ReportMessage) => Promise<{ readonly endpoints: number }>;

/** What reports are made of: asked of the owners, nothing is read past them. */
export interface ReportSources {
  readonly stores: Pick<Stores, 'listAllStores' | 'listStores'>;
  readonly orders: Pick<Orders, 'countOversells'>;
  readonly sync: Sync['reportSources'];
}

export interface ReportDeps extends ReportSources {
  readonly reports: ReportStore;
  readonly plans: PlanStore;
  /** The reports' own queue; its keys are sellers. */
  readonly queue: Pick<WakeQueue, 'wake' | 'timetable'>;
  /** Absent: reports are kept and not sent. */
  readonly deliver?: DeliverReport;
  readonly clock: Clock;
  readonly logger: Logger;
}

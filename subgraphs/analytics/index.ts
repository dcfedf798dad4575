import type { Db } from 'mongodb';
import type { SellerId } from '../../platform/ids.js';
import type { CollectionIndexes } from '../../platform/mongo/indexes.js';
import type { WakeConsumer, WakeQueue } from '../../platform/queue/wake-queue.js';
import { loadSubgraphSdl } from '../../platform/subgraph/schema-files.js';
import type { SubgraphDefinition } from '../../platform/subgraph/subgraph.js';
import { createSweeper, type Sweep } from '../sync/worker/sweep.js';
import { keepPlans, wakeOverdueReports } from './operations/keep-plans.js';
import { makeDueReports } from './operations/make-due-reports.js';
import type { ReportDeps } from './operations/report-deps.js';
import { sendReports } from './operations/send-reports.js';
import { createReportSoFar } from './operations/show-report-so-far.js';
import { reportResolvers } from './resolvers/report-resolvers.js';
import { createPlanStore, planIndexes } from './store/plan-store.js';
import { createReportStore, reportIndexes } from './store/report-store.js';

export interface AnalyticsOptions extends Omit<ReportDeps, 'reports' | 'plans' | 'queue'> {
  readonly db: Db;
  /** The reports' own. */
  readonly queue: Pick<WakeQueue, 'wake' | 'timetable' | 'consume'>;
}

export type Analytics = ReturnType<typeof createAnalytics>;

const KEEP_EVERY_MS = 60_000;
const WAKE_EVERY_MS = 15_000;
const REPORTS_AT_ONCE = 1;

/** What a seller's work came to: a report for each day and week. */
export function createAnalytics({ db, queue, ...rest }: AnalyticsOptions) {
  const deps: ReportDeps = { ...rest, queue, reports: createReportStore(db), plans: createPlanStore(db) };
  const subgraph: SubgraphDefinition<null> = { name: 'analytics', typeDefs: loadSubgraphSdl('analytics'), resolvers: reportResolvers({ ...deps, reportSoFar: createReportSoFar(deps) }), createLoaders: () => null };
  const sweeps: readonly Sweep[] = [
    { name: 'keep-report-plans', everyMs: KEEP_EVERY_MS, run: () => keepPlans(deps) },
    { name: 'wake-overdue-reports', everyMs: WAKE_EVERY_MS, run: () => wakeOverdueReports(deps) },
    { name: 'send-reports', everyMs: WAKE_EVERY_MS, run: () => sendReports(deps) },
  ];
  const sweeper = createSweeper({ sweeps, logger: rest.logger });
  let consumer: WakeConsumer | undefined;

  return {
    subgraph,
    /** For the process that works; any number may run side by side. */
    worker: {
      start() {
        consumer = queue.consume((key) => makeDueReports(deps, key as SellerId), { concurrency: REPORTS_AT_ONCE });
        sweeper.start();
      },
      async stop() {
        await Promise.all([sweeper.stop(), consumer?.stop()]);
      },
    },
    indexes: [reportIndexes, planIndexes] as readonly CollectionIndexes[],
  };
}

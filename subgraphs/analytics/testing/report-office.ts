import { ensureIndexes } from '../../../platform/mongo/indexes.js';
import type { Principal } from '../../../platform/principal.js';
import { createWakeQueue } from '../../../platform/queue/wake-queue.js';
import { createSubgraph } from '../../../platform/subgraph/subgraph.js';
import { startLaneSuite } from '../../sync/testing/lane-suite.js';
import { createAnalytics } from '../index.js';
import type { ReportDeps, ReportMessage } from '../operations/report-deps.js';
import { createPlanStore } from '../store/plan-store.js';
import { createReportStore } from '../store/report-store.js';

export interface Answer<T> {
  readonly data: T | null;
  readonly errors: readonly { readonly extensions?: { readonly code?: string } }[];
}

export type ReportOffice = Awaited<ReturnType<typeof openReportOffice>>;

/** Reports over a store on a paper marketplace whose lanes work; the reports' clock stands where it is put, counted from the beginning. */
export async function openReportOffice() {
  const suite = await startLaneSuite({ goods: 5 });
  const { db, redis, logger, stores, orders, sync, principal } = suite.house;
  const queue = createWakeQueue({ redis, name: 'reports', logger });
  const delivered: ReportMessage[] = [];
  const refusals: Error[] = [];
  const startedAt = Date.now();
  let aheadMs = 0;
  const parts = {
    stores, orders, sync: sync.reportSources, logger,
    clock: { now: () => new Date(startedAt + aheadMs) },
    async deliver(message: ReportMessage) {
      const refusal = refusals.shift();
      if (refusal) throw refusal;
      delivered.push(message);
      return { endpoints: 1 };
    },
  };
  const analytics = createAnalytics({ db, queue, ...parts });
  await ensureIndexes(db, analytics.indexes);
  const subgraph = createSubgraph(analytics.subgraph).local();
  const deps: ReportDeps = { ...parts, queue, reports: createReportStore(db), plans: createPlanStore(db) };

  return {
    ...suite, analytics, deps, queue, delivered, principal,
    /** The next deliveries meet these. */
    failDeliveries: (...errors: readonly Error[]) => void refusals.push(...errors),
    putClock: (byMs: number) => void (aheadMs = byMs),
    async ask<T>(query: string, variables: Record<string, unknown> = {}, as: Principal = principal): Promise<Answer<T>> {
      const { data, errors } = await subgraph.execute({ query, variables, principal: as, correlationId: 'c-1' });
      return { data: data as T | null, errors: errors ?? [] };
    },
    async close() {
      await analytics.worker.stop();
      await queue.close();
      await suite.stop();
    },
  };
}

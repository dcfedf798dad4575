import { newId } from '../../../platform/ids.js';
import { ensureIndexes } from '../../../platform/mongo/indexes.js';
import type { Principal } from '../../../platform/principal.js';
import { createWakeQueue } from '../../../platform/queue/wake-queue.js';
import { createSubgraph } from '../../../platform/subgraph/subgraph.js';
import type { PaperLimits } from '../../sync/testing/paper-marketplace.js';
import { startLaneSuite } from '../../sync/testing/lane-suite.js';
import type { Sync } from '../../sync/index.js';
import type { SchedulePort } from '../../sync/schedule-port.js';
import { createAutomation, type Automation } from '../index.js';
import type { ScheduleDeps } from '../operations/schedule-deps.js';
import { createRunStore } from '../store/run-store.js';
import { createScheduleStore } from '../store/schedule-store.js';

export type ScheduleOffice = Awaited<ReturnType<typeof openScheduleOffice>>;
type ReadBackRequest = Parameters<Sync['requestReadBack']>[0];

/** Schedules over a store on a paper marketplace whose lanes work; the schedules' clock can be put forward. */
export async function openScheduleOffice(limits: PaperLimits & { goods?: number } = {}) {
  const late: { port?: SchedulePort | undefined } = {};
  const schedulesOfHouse: SchedulePort = { orderPlan: async (storeId) => late.port?.orderPlan(storeId) ?? null, readBackFinished: async (report) => late.port?.readBackFinished(report), ordersPolled: async (report) => late.port?.ordersPolled(report) };
  const suite = await startLaneSuite({ ...limits, schedules: schedulesOfHouse });
  const { house, paper, storeId } = suite;
  const { db, redis, logger, http, stores, orders, sync, principal } = house;
  const queue = createWakeQueue({ redis, name: 'schedules', logger });
  const connectors = { EBAY: paper.connector };
  let aheadMs = 0;
  const clock = { now: () => new Date(Date.now() + aheadMs) };
  const readBacks: ReadBackRequest[] = [];
  const counted = { ...sync, requestReadBack: (request: ReadBackRequest) => (readBacks.push(request), sync.requestReadBack(request)) };
  const parts = { stores, connectors, orders, sync: counted, queue };
  const open = (): Automation => createAutomation({ db, http, clock, logger, schedules: parts });
  const automation = open();
  late.port = automation.schedulePort;
  await ensureIndexes(db, automation.indexes);
  const subgraph = createSubgraph(automation.subgraph).local();
  const deps: ScheduleDeps = { ...parts, schedules: createScheduleStore(db), runs: createRunStore(db), clock, logger };

  return {
    ...suite, automation, deps, queue, readBacks, clock,
    stranger: { ...principal, sellerId: newId('seller') } satisfies Principal,
    putForward: (ms: number) => void (aheadMs += ms),
    async ask(query: string, variables: Record<string, unknown> = {}, as: Principal = principal) {
      const { data, errors } = await subgraph.execute({ query, variables: { storeId, ...variables }, principal: as, correlationId: 'c-1' });
      return { data: data as Record<string, never> | null | undefined, errors: errors as readonly { readonly extensions?: { readonly code?: string } }[] | undefined };
    },
    async close() {
      await automation.worker.stop();
      await queue.close();
      await suite.stop();
    },
  };
}

import DataLoader from 'dataloader';
import { explanationOf } from '../../../platform/explanations/explanation-of.js';
import { groupBy } from '../../../platform/group-by.js';
import type { StoreId } from '../../../platform/ids.js';
import type { PageRequest } from '../../../platform/mongo/keyset-page.js';
import { connectionOf } from '../../../platform/subgraph/connection.js';
import { requireScope } from '../../../platform/subgraph/require-scope.js';
import type { ResolverMap } from '../../../platform/subgraph/resolver-map.js';
import type { Principal } from '../../../platform/principal.js';
import { pageOfList } from '../../sync/domain/list-page.js';
import { scheduleIdOf, type ScheduleRun } from '../domain/schedule.js';
import type { ScheduleInput } from '../operations/change-schedule.js';
import { listSchedules, type ScheduleFilter } from '../operations/list-schedules.js';
import { pauseSchedule, resumeSchedule } from '../operations/pause-schedule.js';
import { runScheduleNow } from '../operations/run-schedule-now.js';
import type { ScheduleDeps } from '../operations/schedule-deps.js';
import { setSchedule, type SetScheduleInput } from '../operations/set-schedule.js';
import { showSchedules, type ShownSchedule } from '../operations/show-schedules.js';

export interface AutomationLoaders {
  /** The schedules of the caller's own stores; none of another seller's. */
  readonly schedulesOfStore: DataLoader<StoreId, readonly ShownSchedule[]>;
}

type Input<T> = { readonly input: T };

export function createAutomationLoaders({ sellerId }: Pick<Principal, 'sellerId'>, deps: ScheduleDeps): AutomationLoaders {
  return {
    schedulesOfStore: new DataLoader(async (ids) => {
      const shown = groupBy(await showSchedules(deps, await deps.stores.findOwnStores({ sellerId, ids })), ({ storeId }) => storeId);
      return ids.map((id) => shown.get(id) ?? []);
    }),
  };
}

export function scheduleResolvers(deps: ScheduleDeps): ResolverMap<AutomationLoaders> {
  return {
    Query: {
      schedules(_parent, { filter, ...page }: PageRequest & { filter?: ScheduleFilter | null }, context) {
        requireScope(context, 'sync:read');
        return connectionOf(page, (request) => listSchedules(deps, { sellerId: context.principal.sellerId, filter: filter ?? {}, page: request }));
      },
    },
    Mutation: {
      scheduleSet(_parent, { input }: Input<SetScheduleInput>, context) {
        requireScope(context, 'sync:write');
        return setSchedule(deps, context.principal, input);
      },
      schedulePause(_parent, { input }: Input<ScheduleInput>, context) {
        requireScope(context, 'sync:write');
        return pauseSchedule(deps, context.principal, input);
      },
      scheduleResume(_parent, { input }: Input<ScheduleInput>, context) {
        requireScope(context, 'sync:write');
        return resumeSchedule(deps, context.principal, input);
      },
      scheduleRunNow(_parent, { input }: Input<ScheduleInput>, context) {
        requireScope(context, 'sync:write');
        return runScheduleNow(deps, context.principal, input);
      },
    },
    Store: {
      __resolveReference({ id }: { id: StoreId }, context) {
        requireScope(context, 'stores:read');
        return { id };
      },
      schedules({ id }: { id: StoreId }, _args, context) {
        requireScope(context, 'sync:read');
        return context.loaders.schedulesOfStore.load(id);
      },
    },
    Schedule: {
      store: ({ storeId }: ShownSchedule) => ({ id: storeId }),
      runs: ({ storeId, kind }: ShownSchedule, page: PageRequest) => connectionOf(page, async (request) => pageOfList(await deps.runs.of(scheduleIdOf(storeId, kind)), ({ startedAt }) => startedAt.toISOString(), request)),
      intervalSeconds: ({ intervalMs }: ShownSchedule) => Math.round(intervalMs / 1_000),
      effectiveIntervalSeconds: ({ everyMs }: ShownSchedule) => Math.round(everyMs / 1_000),
    },
    ScheduleRunError: {
      explanation: explanationOf(({ errorClass }: NonNullable<ScheduleRun['error']>) => errorClass),
    },
  };
}

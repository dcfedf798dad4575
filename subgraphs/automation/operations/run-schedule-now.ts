import type { Principal } from '../../../platform/principal.js';
import { changeSchedule, scheduleFault, type ScheduleAnswer, type ScheduleInput } from './change-schedule.js';
import { followSchedule } from './follow-schedule.js';
import type { ScheduleDeps } from './schedule-deps.js';

/** Runs a schedule now, also one that is paused; its next run is an interval later. */
export function runScheduleNow(deps: ScheduleDeps, principal: Pick<Principal, 'sellerId' | 'keyId'>, input: ScheduleInput): Promise<ScheduleAnswer> {
  const isOfOrders = input.kind === 'ORDERS';
  return changeSchedule(deps, principal, input, {
    asked: 'run now',
    decide(_present, { state }, now) {
      if (state.kind === 'PAUSED') return scheduleFault('STORE_PAUSED', 'storeId', `the store is paused (${state.code}); resume it first`);
      return isOfOrders ? {} : { runAskedAt: now, nextRunAt: now };
    },
    follow: (all, store, schedule) => (isOfOrders ? all.sync.intake.pollNow({ storeId: store._id, sellerId: store.sellerId }) : followSchedule(all, store, schedule)),
  });
}

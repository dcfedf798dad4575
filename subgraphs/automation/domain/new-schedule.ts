import type { Store } from '../../stores/domain/store.js';
import { scheduleIdOf, settingsOf, type Schedule, type ScheduleKind } from './schedule.js';

const NEVER = new Date(0);

/** A schedule nobody has changed, whose first run is an interval away: by then a store just connected has been filled. */
export function newSchedule({ _id: storeId, sellerId }: Pick<Store, '_id' | 'sellerId'>, kind: ScheduleKind, now: Date): Schedule {
  const { intervalMs } = settingsOf(kind, null);
  return {
    _id: scheduleIdOf(storeId, kind), sellerId, storeId, kind, own: {}, pausedAt: null, runAskedAt: null,
    nextRunAt: kind === 'ORDERS' ? null : new Date(now.getTime() + intervalMs),
    runId: null, leaseUntil: NEVER, lastRun: null, quietRuns: 0, failures: 0, everyMs: intervalMs, reason: 'AS_SET', cursor: null, changes: [],
  };
}

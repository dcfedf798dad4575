import type { Store } from '../../stores/domain/store.js';
import type { Schedule } from '../domain/schedule.js';
import type { ScheduleDeps } from './schedule-deps.js';

/** Makes the timing what a schedule's document says: that of orders in the intake, that of all others in the timetable. */
export async function followSchedule({ sync, queue, clock }: Pick<ScheduleDeps, 'sync' | 'queue' | 'clock'>, { _id: storeId, sellerId, state }: Pick<Store, '_id' | 'sellerId' | 'state'>, { _id: key, kind, pausedAt, runAskedAt, nextRunAt, everyMs }: Schedule): Promise<void> {
  if (kind === 'ORDERS') return sync.intake.followPlan({ storeId, sellerId });
  const isRunning = state.kind === 'ACTIVE' && pausedAt === null && nextRunAt !== null;
  if (isRunning) await queue.timetable.set({ key, everyMs, startAt: nextRunAt });
  else await queue.timetable.remove(key);
  if (state.kind === 'ACTIVE' && runAskedAt !== null && nextRunAt !== null && nextRunAt <= clock.now()) await queue.wake(key);
}

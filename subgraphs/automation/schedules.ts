import type { Db } from 'mongodb';
import type { StoreId } from '../../platform/ids.js';
import type { WakeConsumer, WakeQueue } from '../../platform/queue/wake-queue.js';
import type { SchedulePort } from '../sync/schedule-port.js';
import type { Sweep } from '../sync/worker/sweep.js';
import { scheduleIdOf, settingsOf } from './domain/schedule.js';
import { concludePoll, concludeReadBack } from './operations/conclude-run.js';
import { keepTimetable, wakeOverdue } from './operations/keep-timetable.js';
import { runSchedule } from './operations/run-schedule.js';
import type { ScheduleDeps } from './operations/schedule-deps.js';
import { createRunStore } from './store/run-store.js';
import { createScheduleStore } from './store/schedule-store.js';

/** What schedules are built from; `queue` is theirs alone. */
export interface ScheduleParts extends Omit<ScheduleDeps, 'schedules' | 'runs' | 'queue' | 'clock' | 'logger'> {
  readonly queue: Pick<WakeQueue, 'wake' | 'timetable' | 'consume'>;
}

const KEEP_EVERY_MS = 15_000;
const WAKE_EVERY_MS = 5_000;
const RUNS_AT_ONCE = 4;

/** What looks at stores again and again. */
export function createSchedules({ db, queue, ...rest }: ScheduleParts & Pick<ScheduleDeps, 'clock' | 'logger'> & { readonly db: Db }) {
  const deps: ScheduleDeps = { ...rest, queue, schedules: createScheduleStore(db), runs: createRunStore(db) };
  const port: SchedulePort = {
    async orderPlan(storeId: StoreId) {
      const [kept] = await deps.schedules.find([scheduleIdOf(storeId, 'ORDERS')]);
      const { intervalMs, batch } = settingsOf('ORDERS', kept?.own);
      return { intervalMs, batch, isSet: kept?.own.intervalMs !== undefined, isPaused: kept?.pausedAt != null };
    },
    readBackFinished: (report) => concludeReadBack(deps, report),
    ordersPolled: (report) => concludePoll(deps, report),
  };
  const sweeps: readonly Sweep[] = [
    { name: 'keep-timetable', everyMs: KEEP_EVERY_MS, run: () => keepTimetable(deps) },
    { name: 'wake-overdue-schedules', everyMs: WAKE_EVERY_MS, run: () => wakeOverdue(deps) },
  ];
  return { deps, port, sweeps, consume: (): WakeConsumer => queue.consume((key) => runSchedule(deps, key), { concurrency: RUNS_AT_ONCE }) };
}

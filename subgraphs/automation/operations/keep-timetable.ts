import type { TimetableEntry } from '../../../platform/queue/timetable.js';
import type { Store } from '../../stores/domain/store.js';
import type { PollMark } from '../../sync/intake/domain/poll-mark.js';
import { newSchedule } from '../domain/new-schedule.js';
import { INTERVAL_BOUNDS_MS, PRIORITIES, SCHEDULE_KINDS, scheduleIdOf, settingsOf, type Schedule } from '../domain/schedule.js';
import type { ScheduleDeps } from './schedule-deps.js';

/** What has been due for this long has no wake-up standing for it. */
const OVERDUE_MS = 1_500;
const WOKEN_AT_ONCE = 200;
/** A next time that is off by less is the same one: it was said by another clock. */
const SAME_TIME_MS = 2_000;

/**
 * Makes the timetable what the schedules' documents say, whatever became of it: after Redis was emptied everything is set anew. Opens the
 * schedules of stores that have none. Any number of workers may run it side by side.
 */
export async function keepTimetable(deps: ScheduleDeps): Promise<void> {
  const { schedules, stores, connectors, queue, clock } = deps;
  const now = clock.now();
  const active = (await stores.listAllStores()).filter(({ state, marketplace }) => state.kind === 'ACTIVE' && connectors[marketplace]);
  const kept = new Map((await schedules.ofStores(active.map(({ _id }) => _id))).map((one) => [one._id, one]));
  const missing = active.flatMap((store) => SCHEDULE_KINDS.filter((kind) => !kept.has(scheduleIdOf(store._id, kind))).map((kind) => newSchedule(store, kind, now)));
  await schedules.open(missing);
  const wanted = new Map([...kept.values(), ...missing].filter(({ nextRunAt, pausedAt }) => nextRunAt !== null && pausedAt === null).map((one) => [one._id as string, one]));
  const entries = new Map((await queue.timetable.entries()).map((entry) => [entry.key, entry]));
  for (const key of entries.keys()) if (!wanted.has(key)) await queue.timetable.remove(key);
  for (const [key, one] of wanted) if (one.nextRunAt && !isAsWanted(entries.get(key), one, now)) await queue.timetable.set({ key, everyMs: one.everyMs, startAt: one.nextRunAt });
  await followOrders(deps, active, kept);
}

/** While a run is due or under way, the timetable is a step ahead of the document. */
function isAsWanted(entry: TimetableEntry | undefined, { everyMs, nextRunAt }: Schedule, now: Date): boolean {
  if (!entry || entry.everyMs !== everyMs || !nextRunAt) return false;
  const isUnderWay = nextRunAt.getTime() <= now.getTime() + SAME_TIME_MS;
  return isUnderWay || Math.abs(entry.nextAt.getTime() - nextRunAt.getTime()) <= SAME_TIME_MS;
}

/** A process may have died between pausing or resuming the reading of orders and telling the intake. */
async function followOrders({ sync, clock }: ScheduleDeps, stores: readonly Store[], kept: ReadonlyMap<string, Schedule>): Promise<void> {
  const marks = await sync.intake.pollMarks(stores.map(({ _id }) => _id));
  const now = clock.now();
  for (const mark of marks) {
    const isPaused = kept.get(scheduleIdOf(mark._id, 'ORDERS'))?.pausedAt != null;
    if (isFarAway(mark, now) !== isPaused && mark.pollAt > now) await sync.intake.followPlan({ storeId: mark._id, sellerId: mark.sellerId });
  }
}

function isFarAway({ pollAt }: PollMark, now: Date): boolean {
  return pollAt.getTime() - now.getTime() > 2 * INTERVAL_BOUNDS_MS.most;
}

/** Wakes what is due and has no wake-up, the most urgent first: the ledger, not the queue, says what has to be run. */
export async function wakeOverdue({ schedules, stores, queue, clock }: Pick<ScheduleDeps, 'schedules' | 'stores' | 'queue' | 'clock'>): Promise<void> {
  const now = clock.now();
  const due = await schedules.due(new Date(now.getTime() - OVERDUE_MS), now, WOKEN_AT_ONCE);
  if (due.length === 0) return;
  const active = new Set((await stores.findStores([...new Set(due.map(({ storeId }) => storeId))])).flatMap(({ _id, state }) => (state.kind === 'ACTIVE' ? [_id] : [])));
  const urgent = due.filter(({ storeId }) => active.has(storeId)).sort((a, b) => rankOf(a) - rankOf(b));
  for (const { _id } of urgent) await queue.wake(_id);
}

function rankOf({ kind, own }: Schedule): number {
  return PRIORITIES.indexOf(settingsOf(kind, own).priority);
}

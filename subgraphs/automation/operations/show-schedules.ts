import type { StoreId } from '../../../platform/ids.js';
import type { Store } from '../../stores/domain/store.js';
import type { PollMark } from '../../sync/intake/domain/poll-mark.js';
import { newSchedule } from '../domain/new-schedule.js';
import { SCHEDULE_KINDS, scheduleIdOf, settingsOf, type Pace, type Schedule, type ScheduleKind, type ScheduleRun, type ScheduleSettings } from '../domain/schedule.js';
import type { ScheduleDeps } from './schedule-deps.js';

/** PAUSED: by the seller. STORE_PAUSED: its store is, so nothing runs there. */
export type ScheduleState = 'ACTIVE' | 'PAUSED' | 'STORE_PAUSED';

/** A schedule as a seller sees it. */
export interface ShownSchedule extends ScheduleSettings, Pace {
  readonly id: string;
  readonly storeId: StoreId;
  readonly kind: ScheduleKind;
  readonly state: ScheduleState;
  readonly pausedAt: Date | null;
  readonly isDefault: boolean;
  readonly nextRunAt: Date | null;
  readonly lastRun: ScheduleRun | null;
}

/** The four schedules of each store, in the order of the stores; those never changed stand at the defaults. */
export async function showSchedules({ schedules, sync, clock }: Pick<ScheduleDeps, 'schedules' | 'sync' | 'clock'>, stores: readonly Store[]): Promise<readonly ShownSchedule[]> {
  const ids = stores.map(({ _id }) => _id);
  const [kept, marks] = await Promise.all([schedules.ofStores(ids), sync.intake.pollMarks(ids)]);
  const keptById = new Map(kept.map((one) => [one._id, one]));
  const markOf = new Map(marks.map((mark) => [mark._id, mark]));
  const now = clock.now();
  return stores.flatMap((store) => SCHEDULE_KINDS.map((kind) => shown(store, keptById.get(scheduleIdOf(store._id, kind)) ?? newSchedule(store, kind, now), markOf.get(store._id))));
}

export function shown(store: Pick<Store, 'state'>, schedule: Schedule, mark: PollMark | undefined): ShownSchedule {
  const { _id: id, storeId, kind, own, pausedAt, runAskedAt } = schedule;
  const settings = settingsOf(kind, own);
  const state = store.state.kind === 'PAUSED' ? 'STORE_PAUSED' : pausedAt ? 'PAUSED' : 'ACTIVE';
  const turn = kind === 'ORDERS' ? turnOfPolls(settings, mark) : schedule;
  const { everyMs, reason, nextRunAt, lastRun } = turn;
  const isToRun = state === 'ACTIVE' || (state === 'PAUSED' && runAskedAt !== null);
  return { ...settings, everyMs, reason, id, storeId, kind, state, pausedAt, isDefault: Object.keys(own).length === 0, nextRunAt: isToRun ? nextRunAt : null, lastRun };
}

/** Orders are polled by the intake, whose marks say when and how it went. */
function turnOfPolls({ intervalMs }: ScheduleSettings, mark: PollMark | undefined): Pick<Schedule, 'everyMs' | 'reason' | 'nextRunAt' | 'lastRun'> {
  if (!mark) return { everyMs: intervalMs, reason: 'AS_SET', nextRunAt: null, lastRun: null };
  return { everyMs: mark.intervalMs > 0 ? mark.intervalMs : intervalMs, reason: mark.intervalReason ?? 'AS_SET', nextRunAt: mark.pollAt, lastRun: lastPollOf(mark) };
}

function lastPollOf({ lastPoll, lastError, failures, authFailures }: PollMark): ScheduleRun | null {
  const isFailing = (failures > 0 || authFailures > 0) && lastError !== null;
  if (isFailing && lastError.at > (lastPoll?.finishedAt ?? new Date(0))) {
    const { at, errorClass, message } = lastError;
    return { startedAt: at, finishedAt: at, state: 'FAILED', checked: 0, found: 0, error: { errorClass, message } };
  }
  if (!lastPoll) return null;
  const { startedAt, finishedAt, read, recorded } = lastPoll;
  return { startedAt, finishedAt, state: 'DONE', checked: read, found: recorded, error: null };
}

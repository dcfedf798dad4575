import type { Principal } from '../../../platform/principal.js';
import type { Schedule } from '../domain/schedule.js';
import { changeSchedule, type ScheduleAnswer, type ScheduleInput } from './change-schedule.js';
import type { ScheduleDeps } from './schedule-deps.js';

/** Stops a schedule; a run under way ends as it would. Pausing twice is the same as once. */
export function pauseSchedule(deps: ScheduleDeps, principal: Pick<Principal, 'sellerId' | 'keyId'>, input: ScheduleInput): Promise<ScheduleAnswer> {
  return changeSchedule(deps, principal, input, { asked: 'pause', decide: ({ pausedAt }, _store, now) => ({ pausedAt: pausedAt ?? now, runAskedAt: null }) });
}

/** Lets it go on; what was missed meanwhile is caught up once. */
export function resumeSchedule(deps: ScheduleDeps, principal: Pick<Principal, 'sellerId' | 'keyId'>, input: ScheduleInput): Promise<ScheduleAnswer> {
  return changeSchedule(deps, principal, input, { asked: 'resume', decide: (present, _store, now) => ({ pausedAt: null, ...caughtUp(present, now) }) });
}

function caughtUp({ nextRunAt }: Schedule, now: Date): Partial<Schedule> {
  return nextRunAt !== null && nextRunAt < now ? { nextRunAt: now } : {};
}

import type { Principal } from '../../../platform/principal.js';
import type { UserError } from '../../../platform/subgraph/user-error.js';
import { BATCH_BOUNDS, INTERVAL_BOUNDS_MS, settingsOf, type OwnSettings, type Priority, type Schedule } from '../domain/schedule.js';
import { changeSchedule, scheduleFault, type ScheduleAnswer, type ScheduleInput } from './change-schedule.js';
import type { ScheduleDeps } from './schedule-deps.js';

/** Absent: as it is. Null: back to the default. */
export interface SetScheduleInput extends ScheduleInput {
  readonly intervalSeconds?: number | null;
  readonly priority?: Priority | null;
  readonly batch?: number | null;
}

/** Says how often a store is looked at, how urgently, and how much at a time. */
export function setSchedule(deps: ScheduleDeps, principal: Pick<Principal, 'sellerId' | 'keyId'>, input: SetScheduleInput): Promise<ScheduleAnswer> {
  const { intervalSeconds, priority, batch } = input;
  return changeSchedule(deps, principal, input, {
    asked: { set: { intervalSeconds, priority, batch } },
    decide: (present, _store, now) => faultOf(input) ?? withSettings(present, input, now),
  });
}

function faultOf({ intervalSeconds, batch }: SetScheduleInput): UserError | null {
  const [least, most] = [INTERVAL_BOUNDS_MS.least / 1_000, INTERVAL_BOUNDS_MS.most / 1_000];
  if (intervalSeconds != null && !(intervalSeconds >= least && intervalSeconds <= most)) return scheduleFault('INVALID_SCHEDULE', 'intervalSeconds', `an interval is ${least} to ${most} seconds`);
  if (batch != null && !(batch >= BATCH_BOUNDS.least && batch <= BATCH_BOUNDS.most)) return scheduleFault('INVALID_SCHEDULE', 'batch', `a batch is ${BATCH_BOUNDS.least} to ${BATCH_BOUNDS.most}`);
  return null;
}

/** The next run is an interval after the last one; its pace is decided anew then. */
function withSettings({ kind, own, nextRunAt, lastRun }: Schedule, input: SetScheduleInput, now: Date): Partial<Schedule> {
  const settings = changed(own, input);
  const { intervalMs } = settingsOf(kind, settings);
  const isSame = intervalMs === settingsOf(kind, own).intervalMs;
  if (isSame || nextRunAt === null) return { own: settings };
  const next = Math.max(now.getTime(), (lastRun?.startedAt ?? now).getTime() + intervalMs);
  return { own: settings, everyMs: intervalMs, reason: 'AS_SET', nextRunAt: new Date(next) };
}

function changed(own: OwnSettings, { intervalSeconds, priority, batch }: SetScheduleInput): OwnSettings {
  const intervalMs = intervalSeconds == null ? intervalSeconds : intervalSeconds * 1_000;
  const given = Object.entries({ intervalMs, priority, batch }).filter(([, value]) => value !== undefined);
  const all: [string, unknown][] = Object.entries({ ...own, ...Object.fromEntries(given) });
  return Object.fromEntries(all.filter(([, value]) => value !== null));
}

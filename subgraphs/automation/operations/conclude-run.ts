import type { Store } from '../../stores/domain/store.js';
import { isQueueRead, type PollMark } from '../../sync/intake/domain/poll-mark.js';
import type { OrderPollReport, ReadBackReport } from '../../sync/schedule-port.js';
import { FAST_SALES, nextRunAt, paceOf, type PaceSigns } from '../domain/schedule-pace.js';
import { readScheduleId, scheduleIdOf, settingsOf, type RunState, type Schedule, type ScheduleRun } from '../domain/schedule.js';
import { followSchedule } from './follow-schedule.js';
import type { ScheduleDeps } from './schedule-deps.js';

export interface RunOutcome extends Pick<ReadBackReport, 'runId' | 'checked' | 'found' | 'trouble'> {
  /** Where the next run goes on. */
  readonly cursor: string | null;
}

const SALES_WITHIN_MS = 600_000;
const SHORTEST_WAIT_MS = 1_000;
const FIRST_RETRY_MS = 10_000;

/** Ends the run of reading back that a lane tells of; a run that has been given up meanwhile changes nothing. */
export async function concludeReadBack(deps: ScheduleDeps, { storeId, kind, after, ...report }: ReadBackReport): Promise<void> {
  const read = readScheduleId(`${storeId}:${kind}`);
  if (!read) return;
  const [schedule] = await deps.schedules.find([scheduleIdOf(read.storeId, read.kind)]);
  if (schedule?.runId === report.runId) await concludeRun(deps, schedule, { ...report, cursor: after });
}

/** Keeps how a poll of orders went, whose turns and state the intake's marks keep; a poll goes on although that fails. */
export async function concludePoll({ runs, logger }: Pick<ScheduleDeps, 'runs' | 'logger'>, { storeId, trouble, ...run }: OrderPollReport): Promise<void> {
  try {
    await runs.add(scheduleIdOf(storeId, 'ORDERS'), storeId, { ...run, state: stateAfter(trouble), error: trouble });
  } catch (error) {
    logger.warn({ err: error, storeId }, 'how a poll went could not be kept');
  }
}

/** Writes down how a run went and when the next one comes, and how often from now on. */
export async function concludeRun(deps: ScheduleDeps, schedule: Schedule, { runId, checked, found, cursor, trouble }: RunOutcome): Promise<void> {
  const { clock, schedules, stores } = deps;
  const [store] = await stores.findStores([schedule.storeId]);
  if (!store) return;
  const now = clock.now();
  const state = stateAfter(trouble);
  const lastRun: ScheduleRun = { startedAt: schedule.lastRun?.startedAt ?? now, finishedAt: now, state, checked, found, error: trouble && { errorClass: trouble.errorClass, message: trouble.message } };
  const quietRuns = found > 0 ? 0 : schedule.quietRuns + (state === 'DONE' ? 1 : 0);
  const failures = state === 'FAILED' ? schedule.failures + 1 : 0;
  const pace = paceOf({ ...(await signsOf(deps, store, schedule, now)), found, quietRuns });
  const next = nextOf({ planned: schedule.nextRunAt ?? now, everyMs: pace.everyMs, now, failures, trouble });
  const concluded = await schedules.finish(schedule._id, runId, { ...pace, lastRun, quietRuns, failures, cursor, nextRunAt: next });
  if (!concluded) return;
  await deps.runs.add(schedule._id, schedule.storeId, lastRun);
  await followSchedule(deps, store, concluded);
}

function stateAfter(trouble: Pick<ScheduleRun, 'error'>['error']): RunState {
  if (trouble === null) return 'DONE';
  return trouble.errorClass === 'RATE_LIMITED' ? 'POSTPONED' : 'FAILED';
}

/** After trouble sooner than usual: when the quota has room again, or after ten seconds, twenty, and so on. */
function nextOf({ planned, everyMs, now, failures, trouble }: { planned: Date; everyMs: number; now: Date; failures: number; trouble: RunOutcome['trouble'] }): Date {
  if (trouble === null) return nextRunAt({ planned, everyMs, now });
  const waitMs = trouble.retryAfterMs ?? FIRST_RETRY_MS * 2 ** Math.min(failures, 12);
  return new Date(now.getTime() + Math.min(everyMs, Math.max(SHORTEST_WAIT_MS, waitMs)));
}

async function signsOf({ orders, sync, connectors }: ScheduleDeps, store: Store, { kind, own }: Schedule, now: Date): Promise<Omit<PaceSigns, 'found' | 'quietRuns'>> {
  const { _id: storeId, sellerId } = store;
  const [recentSales, [mark]] = await Promise.all([
    orders.countSales({ sellerId, storeId, since: new Date(now.getTime() - SALES_WITHIN_MS), atMost: FAST_SALES }),
    sync.intake.pollMarks([storeId]),
  ]);
  return { kind, intervalMs: settingsOf(kind, own).intervalMs, recentSales, webhooks: webhookHealth(store, connectors, mark, now) };
}

function webhookHealth({ marketplace, webhook }: Store, connectors: ScheduleDeps['connectors'], mark: PollMark | undefined, now: Date): PaceSigns['webhooks'] {
  const connector = connectors[marketplace];
  if (!connector?.webhooks && !connector?.notifications) return 'NONE';
  const isTelling = webhook.kind === 'ACTIVE' || (mark !== undefined && isQueueRead(mark, now));
  return isTelling && mark?.webhooksMissed !== true ? 'HEALTHY' : 'UNHEALTHY';
}

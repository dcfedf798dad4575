import { randomUUID } from 'node:crypto';
import type { AttemptId } from '../../../platform/ids.js';
import { QUOTA_SHARE, readScheduleId, settingsOf, type Schedule } from '../domain/schedule.js';
import { concludeRun } from './conclude-run.js';
import type { ScheduleDeps } from './schedule-deps.js';

/** A run that has not ended by then was lost with its worker, and is made again. */
const LEASE_MS = 120_000;
const READ_WITHIN_MS = 110_000;

/**
 * Runs a schedule whose time has come, if nobody else does: any number of workers may be woken for it, one of them runs it. A store that is
 * paused is left alone. What a run does may be done twice without harm.
 */
export async function runSchedule(deps: ScheduleDeps, id: string): Promise<void> {
  const read = readScheduleId(id);
  if (!read) return;
  const [store] = await deps.stores.findStores([read.storeId]);
  if (store?.state.kind !== 'ACTIVE') return;
  const now = deps.clock.now();
  const runId = randomUUID();
  const claimed = await deps.schedules.claim(`${read.storeId}:${read.kind}`, { runId, now, until: new Date(now.getTime() + LEASE_MS) });
  if (!claimed) return;
  if (claimed.kind === 'PRODUCTS') await lookAtProducts(deps, claimed, runId);
  else await readBack(deps, claimed, { runId, now });
}

/** Publishing and withdrawing that a marketplace takes its time over. */
async function lookAtProducts(deps: ScheduleDeps, schedule: Schedule, runId: string): Promise<void> {
  const watched = (schedule.cursor?.split(' ') ?? []) as AttemptId[];
  const { checked, found, watching } = await deps.sync.lookAtContent({ storeId: schedule.storeId, watched, limit: settingsOf(schedule.kind, schedule.own).batch });
  await concludeRun(deps, schedule, { runId, checked, found, cursor: watching.length > 0 ? watching.join(' ') : null, trouble: null });
}

/** The store's lane reads, and tells when it has: see `concludeReadBack`. */
async function readBack(deps: ScheduleDeps, { storeId, sellerId, kind, own, cursor }: Schedule, { runId, now }: { readonly runId: string; readonly now: Date }): Promise<void> {
  const { batch, priority } = settingsOf(kind, own);
  await deps.sync.requestReadBack({ storeId, sellerId, kind, runId, after: cursor, left: batch, quotaShare: QUOTA_SHARE[priority], until: new Date(now.getTime() + READ_WITHIN_MS) });
}

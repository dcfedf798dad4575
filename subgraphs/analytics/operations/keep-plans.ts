import { newPlan, type ReportPlan } from '../domain/report-plan.js';
import type { ReportDeps } from './report-deps.js';

const DAY_MS = 86_400_000;
/** What has been due for this long has no wake-up standing for it. */
const OVERDUE_MS = 5_000;
const WOKEN_AT_ONCE = 200;
/** A next time that is off by less is the same one: it was said by another clock. */
const SAME_TIME_MS = 2_000;

/** Opens a plan for each seller with a store, and makes the timetable what the plans say: also after Redis was emptied. Any number of workers may run it. */
export async function keepPlans(deps: Pick<ReportDeps, 'stores' | 'plans' | 'queue' | 'clock'>): Promise<void> {
  const { stores, plans, queue, clock } = deps;
  const now = clock.now();
  const sellerIds = [...new Set((await stores.listAllStores()).map(({ sellerId }) => sellerId))];
  const known = await plans.known(sellerIds);
  await plans.open(sellerIds.filter((id) => !known.has(id)).map((id) => newPlan(id, now)));
  const entries = new Map((await queue.timetable.entries()).map((entry) => [entry.key, entry.nextAt]));
  for await (const plan of plans.all()) {
    const entry = entries.get(plan._id);
    entries.delete(plan._id);
    if (!isAsPlanned(entry, plan, now)) await followPlan(deps, plan);
  }
  for (const key of entries.keys()) await queue.timetable.remove(key);
}

/** While a report is due or being made, the timetable is a step ahead of the plan. */
function isAsPlanned(entry: Date | undefined, { nextAt }: Pick<ReportPlan, 'nextAt'>, now: Date): boolean {
  if (!entry || !nextAt) return !entry && !nextAt;
  return nextAt.getTime() <= now.getTime() + SAME_TIME_MS || Math.abs(entry.getTime() - nextAt.getTime()) <= SAME_TIME_MS;
}

/** The next time is set anew after each report: days are not all of one length. */
export async function followPlan({ queue }: Pick<ReportDeps, 'queue'>, { _id: key, nextAt }: Pick<ReportPlan, '_id' | 'nextAt'>): Promise<void> {
  if (nextAt) await queue.timetable.set({ key, everyMs: DAY_MS, startAt: nextAt });
  else await queue.timetable.remove(key);
}

/** Wakes what is due and has no wake-up: the plans, not the queue, say what has to be made. */
export async function wakeOverdueReports({ plans, queue, clock }: Pick<ReportDeps, 'plans' | 'queue' | 'clock'>): Promise<void> {
  const due = await plans.due(new Date(clock.now().getTime() - OVERDUE_MS), WOKEN_AT_ONCE);
  for (const { _id } of due) await queue.wake(_id);
}

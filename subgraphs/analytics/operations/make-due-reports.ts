import type { SellerId } from '../../../platform/ids.js';
import { kindsOf, nextAtOf, SETTLE_MS, type ReportPlan } from '../domain/report-plan.js';
import { periodsEnded, type ReportKind, type ReportPeriod } from '../domain/report-period.js';
import { reportIdOf } from '../domain/report.js';
import { compileReport } from './compile-report.js';
import { followPlan } from './keep-plans.js';
import type { ReportDeps } from './report-deps.js';
import { sendReport } from './send-reports.js';

/** What is made up for after a long absence: figures are kept 40 days. */
const MOST: Readonly<Record<ReportKind, number>> = { DAILY: 31, WEEKLY: 5 };

/**
 * Makes the seller's reports of periods that have ended and have none yet, oldest first, hands them over, and plans the next. However many
 * workers do it at once, one report of a period is kept: the first.
 */
export async function makeDueReports(deps: ReportDeps, sellerId: SellerId): Promise<void> {
  const plan = await deps.plans.find(sellerId);
  if (!plan) return;
  const now = deps.clock.now();
  for (const period of await missingPeriods(deps, plan, now)) await makeReport(deps, plan, period);
  const nextAt = nextAtOf(plan, now);
  await deps.plans.setNext(plan, nextAt);
  await followPlan(deps, { ...plan, nextAt });
}

async function missingPeriods({ reports }: Pick<ReportDeps, 'reports'>, plan: ReportPlan, now: Date): Promise<readonly ReportPeriod[]> {
  const settled = new Date(now.getTime() - SETTLE_MS);
  const ended = kindsOf(plan).flatMap((kind) => periodsEnded(kind, { since: plan.since, now: settled, most: MOST[kind], timeZone: plan.timeZone }));
  const known = await reports.known(ended.map((period) => reportIdOf(plan._id, period)));
  return ended.filter((period) => !known.has(reportIdOf(plan._id, period)));
}

async function makeReport(deps: ReportDeps, { _id: sellerId, timeZone }: ReportPlan, period: ReportPeriod): Promise<void> {
  const content = await compileReport(deps, { sellerId, ...period });
  const report = { _id: reportIdOf(sellerId, period), sellerId, ...period, ...content, timeZone, madeAt: deps.clock.now(), isFinished: true, sentAt: null };
  const isOurs = await deps.reports.insert(deps.deliver ? { ...report, unsent: true } : report);
  if (isOurs && deps.deliver) await sendReport(deps, report);
}

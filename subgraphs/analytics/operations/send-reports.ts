import type { Report } from '../domain/report.js';
import type { ReportDeps } from './report-deps.js';

const SENT_AT_ONCE = 50;

/** Hands over what a process that died, or a database that was away, left behind. */
export async function sendReports(deps: Pick<ReportDeps, 'reports' | 'deliver' | 'clock'>): Promise<void> {
  if (!deps.deliver) return;
  for (const report of await deps.reports.unsent(SENT_AT_ONCE)) await sendReport(deps, report);
}

/** Hands a report to the seller's webhooks; repeated, it is the same message. */
export async function sendReport({ reports, deliver, clock }: Pick<ReportDeps, 'reports' | 'deliver' | 'clock'>, report: Report): Promise<void> {
  if (!deliver) return;
  const { endpoints } = await deliver({ sellerId: report.sellerId, kind: 'report.ready', idempotencyId: report._id, at: report.madeAt, body: bodyOf(report) });
  await reports.markSent(report._id, endpoints > 0 ? clock.now() : null);
}

/** What all stores came to; `operationsReport(id)` tells of each. */
function bodyOf({ _id: reportId, kind: period, day, from, to, timeZone, total, stores }: Report): Readonly<Record<string, unknown>> {
  return { reportId, period, day, from, to, timeZone, stores: stores.length, total };
}

import type { SellerId } from '../../../platform/ids.js';
import { createRecentlyUsed } from '../../../platform/recently-used.js';
import { newPlan } from '../domain/report-plan.js';
import { periodAt, type ReportKind } from '../domain/report-period.js';
import { reportIdOf, type Report } from '../domain/report.js';
import { compileReport } from './compile-report.js';
import type { ReportDeps } from './report-deps.js';

const GOOD_FOR_MS = 10_000;
const MOST_KEPT = 200;

interface Shown {
  readonly at: Date;
  readonly report: Promise<Report>;
}

/** The report of the period that runs now, as far as it has come; asked for again within ten seconds, the same one. */
export function createReportSoFar(deps: ReportDeps): (sellerId: SellerId, kind: ReportKind) => Promise<Report> {
  const shown = createRecentlyUsed<Shown>(MOST_KEPT);
  return async (sellerId, kind) => {
    const now = deps.clock.now();
    const { timeZone } = (await deps.plans.find(sellerId)) ?? newPlan(sellerId, now);
    const key = `${sellerId} ${kind} ${timeZone}`;
    const before = shown.get(key);
    if (before && now.getTime() - before.at.getTime() < GOOD_FOR_MS) return before.report;
    const report = compileSoFar(deps, { sellerId, kind, timeZone, now });
    // One that failed is no answer to the next who asks.
    report.catch(() => shown.set(key, { at: new Date(0), report }));
    return shown.set(key, { at: now, report }).report;
  };
}

async function compileSoFar(deps: ReportDeps, { sellerId, kind, timeZone, now }: { readonly sellerId: SellerId; readonly kind: ReportKind; readonly timeZone: string; readonly now: Date }): Promise<Report> {
  const period = periodAt(kind, now, timeZone);
  const content = await compileReport(deps, { sellerId, from: period.from, to: now });
  return { _id: reportIdOf(sellerId, period), sellerId, ...period, ...content, timeZone, madeAt: now, isFinished: false, sentAt: null };
}

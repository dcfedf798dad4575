import { gzipSync } from 'node:zlib';
import { Answer, type Endpoint, type SellerCall } from '../access/endpoint.js';
import { invalidInput, notFound } from '../access/errors.js';
import { checkedMarketplace } from '../access/query.js';
import type { Documents } from '../documents.js';
import { isoOf, type Kernel } from '../kernel.js';

export interface Report {
  readonly reportId: string;
  readonly sellerId: string;
  readonly reportType: string;
  readonly marketplaceIds: readonly string[];
  readonly from: number;
  readonly to: number;
  readonly createdAt: number;
  readonly processingStatus: 'IN_QUEUE' | 'IN_PROGRESS' | 'DONE' | 'CANCELLED' | 'FATAL';
  readonly reportDocumentId: string | null;
}

/** Writes the text of one kind of report; null when there is nothing to write in it. */
export type ReportWriter = (report: Report) => string | null;

const ROOT = '/reports/2021-06-30';
const FIRST_REPORT_ID = 60_000_020_001;
const LONGEST_WINDOW_MS = 60 * 24 * 3_600_000;

/** Reports, walking IN_QUEUE, IN_PROGRESS, DONE; one without anything in it ends CANCELLED, as Amazon's do. */
export function reportEndpoints({ state, clock, settings }: Kernel, documents: Documents, writers: Readonly<Record<string, ReportWriter>>): Endpoint[] {
  const reports = state.store<Report>('reports');
  clock.on('report-starts', ({ reportId }: { reportId: string }) => {
    const report = reports.get(reportId);
    if (report?.processingStatus !== 'IN_QUEUE') return;
    reports.put(reportId, { ...report, processingStatus: 'IN_PROGRESS' });
    clock.after(settings().batchDelayMs, 'report-ends', { reportId });
  });
  clock.on('report-ends', ({ reportId }: { reportId: string }) => {
    const report = reports.get(reportId);
    const writer = report && writers[report.reportType];
    if (!report || !writer) return;
    const text = writer(report);
    reports.put(reportId, text === null ? { ...report, processingStatus: 'CANCELLED' } : { ...report, processingStatus: 'DONE', reportDocumentId: documents.put('text/plain; charset=UTF-8', gzipSync(Buffer.from(text))) });
  });

  const requireReport = ({ seller, params }: SellerCall): Report => {
    const report = reports.get(params['reportId'] ?? '');
    if (report?.sellerId !== seller.sellerId) throw notFound('The report was not found.');
    return report;
  };
  const create = ({ seller, body }: SellerCall): Answer => {
    const { reportType, marketplaceIds, dataStartTime, dataEndTime } = (body ?? {}) as Readonly<Record<string, unknown>>;
    if (typeof reportType !== 'string' || !writers[reportType]) throw invalidInput(`Invalid reportType: ${String(reportType)}`);
    if (!Array.isArray(marketplaceIds) || marketplaceIds.length === 0) throw invalidInput('marketplaceIds is required.');
    marketplaceIds.forEach((id) => checkedMarketplace(String(id), seller));
    const [from, to] = [timeOf(dataStartTime) ?? 0, timeOf(dataEndTime) ?? clock.now()];
    if (Math.max(from, to) > clock.now()) throw invalidInput('dataStartTime and dataEndTime must not be later than now.');
    if (to - from > LONGEST_WINDOW_MS) throw invalidInput('The window of the report is longer than 60 days.');
    const report: Report = { reportId: String(state.next('report', FIRST_REPORT_ID)), sellerId: seller.sellerId, reportType, marketplaceIds: marketplaceIds.map(String), from, to, createdAt: clock.now(), processingStatus: 'IN_QUEUE', reportDocumentId: null };
    reports.put(report.reportId, report);
    clock.after(settings().batchDelayMs, 'report-starts', { reportId: report.reportId });
    return new Answer(202, { reportId: report.reportId });
  };

  return [
    { method: 'POST', path: `${ROOT}/reports`, operation: 'createReport', handle: create },
    {
      method: 'GET',
      path: `${ROOT}/reports`,
      operation: 'getReports',
      handle({ query, seller }) {
        const types = query.list('reportTypes');
        const statuses = query.list('processingStatuses');
        const own = [...reports.range()].map(({ value }) => value).filter((one) => one.sellerId === seller.sellerId && (types.length === 0 || types.includes(one.reportType)) && (statuses.length === 0 || statuses.includes(one.processingStatus)));
        return { reports: own.toReversed().slice(0, query.integer('pageSize', { fallback: 10, min: 1, max: 100 })).map(viewOf) };
      },
    },
    { method: 'GET', path: `${ROOT}/reports/:reportId`, operation: 'getReport', handle: (call) => viewOf(requireReport(call)) },
    {
      method: 'GET',
      path: `${ROOT}/documents/:documentId`,
      operation: 'getReportDocument',
      handle({ params, seller }) {
        const id = params['documentId'] ?? '';
        if (![...reports.range()].some(({ value }) => value.sellerId === seller.sellerId && value.reportDocumentId === id)) throw notFound('The report document was not found.');
        return { reportDocumentId: id, url: documents.link(id), compressionAlgorithm: 'GZIP' };
      },
    },
  ];
}

function viewOf({ reportId, reportType, marketplaceIds, from, to, createdAt, processingStatus, reportDocumentId }: Report): unknown {
  return { reportId, reportType, marketplaceIds, dataStartTime: isoOf(from), dataEndTime: isoOf(to), createdTime: isoOf(createdAt), processingStatus, ...(reportDocumentId === null ? {} : { reportDocumentId }) };
}

function timeOf(value: unknown): number | null {
  if (value === undefined) return null;
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(at)) throw invalidInput('Times must be ISO 8601.');
  return at;
}

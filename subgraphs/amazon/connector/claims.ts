import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { Money } from '../../../platform/money.js';
import { ConnectorError, UNTOLD, type ClaimKind, type ClaimPort, type RemoteClaim, type ReturnState } from '../../sync/connector/contract.js';
import { stampedSince } from '../../sync/connector/marketplace-clock.js';
import { strangeClaim } from '../../sync/connector/read-claims.js';
import { moneyTold, text, units } from '../../sync/connector/wire-values.js';
import { call, fetchDocument } from './client.js';
import type { AmazonContext, AmazonCredentials } from './credentials.js';
import { unreadableAnswer } from './errors.js';
import { unpack } from './feeds.js';
import { readFlatFile } from './flat-file.js';

const ROOT = '/reports/2021-06-30';
const REPORT_TYPE = 'GET_FLAT_FILE_RETURNS_DATA_BY_RETURN_DATE';
const DAY_MS = 86_400_000;
/** A report covers at most 60 days; what is older is in none. */
const REACH_MS = 59 * DAY_MS;
/** So long a return may have waited for the seller. */
const LONGEST_WAIT_MS = 30 * DAY_MS;
/** One report a minute is allowed: who asks again soon gets the last one. */
const REPORT_KEPT_MS = 10 * 60_000;
const LOOKS = 12;
const LOOK_EVERY_MS = 500;

const createdSchema = z.looseObject({ reportId: text });
const reportSchema = z.looseObject({ processingStatus: z.string(), reportDocumentId: z.string().nullish() });
const documentSchema = z.looseObject({ url: z.url(), compressionAlgorithm: z.string().nullish() });

/** Returns are told in a report only. One that is not ready within some seconds is asked for again by its cursor. */
export const claims: ClaimPort<AmazonCredentials> = {
  async list(context, since, cursor) {
    const reportId = cursor ?? (await requestReport(context, since));
    for (let look = 0; look < LOOKS; look += 1) {
      const report = await readReport(context, reportId);
      if (report.kind === 'EMPTY') return { items: [], next: null };
      if (report.kind === 'DONE') return { items: toClaims(await readDocument(context, report.documentId), { since, now: context.now() }), next: null };
      await pause(LOOK_EVERY_MS);
    }
    return { items: [], next: reportId };
  },
  listWaiting: (context, cursor) => claims.list(context, new Date(context.marketplaceNow().getTime() - LONGEST_WAIT_MS), cursor),
};

async function requestReport(context: AmazonContext, since: Date): Promise<string> {
  const { marketplaceId } = context.store.credentials;
  const earliest = new Date(context.marketplaceNow().getTime() - REACH_MS);
  const { from } = stampedSince(context, since > earliest ? since : earliest);
  const key = `amazon:returns:${context.store.remoteSellerId}:${marketplaceId}:${from.toISOString().slice(0, 10)}`;
  const known = await context.cache.get(key);
  if (known !== null) return known;
  const body = { reportType: REPORT_TYPE, marketplaceIds: [marketplaceId], dataStartTime: from.toISOString() };
  const { reportId } = await call(context, { quota: 'report-create', operation: 'claims.requestReport', method: 'POST', path: `${ROOT}/reports`, body }, createdSchema);
  await context.cache.set(key, reportId, REPORT_KEPT_MS);
  return reportId;
}

type ReportState = { readonly kind: 'PENDING' | 'EMPTY' } | { readonly kind: 'DONE'; readonly documentId: string };

/** Amazon cancels a report that there is nothing to write in. */
async function readReport(context: AmazonContext, reportId: string): Promise<ReportState> {
  const { processingStatus, reportDocumentId } = await call(context, { quota: 'report-get', operation: 'claims.readReport', method: 'GET', path: `${ROOT}/reports/${encodeURIComponent(reportId)}` }, reportSchema);
  if (processingStatus === 'DONE' && reportDocumentId) return { kind: 'DONE', documentId: reportDocumentId };
  if (processingStatus === 'IN_QUEUE' || processingStatus === 'IN_PROGRESS') return { kind: 'PENDING' };
  if (processingStatus === 'CANCELLED') return { kind: 'EMPTY' };
  throw new ConnectorError({ errorClass: 'SERVER', outcome: 'REFUSED', message: `Amazon ended the report of returns as ${processingStatus}` });
}

async function readDocument(context: AmazonContext, documentId: string): Promise<string> {
  const key = `amazon:returns-document:${context.store.remoteSellerId}:${documentId}`;
  const known = await context.cache.get(key);
  if (known !== null) return known;
  const document = await call(context, { quota: 'report-document-get', operation: 'claims.openReport', method: 'GET', path: `${ROOT}/documents/${encodeURIComponent(documentId)}` }, documentSchema);
  const report = unpack(await fetchDocument(context, { url: document.url, operation: 'claims.download' }), document.compressionAlgorithm ?? null, 'a report of returns');
  await context.cache.set(key, report, REPORT_KEPT_MS);
  return report;
}

const STATES: Readonly<Record<string, ReturnState>> = { pending: 'AWAITING_SELLER', 'pending approval': 'AWAITING_SELLER', approved: 'APPROVED', declined: 'REJECTED', denied: 'REJECTED', completed: 'REFUNDED', closed: 'REFUNDED', cancelled: 'CANCELLED' };

/** Rows of one RMA are lines of one claim. */
function toClaims(report: string, { since, now }: { readonly since: Date; readonly now: Date }): RemoteClaim[] {
  const claims = new Map<string, RemoteClaim>();
  const rows = readFlatFile(report, ['order id', 'return request status', 'merchant sku']);
  if (rows === null) throw unreadableAnswer('a report of returns', false);
  for (const row of rows.filter((one) => one['order id'])) {
    const id = row['amazon rma id'] || `${row['order id'] ?? ''}-${row['merchant sku'] ?? ''}`;
    const status = row['return request status'] ?? '';
    const quantity = units.safeParse(row['return quantity'] || 1);
    if (!quantity.success) {
      claims.set(id, { ...strangeClaim({ kind: 'RETURN', remoteClaimId: id, remoteOrderId: row['order id'] ?? '', now }), unreadable: "'return quantity' cannot be read" });
      continue;
    }
    const line = { remoteLineId: null, remoteKey: row['merchant sku'] || null, quantity: quantity.data, reason: row['return reason'] ?? '', status };
    const requestedAt = dayOf(row['return request date']) ?? since;
    const known = claims.get(id);
    const refund = moneyTold(row['refunded amount'], row['currency code']);
    const remoteKind = row['resolution'] || null;
    claims.set(
      id,
      known
        ? { ...known, lines: [...known.lines, line], refund: sumOf(known.refund, refund) }
        : { remoteClaimId: id, remoteOrderId: row['order id'] ?? '', kind: kindOf(remoteKind), state: STATES[status.toLowerCase()] ?? 'UNKNOWN', status, ...UNTOLD, remoteKind, refund, lines: [line], createdAt: requestedAt, changedAt: requestedAt },
    );
  }
  return [...claims.values()];
}

/** By what the buyer is to get for it. */
function kindOf(resolution: string | null): ClaimKind {
  return /exchange|replace/i.test(resolution ?? '') ? 'EXCHANGE' : 'RETURN';
}

function sumOf(one: Money | null, other: Money | null): Money | null {
  return one === null || other === null ? (one ?? other) : { ...one, amountMinor: one.amountMinor + other.amountMinor };
}

/** `22-Nov-2026`, or an ISO date. */
function dayOf(text: string | undefined): Date | null {
  const at = Date.parse(`${(text ?? '').replace(/^(\d{1,2})-([A-Za-z]{3})-(\d{4})$/, '$1 $2 $3')} UTC`);
  const iso = Date.parse(text ?? '');
  const found = Number.isNaN(at) ? iso : at;
  return Number.isNaN(found) ? null : new Date(found);
}

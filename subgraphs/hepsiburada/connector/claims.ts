import { z } from 'zod';
import type { ClaimPort, Page, RemoteClaim } from '../../sync/connector/contract.js';
import { readClaims } from '../../sync/connector/read-claims.js';
import { CLAIM_STATUSES, claimSchema, toClaim, WAITING_STATUSES } from './claim-row.js';
import { call, query, type HepsiburadaContext, type HepsiburadaCredentials } from './client.js';
import { istanbulMinute } from './istanbul-time.js';

export const PAGE_SIZE = 100;
const DAY_MS = 86_400_000;
/** One that waits for the seller has waited for days, not for months. */
const LONGEST_WAIT_MS = 60 * DAY_MS;

/** The plain list filters by when a claim was made; only the lists by status say what changed since, so all eight are read. */
export const claims: ClaimPort<HepsiburadaCredentials> = {
  list: (context, since, cursor) => listOf(context, CLAIM_STATUSES, since, cursor),
  listWaiting: (context, cursor) => listOf(context, WAITING_STATUSES, new Date(context.marketplaceNow().getTime() - LONGEST_WAIT_MS), cursor),
};

interface Place {
  readonly status: number;
  readonly offset: number;
  /** The first claim of the page before, to know it by when it comes again. */
  readonly first: string | null;
}

async function listOf(context: HepsiburadaContext, statuses: readonly string[], since: Date, cursor: string | null): Promise<Page<RemoteClaim>> {
  const at: Place = cursor === null ? { status: 0, offset: 0, first: null } : (JSON.parse(cursor) as Place);
  const rows = await readPage(context, { status: statuses[at.status] ?? '', since, offset: at.offset });
  const items = readClaims({ rows, shape: claimSchema, toClaim: (row) => toClaim(row, context.now()), kind: 'RETURN', claimField: 'number', orderField: 'orderNumber', now: context.now() });
  const first = items[0]?.remoteClaimId ?? null;
  const isRepeated = at.offset > 0 && first === at.first;
  const next = rows.length >= PAGE_SIZE && !isRepeated ? { ...at, offset: at.offset + rows.length, first } : { status: at.status + 1, offset: 0, first: null };
  return { items: isRepeated ? [] : items, next: next.status < statuses.length ? JSON.stringify(next) : null };
}

/** Of a status, those that came to it since. */
export async function readPage(context: HepsiburadaContext, { status, since, offset }: { readonly status: string; readonly since: Date; readonly offset: number }): Promise<readonly unknown[]> {
  const parameters = { statusBeginDate: istanbulMinute(since), statusEndDate: istanbulMinute(new Date(context.marketplaceNow().getTime() + DAY_MS)), offset, limit: PAGE_SIZE };
  const path = `/claims/merchantId/${context.store.remoteSellerId}/status/${status}${query(parameters)}`;
  return call(context, { group: 'oms', operation: 'claims.list', method: 'GET', path, personal: true }, z.array(z.unknown()));
}

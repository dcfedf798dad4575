import { z } from 'zod';
import { ConnectorError, UNTOLD, type ActionOutcome, type ClaimPort, type RemoteClaim, type ReturnState } from '../../sync/connector/contract.js';
import { number, optionalText, text } from '../../sync/connector/wire-values.js';
import { APPLIED, outcomeOf } from './action-outcome.js';
import { call, query, send, type HepsiburadaContext, type HepsiburadaCredentials } from './client.js';
import { fromPayloadDate, istanbulMinute } from './istanbul-time.js';

const PAGE_SIZE = 100;
const DAY_MS = 86_400_000;
/** How long ago an answer may have been given that is asked for again. */
const LOOK_BACK_MS = 30 * DAY_MS;
const MOST_PAGES = 20;

const STATES: ReadonlyMap<string, ReturnState> = new Map(Object.entries({
  NewRequest: 'REQUESTED',
  AwaitingAction: 'AWAITING_SELLER',
  AwaitingPreApproval: 'AWAITING_SELLER',
  Accepted: 'APPROVED',
  Rejected: 'REJECTED',
  InDispute: 'DISPUTED',
  Refunded: 'REFUNDED',
  Cancelled: 'CANCELLED',
} as const));
const STATUSES = [...STATES.keys()];

const claimSchema = z.looseObject({
  number: text,
  status: text,
  claimDate: optionalText,
  lastStatusUpdateDate: optionalText,
  quantity: number.nullish().catch(null),
  orderNumber: text,
  lineItemId: optionalText.catch(null),
  MerchantSku: optionalText.catch(null),
  merchantSku: optionalText.catch(null),
  Reason: optionalText.catch(null),
  reason: optionalText.catch(null),
  merchantRejectionStatement: optionalText.catch(null),
});
type ClaimRow = z.output<typeof claimSchema>;

/** The plain list filters by when a claim was made; only the lists by status say what changed since, so all eight are read. */
export const claims: ClaimPort<HepsiburadaCredentials> = {
  async list(context, since, cursor) {
    const at = cursor === null ? { status: 0, offset: 0, first: null } : (JSON.parse(cursor) as { status: number; offset: number; first: string | null });
    const data = await readPage(context, { status: STATUSES[at.status] ?? '', since, offset: at.offset });
    const first = data[0]?.number ?? null;
    const isRepeated = at.offset > 0 && first === at.first;
    const next = data.length >= PAGE_SIZE && !isRepeated ? { ...at, offset: at.offset + data.length, first } : { status: at.status + 1, offset: 0, first: null };
    return { items: isRepeated ? [] : data.map((row) => toClaim(row, context.now())), next: next.status < STATUSES.length ? JSON.stringify(next) : null };
  },
};

async function readPage(context: HepsiburadaContext, { status, since, offset }: { readonly status: string; readonly since: Date; readonly offset: number }): Promise<ClaimRow[]> {
  const parameters = { statusBeginDate: istanbulMinute(since), statusEndDate: istanbulMinute(new Date(context.now().getTime() + DAY_MS)), offset, limit: PAGE_SIZE };
  const path = `/claims/merchantId/${context.store.remoteSellerId}/status/${status}${query(parameters)}`;
  return call(context, { group: 'oms', operation: 'claims.list', method: 'GET', path, personal: true }, z.array(claimSchema));
}

export type ClaimAnswer = { readonly kind: 'ACCEPT' } | { readonly kind: 'REJECT'; readonly reason: string; readonly statement: string } | { readonly kind: 'CONFIRM_INSPECTION' };

/**
 * The seller's word on a claim, which Hepsiburada takes only while the claim waits for one. Where the answer was lost, or is a
 * refusal, the claim is looked for: one that stands where the word leads was answered, now or by an earlier call.
 */
export async function answerClaim(context: HepsiburadaContext, claimNumber: string, answer: ClaimAnswer): Promise<ActionOutcome> {
  const { path, json } = claimCall(claimNumber, answer);
  try {
    const told = await outcomeOf(context, send(context, { group: 'oms', operation: 'claims.answer', method: 'POST', path, json }));
    return told.kind === 'REFUSED' && (await isAnswered(context, claimNumber, answer)) ? APPLIED : told;
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.outcome !== 'UNKNOWN' || !(await isAnswered(context, claimNumber, answer))) throw error;
    return APPLIED;
  }
}

/** Where each word leads, and what may come of it by and by. */
const LEADS_TO: Readonly<Record<ClaimAnswer['kind'], readonly string[]>> = { ACCEPT: ['Accepted', 'Refunded'], REJECT: ['Rejected', 'InDispute'], CONFIRM_INSPECTION: ['AwaitingAction'] };

/** No call reads one claim: the lists of the states in question do. A rejection in other words is another answer. */
async function isAnswered(context: HepsiburadaContext, claimNumber: string, answer: ClaimAnswer): Promise<boolean> {
  for (const status of LEADS_TO[answer.kind]) {
    const found = await findClaim(context, claimNumber, status);
    if (found) return answer.kind !== 'REJECT' || found.merchantRejectionStatement === null || found.merchantRejectionStatement === answer.statement;
  }
  return false;
}

async function findClaim(context: HepsiburadaContext, claimNumber: string, status: string): Promise<ClaimRow | null> {
  const since = new Date(context.now().getTime() - LOOK_BACK_MS);
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const rows = await readPage(context, { status, since, offset: page * PAGE_SIZE });
    const found = rows.find(({ number: ofRow }) => ofRow === claimNumber);
    if (found) return found;
    if (rows.length < PAGE_SIZE) break;
  }
  return null;
}

export function claimCall(claimNumber: string, answer: ClaimAnswer): { readonly path: string; readonly json: unknown } {
  const base = `/claims/number/${encodeURIComponent(claimNumber)}`;
  switch (answer.kind) {
    case 'ACCEPT':
      return { path: `${base}/accept`, json: { FinalizedWith: 'Refund', AcceptionReason: '' } };
    case 'REJECT':
      return { path: `${base}/reject`, json: { ClaimRejectionReason: answer.reason, MerchantStatement: answer.statement, Reports: [], UploadedReportsUrls: [] } };
    case 'CONFIRM_INSPECTION':
      return { path: `${base}/preapprovalconfirm`, json: { preApprovalReason: 'ProductInvestigation' } };
    default:
      return answer satisfies never;
  }
}

function toClaim(row: ClaimRow, now: Date): RemoteClaim {
  const createdAt = fromPayloadDate(row.claimDate) ?? now;
  return {
    remoteClaimId: row.number,
    remoteOrderId: row.orderNumber,
    kind: 'RETURN',
    state: STATES.get(row.status) ?? 'UNKNOWN',
    status: row.status,
    ...UNTOLD,
    lines: [{ remoteLineId: row.lineItemId, remoteKey: row.MerchantSku ?? row.merchantSku, quantity: row.quantity ?? 1, reason: row.Reason ?? row.reason ?? '', status: row.status }],
    createdAt,
    changedAt: fromPayloadDate(row.lastStatusUpdateDate) ?? createdAt,
  };
}

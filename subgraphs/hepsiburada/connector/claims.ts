import { z } from 'zod';
import { type ActionOutcome, type ClaimPort, type RemoteClaim, type ReturnState } from '../../sync/connector/contract.js';
import { number, optionalText, text } from '../../sync/connector/wire-values.js';
import { outcomeOf } from './action-outcome.js';
import { callWithHeaders, query, send, type HepsiburadaContext, type HepsiburadaCredentials } from './client.js';
import { fromPayloadDate, istanbulMinute } from './istanbul-time.js';

const PAGE_SIZE = 100;
const DAY_MS = 86_400_000;

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
});

/** The plain list filters by when a claim was made; only the lists by status say what changed since, so all eight are read. */
export const claims: ClaimPort<HepsiburadaCredentials> = {
  async list(context, since, cursor) {
    const at = cursor === null ? { status: 0, offset: 0, first: null } : (JSON.parse(cursor) as { status: number; offset: number; first: string | null });
    const parameters = { statusBeginDate: istanbulMinute(since), statusEndDate: istanbulMinute(new Date(context.now().getTime() + DAY_MS)), offset: at.offset, limit: PAGE_SIZE };
    const path = `/claims/merchantId/${context.store.remoteSellerId}/status/${STATUSES[at.status] ?? ''}${query(parameters)}`;
    const { data } = await callWithHeaders(context, { group: 'oms', operation: 'claims.list', method: 'GET', path, personal: true }, z.array(claimSchema));
    const first = data[0]?.number ?? null;
    const isRepeated = at.offset > 0 && first === at.first;
    const next = data.length >= PAGE_SIZE && !isRepeated ? { ...at, offset: at.offset + data.length, first } : { status: at.status + 1, offset: 0, first: null };
    return { items: isRepeated ? [] : data.map((row) => toClaim(row, context.now())), next: next.status < STATUSES.length ? JSON.stringify(next) : null };
  },
};

export type ClaimAnswer = { readonly kind: 'ACCEPT' } | { readonly kind: 'REJECT'; readonly reason: string; readonly statement: string } | { readonly kind: 'CONFIRM_INSPECTION' };

/** The seller's word on a claim. A claim that already stands where the answer leads is left alone. */
export function answerClaim(context: HepsiburadaContext, claimNumber: string, answer: ClaimAnswer): Promise<ActionOutcome> {
  const { path, json } = claimCall(claimNumber, answer);
  return outcomeOf(context, send(context, { group: 'oms', operation: 'claims.answer', method: 'POST', path, json }));
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

function toClaim(row: z.output<typeof claimSchema>, now: Date): RemoteClaim {
  const createdAt = fromPayloadDate(row.claimDate) ?? now;
  return {
    remoteClaimId: row.number,
    remoteOrderId: row.orderNumber,
    kind: 'RETURN',
    state: STATES.get(row.status) ?? 'UNKNOWN',
    status: row.status,
    lines: [{ remoteLineId: row.lineItemId, remoteKey: row.MerchantSku ?? row.merchantSku, quantity: row.quantity ?? 1, reason: row.Reason ?? row.reason ?? '', status: row.status }],
    createdAt,
    changedAt: fromPayloadDate(row.lastStatusUpdateDate) ?? createdAt,
  };
}

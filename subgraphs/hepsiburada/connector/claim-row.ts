import { z } from 'zod';
import type { ClaimKind, RemoteClaim, ReturnState } from '../../sync/connector/contract.js';
import { moneyTold, number, optionalText, text } from '../../sync/connector/wire-values.js';
import { fromPayloadDate } from './istanbul-time.js';

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
export const CLAIM_STATUSES: readonly string[] = [...STATES.keys()];
/** Those in which Hepsiburada waits for the seller. */
export const WAITING_STATUSES: readonly string[] = ['AwaitingAction', 'AwaitingPreApproval'];

/** By the letters of Hepsiburada's word alone: no list of the words is published, and capitals differ from page to page. */
const KINDS: Readonly<Record<string, ClaimKind>> = { return: 'RETURN', change: 'EXCHANGE', exchange: 'EXCHANGE', missingpart: 'MISSING_PART', missingproduct: 'MISSING_PART' };

const tolerantText = optionalText.catch(null);
export const claimSchema = z.looseObject({
  number: text,
  status: text,
  claimType: tolerantText,
  claimDate: tolerantText,
  lastStatusUpdateDate: tolerantText,
  AwaitingActionExpireDate: tolerantText,
  awaitingActionExpireDate: tolerantText,
  awaitingPreApprovalExpireDate: tolerantText,
  quantity: number.nullish().catch(null),
  orderNumber: text,
  lineItemId: tolerantText,
  MerchantSku: tolerantText,
  merchantSku: tolerantText,
  Reason: tolerantText,
  reason: tolerantText,
  explanation: tolerantText,
  refundAmount: z.unknown().optional(),
  refundCurrency: tolerantText,
  finalizedWith: tolerantText,
  merchantRejectionStatement: tolerantText,
});
export type ClaimRow = z.output<typeof claimSchema>;

export function toClaim(row: ClaimRow, now: Date): RemoteClaim {
  const createdAt = fromPayloadDate(row.claimDate) ?? now;
  return {
    remoteClaimId: row.number,
    remoteOrderId: row.orderNumber,
    kind: kindOf(row.claimType),
    state: STATES.get(row.status) ?? 'UNKNOWN',
    status: row.status,
    remoteKind: row.claimType,
    respondBy: fromPayloadDate(deadlineOf(row)),
    refund: moneyTold(row.refundAmount, row.refundCurrency ?? 'TRY'),
    note: row.explanation,
    lines: [{ remoteLineId: row.lineItemId, remoteKey: row.MerchantSku ?? row.merchantSku, quantity: row.quantity ?? 1, reason: row.Reason ?? row.reason ?? '', status: row.status }],
    createdAt,
    changedAt: fromPayloadDate(row.lastStatusUpdateDate) ?? createdAt,
  };
}

function kindOf(claimType: string | null): ClaimKind {
  return claimType === null ? 'RETURN' : (KINDS[claimType.toLowerCase().replaceAll(/[^a-z]/g, '')] ?? 'OTHER');
}

/** Each wait has an end of its own. */
function deadlineOf(row: ClaimRow): string | null {
  if (row.status === 'AwaitingAction') return row.AwaitingActionExpireDate ?? row.awaitingActionExpireDate;
  return row.status === 'AwaitingPreApproval' ? row.awaitingPreApprovalExpireDate : null;
}

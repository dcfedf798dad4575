import { UNTOLD, type RemoteClaim, type ReturnState } from '../../sync/connector/contract.js';
import { strangeClaim } from '../../sync/connector/read-claims.js';
import { moneyTold, units } from '../../sync/connector/wire-values.js';
import { fromIstanbulSlashDate } from './istanbul-date.js';
import { textOf, type SoapFields } from './soap.js';

const HOUR_MS = 3_600_000;

/** N11 lists returns and wishes to cancel apart. */
export type ClaimKind = Extract<RemoteClaim['kind'], 'RETURN' | 'CANCEL'>;

const laterDates = ['pendingRequestDate', 'pendedDate', 'cancelledDate', 'deniedDate', 'approvedDate', 'completedDate'];

/** A `claimReturn` or `claimCancel` row; `line` is what the order says of the goods, null when it is not found. Dates are days. */
export function toRemoteClaim(kind: ClaimKind, row: SoapFields, line: { readonly stockCode: string; readonly orderLineId: string } | null, now: Date): RemoteClaim {
  const status = textOf(row, 'status') ?? '';
  const createdAt = fromIstanbulSlashDate(textOf(row, 'requestDate')) ?? now;
  const quantity = units.safeParse(textOf(row, 'quantity') ?? 1);
  const changes = laterDates.flatMap((name) => fromIstanbulSlashDate(textOf(row, name))?.getTime() ?? []);
  const names = { kind, remoteClaimId: textOf(row, kind === 'RETURN' ? 'claimReturnId' : 'claimCancelId') ?? '', remoteOrderId: textOf(row, 'orderNumber') ?? '' };
  if (!quantity.success) return { ...strangeClaim({ ...names, now }), unreadable: "'quantity' cannot be read" };
  return {
    ...names,
    state: claimStateOf(kind, status),
    status,
    ...UNTOLD,
    respondBy: claimStateOf(kind, status) === 'AWAITING_SELLER' ? respondByOf(row, now) : null,
    // N11 knows one currency, and never names it.
    refund: moneyTold(textOf(row, 'finalPrice'), 'TRY'),
    note: textOf(row, kind === 'RETURN' ? 'returnReasonDescription' : 'cancelReasonDescription') ?? null,
    lines: [
      {
        remoteLineId: line?.orderLineId ?? null,
        remoteKey: line?.stockCode ?? null,
        quantity: quantity.data,
        reason: reasonOf(kind, row),
        status,
      },
    ],
    createdAt,
    changedAt: new Date(Math.max(createdAt.getTime(), ...changes)),
  };
}

/** A wish to cancel waits for the seller as soon as it is made; a return is asked for first. */
export function claimStateOf(kind: ClaimKind, status: string): ReturnState {
  return kind === 'CANCEL' && status === 'REQUESTED' ? 'AWAITING_SELLER' : (STATES[status] ?? 'UNKNOWN');
}

/** N11's words for returns and for cancellations, which mean the same where both have them otherwise. */
const STATES: Readonly<Record<string, ReturnState>> = {
  REQUESTED: 'REQUESTED',
  APPROVAL_WAITING: 'AWAITING_SELLER',
  PENDING: 'AWAITING_SELLER',
  PENDED: 'AWAITING_SELLER',
  APPROVED: 'REFUNDED',
  COMPLETED: 'REFUNDED',
  MANUAL_REFUND: 'REFUNDED',
  DENIED: 'REJECTED',
  REJECT: 'REJECTED',
  CANCELLED: 'CANCELLED',
  RETRACTED: 'CANCELLED',
};

/** `2 gün`, `5 saat`: the time that is left, told roughly; null in other words, and when nothing is left to answer. */
function respondByOf(row: SoapFields, now: Date): Date | null {
  const left = /^(\d{1,3})\s*(gün|saat)$/iu.exec(textOf(row, 'approvalRemainingTime')?.trim() ?? '');
  return left === null ? null : new Date(now.getTime() + Number(left[1]) * (left[2]?.toLowerCase() === 'saat' ? HOUR_MS : 24 * HOUR_MS));
}

/** The type of reason; what the buyer wrote beside it may be personal and is told apart. */
function reasonOf(kind: ClaimKind, row: SoapFields): string {
  return textOf(row, kind === 'RETURN' ? 'returnReasonType' : 'cancelReasonType') ?? '';
}

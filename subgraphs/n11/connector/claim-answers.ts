import { moneyFromNumber, type Money } from '../../../platform/money.js';
import type { ReturnState } from '../../sync/connector/contract.js';
import { units } from '../../sync/connector/wire-values.js';
import { searchClaims } from './claim-search.js';
import { claimStateOf, type ClaimKind } from './claim-to-domain.js';
import { callSoap, type N11Context, type SoapCall } from './client.js';
import { fromIstanbulSlashDate } from './istanbul-date.js';
import { textOf, type SoapFields } from './soap.js';

/** No call reads one claim: the list of its order does, this far back. */
const LOOK_BACK_MS = 90 * 86_400_000;
/** 20 claims each: no order has as many. */
const MOST_PAGES = 10;

/** A claim as N11 has it now, without what is personal. */
export interface N11Claim {
  readonly claimId: string;
  readonly kind: ClaimKind;
  readonly orderNumber: string;
  readonly status: string;
  readonly state: ReturnState;
  readonly productId: string | null;
  readonly productName: string | null;
  readonly quantity: number | null;
  readonly reason: string | null;
  /** What N11 calls its final price: in the sandbox that of all its pieces, discounts taken off. */
  readonly price: Money | null;
  /** The beginning of the day in Istanbul. */
  readonly requestedAt: Date | null;
  /** In N11's words. */
  readonly timeLeft: string | null;
}

export type ClaimWord = 'APPROVE' | 'DENY' | 'POSTPONE';

/** The seller's word on a claim; only what the word needs is sent with it. */
export interface ClaimAnswer {
  readonly kind: ClaimKind;
  readonly claimId: string;
  readonly word: ClaimWord;
  readonly reasonId: string | null;
  readonly note: string | null;
  /** How long a return is put off. */
  readonly days: number | null;
  /** How goods of a denied return go back to the buyer, in N11's word. */
  readonly shipmentType: string | null;
  readonly trackingNumber: string | null;
}

/** Null when N11 has no such claim of the order in the last 90 days. */
export async function readClaim(context: N11Context, { kind, orderNumber, claimId }: Pick<N11Claim, 'kind' | 'orderNumber' | 'claimId'>): Promise<N11Claim | null> {
  const from = new Date(context.now().getTime() - LOOK_BACK_MS);
  for (let page = 0, pageCount = 1; page < Math.min(pageCount, MOST_PAGES); page += 1) {
    const answer = await searchClaims(context, { kind, from, page, orderNumber });
    const found = answer.rows.find((row) => textOf(row, idNames[kind]) === claimId);
    if (found) return toClaim(kind, claimId, found);
    pageCount = answer.pageCount;
  }
  return null;
}

/** The call of an answer, as it is made and, without the keys, as a dry run shows it. */
export function answerCall(answer: ClaimAnswer): SoapCall {
  const { kind, word } = answer;
  const service = kind === 'RETURN' ? 'returnService' : 'claimCancelService';
  const id = { [idNames[kind]]: answer.claimId };
  const call = (operation: string, said: SoapCall['fields'] = {}): SoapCall => ({ service, operation, fields: { ...id, ...said }, reads: false });
  const [reason, note] = [answer.reasonId ?? undefined, answer.note ?? undefined];
  if (word === 'POSTPONE') return call('ClaimReturnPending', { pendingReasonId: reason, pendingDayCount: answer.days ?? undefined, pendingReasonNote: note });
  if (kind === 'CANCEL') return word === 'APPROVE' ? call('ClaimCancelApprove') : call('ClaimCancelDeny', { denyReasonId: reason, denyReasonNote: note });
  if (word === 'APPROVE') return call('ClaimReturnApprove');
  return call('ClaimReturnDeny', { denyReasonId: reason, denyReasonNote: note, returnShipmentType: answer.shipmentType ?? undefined, trackingNumber: answer.trackingNumber ?? undefined });
}

/** Throws SoapRefusal with N11's words when it does not take the answer. */
export async function answerClaim(context: N11Context, answer: ClaimAnswer): Promise<void> {
  await callSoap(context, answerCall(answer));
}

/** Whether the seller's word is still N11's to take. A return is put off once only. */
export function isOpenFor(word: ClaimWord, { kind, status }: N11Claim): boolean {
  if (kind === 'CANCEL') return status === 'REQUESTED' && word !== 'POSTPONE';
  return status === 'REQUESTED' || status === 'APPROVAL_WAITING' || (word !== 'POSTPONE' && leadsTo.RETURN.POSTPONE.includes(status));
}

/** Whether the claim stands where the word leads, whoever said it. */
export function standsWhere(word: ClaimWord, { kind, status }: N11Claim): boolean {
  return leadsTo[kind][word].includes(status);
}

const idNames = { RETURN: 'claimReturnId', CANCEL: 'claimCancelId' } as const;

const leadsTo: Readonly<Record<ClaimKind, Readonly<Record<ClaimWord, readonly string[]>>>> = {
  RETURN: { APPROVE: ['APPROVED', 'MANUAL_REFUND'], DENY: ['DENIED'], POSTPONE: ['PENDING', 'PENDED'] },
  CANCEL: { APPROVE: ['COMPLETED', 'MANUAL_REFUND'], DENY: ['DENIED', 'REJECT'], POSTPONE: [] },
};

function toClaim(kind: ClaimKind, claimId: string, row: SoapFields): N11Claim {
  const text = (name: string): string | null => textOf(row, name) ?? null;
  const status = text('status') ?? '';
  return {
    claimId,
    kind,
    orderNumber: text('orderNumber') ?? '',
    status,
    state: claimStateOf(kind, status),
    productId: text('productId'),
    productName: text('productName'),
    quantity: units.safeParse(text('quantity')).data ?? null,
    reason: text(kind === 'RETURN' ? 'returnReasonType' : 'cancelReasonType'),
    price: lira(text('finalPrice')),
    requestedAt: fromIstanbulSlashDate(textOf(row, 'requestDate')),
    timeLeft: text('approvalRemainingTime'),
  };
}

function lira(amount: string | null): Money | null {
  const read = Number(amount ?? Number.NaN);
  return Number.isFinite(read) ? moneyFromNumber(Math.round(read * 100) / 100, 'TRY') : null;
}

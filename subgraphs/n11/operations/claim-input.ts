import type { ClaimAnswer, ClaimWord, N11Claim } from '../connector/claim-answers.js';
import type { ClaimKind } from '../connector/claim-to-domain.js';
import type { N11Context } from '../connector/client.js';
import { readReasons, type ReasonList } from '../connector/store-lists.js';
import type { StoreOfCaller } from '../../sync/connector/ask-marketplace.js';
import { refused, type Refused } from '../../sync/connector/stores-on.js';

/** The answer to a claim as the API takes it. */
export interface AnswerClaim extends StoreOfCaller {
  readonly kind: ClaimKind;
  readonly claimId: string;
  readonly orderNumber: string;
  readonly answer: ClaimWord;
  readonly reasonId?: string | null;
  readonly note?: string | null;
  readonly postponeDays?: number | null;
  readonly returnShipmentType?: string | null;
  readonly trackingNumber?: string | null;
  readonly idempotencyKey: string;
  readonly dryRun?: boolean | null;
}

/** A bound of our own: N11 names none. */
const MOST_DAYS = 99;
const MAX_KEY_LENGTH = 200;

/** What can be said of an input without asking N11. */
export function readAnswer(input: AnswerClaim): ClaimAnswer | Refused {
  const { kind, claimId, orderNumber, answer: word, postponeDays = null, idempotencyKey } = input;
  if (idempotencyKey.trim() === '' || idempotencyKey.length > MAX_KEY_LENGTH) return refused('INVALID_IDEMPOTENCY_KEY', `A key has 1 to ${MAX_KEY_LENGTH} characters.`, 'idempotencyKey');
  if (!/^\d{1,19}$/.test(claimId)) return refused('BAD_INPUT', 'That is no number of a claim on N11.', claimFields[kind]);
  if (!/^\d{1,19}$/.test(orderNumber)) return refused('BAD_INPUT', 'That is no number of an order on N11.', 'orderNumber');
  if (word === 'APPROVE') return { ...BARE, kind, claimId, word };
  const [reasonId, note] = [textIn(input.reasonId), textIn(input.note)];
  if (reasonId === null || note === null) return refused('REASON_MISSING', 'This answer needs a reason and a note for the buyer.', reasonId === null ? 'reasonId' : 'note');
  if (word === 'DENY') return { ...BARE, kind, claimId, word, reasonId, note, shipmentType: textIn(input.returnShipmentType), trackingNumber: textIn(input.trackingNumber) };
  if (postponeDays === null || postponeDays < 1 || postponeDays > MOST_DAYS) return refused('BAD_INPUT', `A return is put off by 1 to ${MOST_DAYS} days.`, 'postponeDays');
  return { ...BARE, kind, claimId, word, reasonId, note, days: postponeDays };
}

/** Null where N11 takes the reason for this answer; its lists are kept for an hour. */
export async function unknownReason(context: N11Context, { kind, word, reasonId }: ClaimAnswer): Promise<Refused | null> {
  if (word === 'APPROVE') return null;
  const reasons = await readReasons(context, reasonListOf(kind, word));
  if (reasons.some(({ id }) => id === reasonId)) return null;
  return refused('REASON_MISSING', `N11's reasons for this are ${reasons.map(({ id, name }) => `${id} (${name})`).join(', ')}.`, 'reasonId');
}

export function notThere({ kind, claimId, orderNumber }: Pick<N11Claim, 'kind' | 'claimId' | 'orderNumber'>): Refused {
  return refused('RETURN_NOT_FOUND', `N11 shows no ${kind === 'RETURN' ? 'return' : 'wish to cancel'} ${claimId} of order ${orderNumber} in the last 90 days.`, claimFields[kind], claimId);
}

export const claimFields: Readonly<Record<ClaimKind, string>> = { RETURN: 'returnId', CANCEL: 'cancelId' };

const BARE = { reasonId: null, note: null, days: null, shipmentType: null, trackingNumber: null };

function reasonListOf(kind: ClaimKind, word: Exclude<ClaimWord, 'APPROVE'>): ReasonList {
  if (kind === 'CANCEL') return 'CANCEL_DENY';
  return word === 'DENY' ? 'RETURN_DENY' : 'RETURN_POSTPONE';
}

function textIn(text: string | null | undefined): string | null {
  const trimmed = text?.trim() ?? '';
  return trimmed === '' ? null : trimmed;
}

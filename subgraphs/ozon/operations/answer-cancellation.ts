import type { ExplainedCode } from '../../../platform/explanations/explain.js';
import { userError, type UserError } from '../../../platform/subgraph/user-error.js';
import type { StoreOfCaller } from '../../sync/connector/ask-marketplace.js';
import { ConnectorError } from '../../sync/connector/contract.js';
import type { Stores } from '../../sync/connector/stores-on.js';
import { answerCall, answerCancellation as answerOnOzon, readCancellation as readOnOzon, readCancellationAgain, type BuyerCancellation, type CancellationAnswer } from '../connector/buyer-cancellations.js';
import type { OzonContext } from '../connector/client.js';
import type { WritingCall } from '../connector/methods.js';
import { tellOzon } from './ozon-store.js';
import { readUntil } from './read-until.js';

export interface AnswerCancellation extends StoreOfCaller {
  readonly cancelId: string;
  readonly answer: CancellationAnswer['answer'];
  readonly comment?: string | null;
  readonly dryRun?: boolean | null;
}

export interface AnswerOutcome {
  /** As it is now; null where Ozon could not be asked. */
  readonly request: BuyerCancellation | null;
  /** Whether it stands as was answered. */
  readonly isAnswered: boolean;
  readonly preview: WritingCall | null;
  readonly userErrors: readonly UserError[];
}

const NOTHING: AnswerOutcome = { request: null, isAnswered: false, preview: null, userErrors: [] };
const STATE_AFTER = { APPROVE: 'APPROVED', REJECT: 'REJECTED' } as const;

/** A wish as Ozon shows it now, by the number it has there or in `Store.returns`. */
export async function readCancellation(context: OzonContext, cancelId: string): Promise<BuyerCancellation> {
  return readOnOzon(context, plainIdOf(cancelId));
}

/**
 * Answers a buyer's wish to cancel. It is looked at first, and again afterwards, also where the answer was lost or is a refusal: only what
 * Ozon shows by then counts as answered. The same call again changes nothing, and one that was decided otherwise, also by Ozon's clock, is
 * not answered.
 */
export async function answerCancellation(stores: Stores, input: AnswerCancellation): Promise<AnswerOutcome> {
  const { done, userErrors } = await tellOzon(stores, input, (context) => answerOnce(context, input));
  return done ?? { ...NOTHING, userErrors };
}

async function answerOnce(context: OzonContext, { cancelId, answer, comment, dryRun }: AnswerCancellation): Promise<AnswerOutcome> {
  const words = comment?.trim() ?? '';
  const told: CancellationAnswer = { cancellationId: plainIdOf(cancelId), answer, comment: words === '' ? null : words };
  if (!/^\d{1,15}$/.test(told.cancellationId)) return refused(null, { code: 'BAD_INPUT', message: 'That is no number of a wish to cancel.', field: 'cancelId' });
  if (answer === 'REJECT' && told.comment === null) return refused(null, { code: 'REASON_MISSING', message: 'A rejection needs a comment that says why.', field: 'comment' });
  const request = await readOnOzon(context, told.cancellationId);
  if (request.state !== 'AWAITING_SELLER') return decided(request, told);
  if (dryRun === true) return { ...NOTHING, request, preview: answerCall(told) };
  try {
    await answerOnOzon(context, told);
  } catch (error) {
    const now = error instanceof ConnectorError && error.outcome !== 'NOT_SENT' ? await readCancellationAgain(context, request) : request;
    if (now.state === 'AWAITING_SELLER') throw error;
    return decided(now, told);
  }
  const now = await readUntil(() => readCancellationAgain(context, request), ({ state }) => state !== 'AWAITING_SELLER');
  if (now.state === 'AWAITING_SELLER') throw new ConnectorError({ errorClass: 'SERVER', outcome: 'UNKNOWN', message: `Ozon took the answer to wish ${now.cancellationId} and still shows it as ${now.status}: give it again` });
  return decided(now, told);
}

function decided(request: BuyerCancellation, { answer }: CancellationAnswer): AnswerOutcome {
  if (request.state === STATE_AFTER[answer]) return { ...NOTHING, request, isAnswered: true };
  return refused(request, { code: 'TRANSITION_NOT_ALLOWED', message: `This wish to cancel is ${request.status} already.`, field: 'answer' });
}

function refused(request: BuyerCancellation | null, { code, message, field }: { readonly code: ExplainedCode; readonly message: string; readonly field: string }): AnswerOutcome {
  return { ...NOTHING, request, userErrors: [userError({ code, message, field: ['input', field] })] };
}

/** In `Store.returns` they are told apart from what is given back. */
function plainIdOf(cancelId: string): string {
  return cancelId.replace(/^cancel-/, '');
}

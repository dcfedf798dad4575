import { createHash } from 'node:crypto';
import type { UserError } from '../../../platform/subgraph/user-error.js';
import { ConnectorError } from '../../sync/connector/contract.js';
import type { Intent, IntentLedger } from '../../sync/connector/intent-ledger.js';
import { answerCall, answerClaim as answerOnN11, isOpenFor, readClaim, standsWhere, type ClaimAnswer, type N11Claim } from '../connector/claim-answers.js';
import type { N11Context } from '../connector/client.js';
import { claimFields, notThere, readAnswer, unknownReason, type AnswerClaim } from './claim-input.js';
import { refused, type Refused, type Stores } from '../../sync/connector/stores-on.js';
import { tellN11 } from './n11-store.js';

export interface AnswerOutcome {
  /** As it is now; null where N11 could not be asked, or has no such claim. */
  readonly claim: N11Claim | null;
  readonly isAnswered: boolean;
  readonly preview: { readonly service: string; readonly operation: string; readonly fields: unknown } | null;
  readonly userErrors: readonly UserError[];
}

export interface AnswerDeps {
  readonly stores: Stores;
  readonly intents: IntentLedger;
}

/**
 * The seller's word on a return or on a buyer's wish to cancel, once for each key. What stands where the word leads already counts as
 * answered. One whose answer was lost, or that N11 refused, is looked up; while that cannot say it was done the key answers
 * RETURN_DECISION_UNCERTAIN, and nothing is sent again under it.
 */
export async function answerClaim({ stores, intents }: AnswerDeps, input: AnswerClaim): Promise<AnswerOutcome> {
  const answer = readAnswer(input);
  if ('userErrors' in answer) return { ...NOTHING, ...answer };
  const outcome = await tellN11(stores, input, (context) => answerNow({ intents, context, input, answer }));
  return { ...NOTHING, ...outcome };
}

const NOTHING: AnswerOutcome = { claim: null, isAnswered: false, preview: null, userErrors: [] };

interface Answering {
  readonly intents: IntentLedger;
  readonly context: N11Context;
  readonly input: AnswerClaim;
  readonly answer: ClaimAnswer;
}

async function answerNow(work: Answering): Promise<AnswerOutcome> {
  const { intents, context, input, answer } = work;
  const claim = await readClaim(context, input);
  if (input.dryRun === true) return foresee(work, claim);
  const intent = intentOf(input, answer);
  const state = await intents.begin(intent);
  switch (state.kind) {
    case 'DONE':
      return { ...NOTHING, claim, isAnswered: true };
    case 'OTHER':
      return { ...NOTHING, claim, ...refused('IDEMPOTENCY_KEY_REUSED', 'This key stands for another answer.', 'idempotencyKey') };
    case 'OPEN':
      return lookUp(work, intent, claim);
    case 'NEW':
      return answerAnew(work, intent, claim);
    default:
      return state satisfies never;
  }
}

/** A key belongs to its kind of claim, so that a return and a wish to cancel may have the same. */
function intentOf({ storeId, idempotencyKey, kind }: AnswerClaim, answer: ClaimAnswer): Intent {
  return { storeId, key: `n11-${kind.toLowerCase()}:${idempotencyKey}`, digest: createHash('sha256').update(JSON.stringify(answerCall(answer))).digest('base64url') };
}

async function foresee({ context, input, answer }: Answering, claim: N11Claim | null): Promise<AnswerOutcome> {
  const { service, operation, fields } = answerCall(answer);
  const mistakes = isDoneAlready(answer, claim) ? null : await mistakesIn({ context, input, answer }, claim);
  return { ...NOTHING, claim, preview: { service, operation, fields }, ...mistakes };
}

async function answerAnew(work: Answering, intent: Intent, claim: N11Claim | null): Promise<AnswerOutcome> {
  const { intents } = work;
  if (isDoneAlready(work.answer, claim)) {
    await intents.finish(intent, 'answered');
    return { ...NOTHING, claim, isAnswered: true };
  }
  const mistakes = await orGiveUp(work, intent, () => mistakesIn(work, claim));
  if (mistakes === null) return send(work, intent);
  await intents.giveUp(intent);
  return { ...NOTHING, claim, ...mistakes };
}

/** How many days a return was put off is not told: only what was asked under this key is known to be done. */
function isDoneAlready({ word }: ClaimAnswer, claim: N11Claim | null): boolean {
  return claim !== null && word !== 'POSTPONE' && standsWhere(word, claim);
}

async function mistakesIn({ context, input, answer }: Pick<Answering, 'context' | 'input' | 'answer'>, claim: N11Claim | null): Promise<Refused | null> {
  if (claim === null) return notThere(input);
  if (!isOpenFor(answer.word, claim)) return tooLate(answer, claim);
  return unknownReason(context, answer);
}

function tooLate({ word, kind, claimId }: ClaimAnswer, { status }: N11Claim): Refused {
  return refused('TRANSITION_NOT_ALLOWED', `N11 takes no ${word} for a claim that is ${status}.`, claimFields[kind], claimId);
}

/** Noted before it is sent, so that one whose answer is lost is never repeated. */
async function send(work: Answering, intent: Intent): Promise<AnswerOutcome> {
  const { intents, context, answer, input } = work;
  try {
    await answerOnN11(context, answer);
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    if (error.outcome === 'UNKNOWN') return lookUp(work, intent, await readClaim(context, input));
    const claim = error.errorClass === 'VALIDATION' ? await readOrNull(context, input) : null;
    if (claim !== null && standsWhere(answer.word, claim)) return finished(work, intent, claim);
    await intents.giveUp(intent);
    throw error;
  }
  await intents.finish(intent, 'answered');
  return { ...NOTHING, claim: await readOrNull(context, input), isAnswered: true };
}

async function lookUp(work: Answering, intent: Intent, claim: N11Claim | null): Promise<AnswerOutcome> {
  const { answer, input } = work;
  if (claim === null) return { ...NOTHING, ...notThere(input) };
  if (standsWhere(answer.word, claim)) return finished(work, intent, claim);
  if (!isOpenFor(answer.word, claim)) return { ...NOTHING, claim, ...tooLate(answer, claim) };
  return { ...NOTHING, claim, ...refused('RETURN_DECISION_UNCERTAIN', `N11's answer was not heard, and claim ${claim.claimId} is still ${claim.status}. Look at it again before answering under another key.`, 'idempotencyKey') };
}

async function finished({ intents }: Answering, intent: Intent, claim: N11Claim): Promise<AnswerOutcome> {
  await intents.finish(intent, 'answered');
  return { ...NOTHING, claim, isAnswered: true };
}

/** N11 has taken the answer, or refused it: that it cannot be looked at just now changes neither. */
async function readOrNull(context: N11Context, input: AnswerClaim): Promise<N11Claim | null> {
  try {
    return await readClaim(context, input);
  } catch (error) {
    if (error instanceof ConnectorError) return null;
    throw error;
  }
}

/** Before anything is sent a failure leaves nothing open under the key. */
async function orGiveUp<T>({ intents }: Answering, intent: Intent, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    await intents.giveUp(intent);
    throw error;
  }
}

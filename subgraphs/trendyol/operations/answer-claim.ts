import { ConnectorError } from '../../sync/connector/contract.js';
import type { Intent, IntentLedger } from '../../sync/connector/intent-ledger.js';
import { answerClaim as answerOnTrendyol, claimCall, isAnsweredBy, waitsForSeller, type ClaimAnswer, type ClaimCall } from '../connector/claim-answers.js';
import { readClaim, type ClaimUnit, type TrendyolClaim } from '../connector/claim-units.js';
import type { TrendyolContext } from '../connector/client.js';
import { readIssueReasons } from '../connector/store-lists.js';
import { digestOf, readAnswer, type AnswerClaim } from './claim-input.js';
import { refused, type Refused, type Stores } from '../../sync/connector/stores-on.js';
import { tellTrendyol } from './trendyol-store.js';

export interface ClaimOutcome extends Refused {
  /** As it is now; null where Trendyol could not be asked, or has none of that id. */
  readonly claim: TrendyolClaim | null;
  readonly isAnswered: boolean;
  readonly preview: ClaimCall | null;
}

export interface AnswerDeps {
  readonly stores: Stores;
  readonly intents: IntentLedger;
}

const NOTHING: ClaimOutcome = { claim: null, isAnswered: false, preview: null, userErrors: [] };

/**
 * The seller's word on units of a return, once for each key. Units that stand where it leads are left alone and count as answered. After a
 * refusal, and after an answer that was lost, the return is looked at; while it still waits then, the key answers
 * RETURN_DECISION_UNCERTAIN and nothing is sent again under it.
 */
export async function answerClaim({ stores, intents }: AnswerDeps, input: AnswerClaim): Promise<ClaimOutcome> {
  const answer = readAnswer(input);
  if ('userErrors' in answer) return { ...NOTHING, ...answer };
  return { ...NOTHING, ...(await tellTrendyol(stores, input, (context) => answerNow(intents, { context, input, answer }))) };
}

interface Asked {
  readonly context: TrendyolContext;
  readonly input: AnswerClaim;
  readonly answer: ClaimAnswer;
}

async function answerNow(intents: IntentLedger, { context, input, answer }: Asked): Promise<ClaimOutcome> {
  const claim = await readClaim(context, answer.claimId);
  if (claim === null) return { ...NOTHING, ...refused('RETURN_NOT_FOUND', `Trendyol shows this store no return ${answer.claimId}.`, 'claimId', answer.claimId) };
  const mistakes = await mistakesIn(context, answer, claim);
  if (input.dryRun === true) return { ...NOTHING, claim, ...mistakes, preview: claimCall(context, { ...answer, unitIds: openIn(answer, claim) }) };
  const intent: Intent = { storeId: input.storeId, key: `trendyol-claim:${input.idempotencyKey}`, digest: digestOf(answer) };
  const state = await intents.begin(intent);
  switch (state.kind) {
    case 'DONE':
      return { ...NOTHING, claim, isAnswered: true };
    case 'OTHER':
      return { ...NOTHING, claim, ...refused('IDEMPOTENCY_KEY_REUSED', 'This key stands for another answer.', 'idempotencyKey') };
    case 'OPEN':
      return judge({ intents, intent, answer }, claim);
    case 'NEW':
      if (mistakes.userErrors.length === 0) return openIn(answer, claim).length === 0 ? judge({ intents, intent, answer }, claim) : send({ intents, intent, answer, context, claim });
      await intents.giveUp(intent);
      return { ...NOTHING, claim, ...mistakes };
    default:
      return state satisfies never;
  }
}

interface Answering {
  readonly intents: IntentLedger;
  readonly intent: Intent;
  readonly answer: ClaimAnswer;
}

/** Noted before it is sent, so that one whose answer is lost is never repeated. */
async function send({ context, claim, ...answering }: Answering & { readonly context: TrendyolContext; readonly claim: TrendyolClaim }): Promise<ClaimOutcome> {
  const { intents, intent, answer } = answering;
  try {
    await answerOnTrendyol(context, { ...answer, unitIds: openIn(answer, claim) });
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    if (error.outcome === 'UNKNOWN') return judge(answering, await readClaim(context, answer.claimId));
    await intents.giveUp(intent);
    const now = error.errorClass === 'VALIDATION' ? await readClaim(context, answer.claimId) : null;
    if (now !== null && openIn(answer, now).length === 0) return { ...NOTHING, claim: now, isAnswered: true };
    throw error;
  }
  await intents.finish(intent, 'answered');
  return { ...NOTHING, claim: await readIfPossible(context, answer.claimId), isAnswered: true };
}

/** What was sent, or may have been, by what the claim shows. */
async function judge({ intents, intent, answer }: Answering, claim: TrendyolClaim | null): Promise<ClaimOutcome> {
  if (claim === null || openIn(answer, claim).length > 0) return { ...NOTHING, claim, ...refused('RETURN_DECISION_UNCERTAIN', `Trendyol's answer was not heard, and return ${answer.claimId} does not show yours. Look at it again before answering under another key.`, 'idempotencyKey') };
  await intents.finish(intent, 'answered');
  return { ...NOTHING, claim, isAnswered: true };
}

/** It was answered, whatever comes of looking at it. */
async function readIfPossible(context: TrendyolContext, claimId: string): Promise<TrendyolClaim | null> {
  try {
    return await readClaim(context, claimId);
  } catch (error) {
    if (error instanceof ConnectorError) return null;
    throw error;
  }
}

/** Units that do not stand where the word leads. */
function openIn({ unitIds, kind }: ClaimAnswer, { units }: TrendyolClaim): string[] {
  return unitIds.filter((id) => !units.some((unit) => unit.id === id && isAnsweredBy(unit, kind)));
}

async function mistakesIn(context: TrendyolContext, answer: ClaimAnswer, claim: TrendyolClaim): Promise<Refused> {
  const open = openIn(answer, claim).map((id): { id: string; unit: ClaimUnit | undefined } => ({ id, unit: claim.units.find((one) => one.id === id) }));
  const unknown = open.find(({ unit }) => unit === undefined);
  if (unknown) return refused('UNIT_NOT_FOUND', `Return ${claim.claimId} has no unit ${unknown.id}.`, 'unitIds', unknown.id);
  const other = open.find(({ unit }) => unit !== undefined && !waitsForSeller(unit));
  if (other) return refused('TRANSITION_NOT_ALLOWED', `Unit ${other.id} is ${other.unit?.status ?? ''}: only one that is WaitingInAction can be answered.`, 'unitIds', other.id);
  return answer.kind === 'DISPUTE' && open.length > 0 ? mistakesInReason(context, answer) : { userErrors: [] };
}

async function mistakesInReason(context: TrendyolContext, { reasonId, files }: Extract<ClaimAnswer, { kind: 'DISPUTE' }>): Promise<Refused> {
  const reasons = await readIssueReasons(context);
  const reason = reasons.find(({ id }) => id === reasonId);
  if (!reason) return refused('REASON_MISSING', `Trendyol has the reasons ${reasons.map(({ id, name }) => `${id} (${name})`).join(', ')}.`, 'reasonId');
  if (reason.needsFile && files.length === 0) return refused('EVIDENCE_MISSING', `Reason ${reason.id} (${reason.name}) needs a photo or document.`, 'files');
  return { userErrors: [] };
}

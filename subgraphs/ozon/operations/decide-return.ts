import { createHash } from 'node:crypto';
import type { ExplainedCode } from '../../../platform/explanations/explain.js';
import { InvalidMoneyError, moneyFromDecimal, moneyToNumber, type Currency } from '../../../platform/money.js';
import { userError, type UserError } from '../../../platform/subgraph/user-error.js';
import { ConnectorError } from '../../sync/connector/contract.js';
import type { Intent, IntentLedger } from '../../sync/connector/intent-ledger.js';
import type { OzonContext } from '../connector/client.js';
import type { WritingCall } from '../connector/methods.js';
import { decideReturn as decideOnOzon, decisionCall, readRfbsReturn, type ReturnAction, type ReturnDecision, type RfbsReturn } from '../connector/rfbs-returns.js';
import type { StoreOfCaller } from '../../sync/connector/ask-marketplace.js';
import type { Stores } from '../../sync/connector/stores-on.js';
import { tellOzon } from './ozon-store.js';

export interface DecideReturn extends StoreOfCaller {
  readonly returnId: string;
  readonly actionId: number;
  readonly comment?: string | null;
  readonly rejectionReasonId?: number | null;
  readonly compensation?: string | null;
  readonly wayBackCost?: string | null;
  readonly idempotencyKey: string;
  readonly dryRun?: boolean | null;
}

export interface DecideOutcome {
  /** As it is now; null where Ozon could not be asked. */
  readonly request: RfbsReturn | null;
  readonly isDecided: boolean;
  readonly preview: WritingCall | null;
  readonly userErrors: readonly UserError[];
}

export interface DecideDeps {
  readonly stores: Stores;
  readonly intents: IntentLedger;
}

/** A request as Ozon shows it now, by the number it has there or in `Store.returns`. */
export async function readReturn(context: OzonContext, returnId: string): Promise<RfbsReturn> {
  return readRfbsReturn(context, plainIdOf(returnId));
}

/**
 * Does to an rFBS request what Ozon offers for it now, once for each key. One whose answer was lost is looked up: done when Ozon
 * offers it no more, unless the buyer has withdrawn the request. While that cannot be said the key answers RETURN_DECISION_UNCERTAIN, and nothing is sent again under it.
 */
export async function decideReturn(deps: DecideDeps, input: DecideReturn): Promise<DecideOutcome> {
  const { done, userErrors } = await tellOzon(deps.stores, input, (context) => decide(deps.intents, context, input));
  return done ?? { ...NOTHING, userErrors };
}

const NOTHING = { request: null, isDecided: false, preview: null, userErrors: [] };

async function decide(intents: IntentLedger, context: OzonContext, input: DecideReturn): Promise<DecideOutcome> {
  const decision = readDecision(input, context.store.currency);
  if ('userErrors' in decision) return { ...NOTHING, ...decision };
  const request = await readRfbsReturn(context, decision.returnId);
  const call = decisionCall(decision);
  if (input.dryRun === true) return { ...NOTHING, request, ...mistakesIn(decision, request), preview: call };
  const intent: Intent = { storeId: input.storeId, key: `return:${input.idempotencyKey}`, digest: createHash('sha256').update(JSON.stringify(call)).digest('base64url') };
  const mistakes = mistakesIn(decision, request);
  const state = await intents.begin(intent);
  switch (state.kind) {
    case 'DONE':
      return { ...NOTHING, request, isDecided: true };
    case 'OTHER':
      return { ...NOTHING, request, ...refused('IDEMPOTENCY_KEY_REUSED', 'This key stands for another decision.', 'idempotencyKey') };
    case 'OPEN':
      return lookUp({ intents, intent, request, decision });
    case 'NEW':
      if (mistakes.userErrors.length === 0) return send({ intents, intent, context, decision });
      await intents.giveUp(intent);
      return { ...NOTHING, request, ...mistakes };
    default:
      return state satisfies never;
  }
}

interface Sending {
  readonly intents: IntentLedger;
  readonly intent: Intent;
  readonly decision: ReturnDecision;
}

/** Noted before it is sent, so that one whose answer is lost is never repeated. */
async function send({ context, ...sending }: Sending & { readonly context: OzonContext }): Promise<DecideOutcome> {
  const { intents, intent, decision } = sending;
  try {
    await decideOnOzon(context, decision);
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    if (error.outcome === 'UNKNOWN') return lookUp({ ...sending, request: await readRfbsReturn(context, decision.returnId) });
    await intents.giveUp(intent);
    throw error;
  }
  await intents.finish(intent, 'decided');
  return { ...NOTHING, request: await readRfbsReturn(context, decision.returnId), isDecided: true };
}

async function lookUp({ intents, intent, request, decision }: Sending & { readonly request: RfbsReturn }): Promise<DecideOutcome> {
  // No decision of the seller's ends there: the buyer was first.
  if (request.state === 'CANCELLED') {
    await intents.giveUp(intent);
    return { ...NOTHING, request, ...mistakesIn(decision, request) };
  }
  if (offered(decision, request)) return { ...NOTHING, request, ...refused('RETURN_DECISION_UNCERTAIN', `Ozon's answer was not heard, and request ${request.returnId} is still ${request.status}. Look at it again before deciding under another key.`, 'idempotencyKey') };
  await intents.finish(intent, 'decided');
  return { ...NOTHING, request, isDecided: true };
}

function offered({ actionId }: ReturnDecision, { actions }: RfbsReturn): ReturnAction | undefined {
  return actions.find(({ id }) => id === actionId);
}

function mistakesIn(decision: ReturnDecision, request: RfbsReturn): { readonly userErrors: readonly UserError[] } {
  const action = offered(decision, request);
  if (!action) return refused('TRANSITION_NOT_ALLOWED', `Ozon offers ${request.actions.map(({ id, name }) => `${id} (${name})`).join(', ') || 'nothing'} for a request that is ${request.status}.`, 'actionId');
  if (action.needsReason && (decision.comment === null || !request.rejectionReasons.some(({ id }) => id === decision.rejectionReasonId))) return refused('REASON_MISSING', `A rejection needs a comment and one of the reasons ${request.rejectionReasons.map(({ id, name }) => `${id} (${name})`).join(', ')}.`, decision.comment === null ? 'comment' : 'rejectionReasonId');
  const most = request.price === null ? Infinity : moneyToNumber(request.price);
  if (action.needsAmount && (decision.compensation === null || decision.compensation <= 0 || decision.compensation > most)) return refused('AMOUNT_INVALID', 'A compensation needs an amount above zero and at most the price.', 'compensation');
  return { userErrors: [] };
}

function readDecision({ returnId, actionId, comment, rejectionReasonId = null, compensation, wayBackCost }: DecideReturn, currency: Currency): ReturnDecision | { readonly userErrors: readonly UserError[] } {
  const words = comment?.trim() ?? '';
  const id = plainIdOf(returnId);
  if (!/^\d{1,15}$/.test(id)) return refused('BAD_INPUT', 'That is no number of a request of an rFBS buyer.', 'returnId');
  const amounts = { compensation: readAmount(compensation, currency), wayBackCost: readAmount(wayBackCost, currency) };
  for (const [field, amount] of Object.entries(amounts)) if (amount === 'INVALID') return refused('AMOUNT_INVALID', `The amount must be from 0, in ${currency}, with at most two decimals.`, field);
  return { returnId: id, actionId, comment: words === '' ? null : words, rejectionReasonId, compensation: amounts.compensation as number | null, wayBack: amounts.wayBackCost as number | null };
}

function readAmount(amount: string | null | undefined, currency: Currency): number | null | 'INVALID' {
  if (amount === null || amount === undefined) return null;
  try {
    const read = moneyFromDecimal(amount, currency);
    return read.amountMinor < 0 ? 'INVALID' : moneyToNumber(read);
  } catch (error) {
    if (error instanceof InvalidMoneyError) return 'INVALID';
    throw error;
  }
}

/** In `Store.returns` they are told apart from what Ozon itself carries back. */
function plainIdOf(returnId: string): string {
  return returnId.replace(/^rfbs-/, '');
}

function refused(code: ExplainedCode, message: string, field: string): { readonly userErrors: readonly UserError[] } {
  return { userErrors: [userError({ code, message, field: ['input', field] })] };
}

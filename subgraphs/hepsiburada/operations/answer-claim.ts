import { userError } from '../../../platform/subgraph/user-error.js';
import type { StoreAccess } from '../../sync/connector/store-access.js';
import type { HepsiburadaContext } from '../connector/client.js';
import { answerClaim as answerOnHepsiburada, claimCall, type ClaimAnswer, type Resolution } from '../connector/claim-answers.js';
import type { Refused } from '../../sync/connector/stores-on.js';
import { onHepsiburada, refused, type Preview, type StoreCall } from './hepsiburada-store.js';

export interface AnswerClaim extends StoreCall {
  readonly claimNumber: string;
  readonly answer: ClaimAnswer['kind'];
  /** Of an acceptance: the money by default. */
  readonly resolution?: Resolution | null;
  readonly reason?: string | null;
  readonly statement?: string | null;
}

export interface ClaimOutcome extends Refused {
  readonly isAnswered: boolean;
  readonly preview: Preview | null;
}

/** The seller's word on a claim. The same word again changes nothing and says that the claim is answered; another one is refused. */
export async function answerClaim(input: AnswerClaim, stores: Pick<StoreAccess, 'openOwned'>): Promise<ClaimOutcome> {
  const answer = readAnswer(input);
  if ('userErrors' in answer) return nothing(answer);
  const outcome = await onHepsiburada(stores, input, (context) => answerNow(context, input, answer));
  return 'isAnswered' in outcome ? outcome : nothing(outcome);
}

async function answerNow(context: HepsiburadaContext, { claimNumber, dryRun }: AnswerClaim, answer: ClaimAnswer): Promise<ClaimOutcome> {
  if (dryRun === true) {
    const { path, json } = claimCall(claimNumber, answer);
    return { isAnswered: false, preview: { method: 'POST', path, body: json }, userErrors: [] };
  }
  const outcome = await answerOnHepsiburada(context, claimNumber, answer);
  if (outcome.kind === 'APPLIED') return { isAnswered: true, preview: null, userErrors: [] };
  return nothing({ userErrors: [userError({ code: 'MARKETPLACE_REFUSED', message: outcome.issue.message, field: ['input', 'claimNumber'], itemRef: claimNumber })] });
}

function readAnswer({ answer, resolution, reason, statement }: AnswerClaim): ClaimAnswer | Refused {
  if (answer === 'ACCEPT') return { kind: answer, resolution: resolution ?? 'REFUND' };
  if (answer !== 'REJECT') return { kind: answer };
  const [why, words] = [reason?.trim() ?? '', statement?.trim() ?? ''];
  return why !== '' && words !== '' ? { kind: 'REJECT', reason: why, statement: words } : refused('REASON_MISSING', 'A rejection needs a reason and a statement for the buyer.', [why === '' ? 'reason' : 'statement']);
}

function nothing({ userErrors }: Refused): ClaimOutcome {
  return { isAnswered: false, preview: null, userErrors };
}

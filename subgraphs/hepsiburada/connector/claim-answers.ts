import { ConnectorError, type ActionOutcome } from '../../sync/connector/contract.js';
import { APPLIED, outcomeOf } from './action-outcome.js';
import { claimSchema, type ClaimRow } from './claim-row.js';
import { PAGE_SIZE, readPage } from './claims.js';
import { send, type HepsiburadaContext } from './client.js';

/** How long ago an answer may have been given that is asked for again. */
const LOOK_BACK_MS = 30 * 86_400_000;
const MOST_PAGES = 20;

/** What an accepted claim ends with: the money, or the same goods once more. */
export type Resolution = 'REFUND' | 'CHANGE';
const FINALIZED_WITH: Readonly<Record<Resolution, string>> = { REFUND: 'Refund', CHANGE: 'Change' };

export type ClaimAnswer = { readonly kind: 'ACCEPT'; readonly resolution: Resolution } | { readonly kind: 'REJECT'; readonly reason: string; readonly statement: string } | { readonly kind: 'CONFIRM_INSPECTION' };

/**
 * The seller's word on a claim, which Hepsiburada takes only while the claim waits for one. Where the answer was lost, or is a
 * refusal, the claim is looked for: one that stands where the word leads was answered, now or by an earlier call.
 */
export async function answerClaim(context: HepsiburadaContext, claimNumber: string, answer: ClaimAnswer): Promise<ActionOutcome> {
  const { path, json } = claimCall(claimNumber, answer);
  try {
    const told = await outcomeOf(context, send(context, { group: 'oms', operation: 'claims.answer', method: 'POST', path, json }));
    return told.kind === 'REFUSED' && (await isAnswered(context, claimNumber, answer)) ? APPLIED : told;
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.outcome !== 'UNKNOWN' || !(await isAnswered(context, claimNumber, answer))) throw error;
    return APPLIED;
  }
}

/** Where each word leads, and what may come of it by and by. */
const LEADS_TO: Readonly<Record<ClaimAnswer['kind'], readonly string[]>> = { ACCEPT: ['Accepted', 'Refunded'], REJECT: ['Rejected', 'InDispute'], CONFIRM_INSPECTION: ['AwaitingAction'] };

/** No call reads one claim: the lists of the states in question do. */
async function isAnswered(context: HepsiburadaContext, claimNumber: string, answer: ClaimAnswer): Promise<boolean> {
  for (const status of LEADS_TO[answer.kind]) {
    const found = await findClaim(context, claimNumber, status);
    if (found) return isOfAnswer(found, answer);
  }
  return false;
}

/** A rejection in other words is another answer, and so is an exchange where the money was promised. */
function isOfAnswer({ merchantRejectionStatement, finalizedWith }: ClaimRow, answer: ClaimAnswer): boolean {
  if (answer.kind === 'REJECT') return merchantRejectionStatement === null || merchantRejectionStatement === answer.statement;
  return answer.kind !== 'ACCEPT' || finalizedWith === null || finalizedWith.toLowerCase() === FINALIZED_WITH[answer.resolution].toLowerCase();
}

async function findClaim(context: HepsiburadaContext, claimNumber: string, status: string): Promise<ClaimRow | null> {
  const since = new Date(context.now().getTime() - LOOK_BACK_MS);
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const rows = await readPage(context, { status, since, offset: page * PAGE_SIZE });
    const found = readable(rows).find(({ number }) => number === claimNumber);
    if (found) return found;
    if (rows.length < PAGE_SIZE) break;
  }
  return null;
}

function readable(rows: readonly unknown[]): readonly ClaimRow[] {
  return rows.flatMap((row) => claimSchema.safeParse(row).data ?? []);
}

export function claimCall(claimNumber: string, answer: ClaimAnswer): { readonly path: string; readonly json: unknown } {
  const base = `/claims/number/${encodeURIComponent(claimNumber)}`;
  switch (answer.kind) {
    case 'ACCEPT':
      return { path: `${base}/accept`, json: { FinalizedWith: FINALIZED_WITH[answer.resolution], AcceptionReason: '' } };
    case 'REJECT':
      return { path: `${base}/reject`, json: { ClaimRejectionReason: answer.reason, MerchantStatement: answer.statement, Reports: [], UploadedReportsUrls: [] } };
    case 'CONFIRM_INSPECTION':
      return { path: `${base}/preapprovalconfirm`, json: { preApprovalReason: 'ProductInvestigation' } };
    default:
      return answer satisfies never;
  }
}

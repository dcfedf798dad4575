import { sellerPath, send, type TrendyolCall, type TrendyolContext } from './client.js';
import type { ClaimUnit } from './claim-units.js';

export const LONGEST_DESCRIPTION = 500;

/** The seller's word on units of a claim. */
export type ClaimAnswer =
  | { readonly kind: 'APPROVE'; readonly claimId: string; readonly unitIds: readonly string[] }
  | { readonly kind: 'DISPUTE'; readonly claimId: string; readonly unitIds: readonly string[]; readonly reasonId: number; readonly description: string; readonly files: readonly EvidenceFile[] };

/** A photo or document that a dispute rests on. */
export interface EvidenceFile {
  readonly name: string;
  readonly contentType: string;
  readonly content: Buffer;
}

/** A call as a dry run shows it; of files, what they are. */
export interface ClaimCall {
  readonly method: 'PUT' | 'POST';
  readonly path: string;
  readonly body: unknown;
}

export function claimCall(context: TrendyolContext, answer: ClaimAnswer): ClaimCall {
  const path = sellerPath(context, 'order', `claims/${encodeURIComponent(answer.claimId)}`);
  if (answer.kind === 'APPROVE') return { method: 'PUT', path: `${path}/items/approve`, body: { claimLineItemIdList: answer.unitIds, params: {} } };
  const files = answer.files.map(({ name, contentType, content }) => ({ name, contentType, bytes: content.length }));
  return { method: 'POST', path: `${path}/issue`, body: { ...disputeFields(answer), files } };
}

/** Trendyol takes it only for units that wait for the seller, all of them or none. */
export async function answerClaim(context: TrendyolContext, answer: ClaimAnswer): Promise<void> {
  const { method, path, body } = claimCall(context, answer);
  const operation = 'claims.answer';
  const request: TrendyolCall = answer.kind === 'APPROVE' ? { endpoint: 'claim-approve', operation, method, path, body } : { endpoint: 'claim-issue', operation, method, path, form: disputeForm(answer), personal: true };
  await send(context, request);
}

/** Whether a unit stands where the word leads, whoever led it there: the 48 hours without an answer approve too. */
export function isAnsweredBy({ status, acceptDetail }: ClaimUnit, kind: ClaimAnswer['kind']): boolean {
  if (status === 'Accepted') return kind === (acceptDetail === 'DISPUTE' ? 'DISPUTE' : 'APPROVE');
  return kind === 'APPROVE' ? status === 'WaitingFraudCheck' : ['InAnalysis', 'Rejected', 'Unresolved'].includes(status);
}

/** Everything else is done with, on its way to the shop, or somebody else's move. */
export function waitsForSeller({ status }: ClaimUnit): boolean {
  return status === 'WaitingInAction';
}

type Dispute = Extract<ClaimAnswer, { kind: 'DISPUTE' }>;

function disputeFields({ reasonId, unitIds, description }: Dispute): Record<string, string> {
  return { claimIssueReasonId: String(reasonId), claimItemIdList: unitIds.join(','), description };
}

function disputeForm(dispute: Dispute): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(disputeFields(dispute))) form.set(name, value);
  for (const { name, contentType, content } of dispute.files) form.append('files', new Blob([new Uint8Array(content)], { type: contentType }), name);
  return form;
}

import { userError } from '../../../platform/subgraph/user-error.js';
import type { Listing } from '../../catalog/domain/listing.js';
import type { ListingToShow } from '../../catalog/operations/load-for-publish.js';
import { ConnectorError, type ConnectorContext, type ContentChange, type ListingDraft, type ListingIssue } from '../connector/contract.js';
import { judge, toRequest, type PlannedRequest, type Planning, type StorePlan } from '../domain/dry-run.js';
import { inBatches } from '../domain/offer-calls.js';
import { foreignPrice } from '../domain/foreign-price.js';
import { listingDraftOf, notMapped } from '../domain/listing-draft.js';

/** A planning that may look things up on the marketplace. */
export interface ContentPlanning extends Planning {
  readonly context: ConnectorContext<unknown>;
}

/** The calls that would put these listings on sale, and what would be refused before they are. */
export async function planPublishing(planning: ContentPlanning, shown: readonly ListingToShow[]): Promise<StorePlan> {
  const drafts = shown.map((parts) => ({ listing: parts.listing, draft: listingDraftOf(parts) }));
  const { good, userErrors } = judge(planning, drafts, ({ listing, draft }) => ({ sku: listing.sku, issue: issueOf(planning, listing, draft) }));
  return withErrors({ requests: [], userErrors }, () => planSound(planning, good.flatMap(({ draft }) => draft ?? [])));
}

/** The calls that would take these off sale. */
export function planWithdrawal(planning: ContentPlanning, remoteKeys: readonly string[]): Promise<StorePlan> {
  const batches = inBatches(remoteKeys, planning.connector.limits.contentPerPush);
  return withErrors({ requests: [], userErrors: [] }, async () => ({ requests: await callsOf(planning, batches.map((some) => ({ kind: 'WITHDRAW', remoteKeys: some }))), userErrors: [] }));
}

async function planSound(planning: ContentPlanning, drafts: readonly ListingDraft[]): Promise<StorePlan> {
  const { connector, context } = planning;
  const refused = new Map((drafts.length === 0 ? [] : ((await connector.content?.foresee?.(context, drafts)) ?? [])).map((refusal) => [refusal.remoteKey, refusal]));
  const { userErrors } = judge(planning, drafts, ({ sku, remoteKey }) => ({ sku, issue: refused.get(remoteKey)?.issue ?? null }));
  const sent = drafts.filter(({ remoteKey }) => refused.get(remoteKey)?.isSent ?? !refused.has(remoteKey));
  const batches = inBatches(sent, connector.limits.contentPerPush);
  return { requests: await callsOf(planning, batches.map((some) => ({ kind: 'PUBLISH', drafts: some }))), userErrors };
}

/** What keeps a listing from being sent at all, else what the marketplace's rules have against it. */
function issueOf({ connector, account, at }: Planning, { content }: Listing, draft: ListingDraft | null): ListingIssue | null {
  if (content.state === 'REJECTED' && content.issue) return content.issue;
  if (!draft) return notMapped(at);
  return foreignPrice(draft.price, account, at) ?? connector.content?.check(draft, at) ?? null;
}

async function callsOf(planning: ContentPlanning, changes: readonly ContentChange[]): Promise<PlannedRequest[]> {
  const requests: PlannedRequest[] = [];
  for (const change of changes) requests.push(...((await planning.connector.content?.preview?.(planning.context, change)) ?? []).map((call) => toRequest(planning, call)));
  return requests;
}

/** Of a marketplace that cannot be asked that is told, beside what is known without asking. */
export async function withErrors(known: StorePlan, plan: () => Promise<StorePlan>): Promise<StorePlan> {
  try {
    const { requests, userErrors } = await plan();
    return { requests: [...known.requests, ...requests], userErrors: [...known.userErrors, ...userErrors] };
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    const code = error.errorClass === 'VALIDATION' ? 'MARKETPLACE_REFUSED' : error.errorClass;
    return { requests: known.requests, userErrors: [...known.userErrors, userError({ code, message: error.message, retryable: error.errorClass !== 'VALIDATION' && error.errorClass !== 'AUTHENTICATION' })] };
  }
}

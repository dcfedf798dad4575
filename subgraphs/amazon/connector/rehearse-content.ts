import { ConnectorError, type ContentChange, type ForeseenRefusal, type ListingDraft, type ListingIssue, type PreviewedContentCall } from '../../sync/connector/contract.js';
import { goSingly } from './choose-carrier.js';
import { isNotFound } from './client.js';
import type { AmazonContext } from './credentials.js';
import { issue, issueFrom } from './issues.js';
import { planPublication } from './judge-draft.js';
import { deletionsOf } from './listing-messages.js';
import type { FeedMessage } from './listings-feed.js';
import { patiently } from './patiently.js';
import { callsOfFeed, singleCall } from './previewed-calls.js';
import { previewItem } from './submissions.js';

/** Of a dry run, so many listings are shown to Amazon: each is a call, five a second. */
export const ASKED_AT_MOST = 20;

/** What the schemas have against drafts, and what Amazon itself says to the first of those they let pass: its validation preview. */
export async function foreseeRefusals(context: AmazonContext, drafts: readonly ListingDraft[]): Promise<readonly ForeseenRefusal[]> {
  const { messages, refused } = await planPublication(context, drafts);
  const skus = new Set(drafts.map(({ remoteKey }) => remoteKey));
  const foreseen: ForeseenRefusal[] = refused.map(({ sku, code, message }) => ({ remoteKey: sku, issue: issue(code, message, context.now()) }));
  for (const message of messages.filter(({ sku }) => skus.has(sku)).slice(0, ASKED_AT_MOST)) {
    const objection = await objectionTo(context, message);
    if (objection !== null) foreseen.push({ remoteKey: message.sku, issue: objection, isSent: true });
  }
  return foreseen;
}

/** What Amazon's validation preview has against one listing, or patches of one; null when nothing. */
export async function objectionTo(context: AmazonContext, message: FeedMessage): Promise<ListingIssue | null> {
  try {
    const { isValid, issues } = await patiently(() => previewItem(context, message));
    return isValid ? null : issueFrom(issues, context.now());
  } catch (error) {
    if (error instanceof ConnectorError && error.errorClass === 'VALIDATION') return issue(isNotFound(error) ? 'LISTING_NOT_FOUND' : 'MARKETPLACE_REFUSED', error.message, context.now());
    throw error;
  }
}

/** The calls of a change: one for each listing while they are few, else those of one feed. */
export async function previewContent(context: AmazonContext, change: ContentChange): Promise<readonly PreviewedContentCall[]> {
  const messages = change.kind === 'PUBLISH' ? (await planPublication(context, change.drafts)).messages : deletionsOf(change.remoteKeys);
  if (messages.length === 0) return [];
  if (goSingly(messages)) return messages.map((message) => singleCall(context.store, message));
  return callsOfFeed(context.store, messages, change.kind === 'PUBLISH' ? change.drafts.length : change.remoteKeys.length);
}

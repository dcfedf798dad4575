import { ConnectorError, type ListingIssue } from '../../sync/connector/contract.js';
import { isNotFound } from './client.js';
import type { AmazonContext } from './credentials.js';
import { issueFrom } from './issues.js';
import { patiently } from './patiently.js';
import type { Unsent } from './receipts.js';
import type { Submission } from './submissions.js';

/** How long something is put off where nobody says for how long the trouble lasts. */
export const PUT_OFF_MS = 5_000;

export interface SubmissionRun<T> {
  readonly taken: readonly T[];
  readonly unsent: readonly Unsent[];
  /** Why the run ended before its time; null when it did not. */
  readonly trouble: ConnectorError | null;
}

/**
 * Hands in listing after listing until one meets trouble that the next would meet too. The one whose answer was lost is in
 * neither list: nobody knows; those behind it were not sent and go back to their queue.
 */
export async function submitEach<T extends { readonly sku: string }>(context: AmazonContext, listings: readonly T[], submit: (listing: T) => Promise<Submission>): Promise<SubmissionRun<T>> {
  const taken: T[] = [];
  const unsent: Unsent[] = [];
  for (const [index, listing] of listings.entries()) {
    const met = await submitOne(context, listing.sku, () => submit(listing));
    if (met === null) taken.push(listing);
    else if (!(met instanceof ConnectorError)) unsent.push(met);
    else {
      const behind = listings.slice(met.outcome === 'UNKNOWN' ? index + 1 : index);
      return { taken, unsent: [...unsent, ...behind.map(({ sku }) => putOff(sku, met))], trouble: met };
    }
  }
  return { taken, unsent, trouble: null };
}

/** Whether trouble has kept a whole run from leaving anything behind, so that all of it may meet the trouble as one. */
export function hasLeftNothing({ taken, unsent, trouble }: SubmissionRun<unknown>): boolean {
  return trouble !== null && taken.length === 0 && unsent.every(({ retryAfterMs }) => retryAfterMs !== undefined);
}

/** Back to its queue for as long as the trouble is said to last. */
export function putOff(sku: string, { errorClass, retryAfterMs, quotaGroup }: Pick<ConnectorError, 'errorClass' | 'retryAfterMs' | 'quotaGroup'>): Unsent {
  const wait = { sku, retryAfterMs: retryAfterMs ?? PUT_OFF_MS };
  if (errorClass !== 'RATE_LIMITED') return { ...wait, code: 'POSTPONED', message: 'Amazon takes more later' };
  return { ...wait, code: 'RATE_LIMITED', message: quotaGroup === null ? 'Amazon takes no more such calls for now' : `the quota ${quotaGroup} is spent`, ...(quotaGroup === null ? {} : { quotaGroup }) };
}

/** Null when it was taken; why not when it alone was refused; the trouble that others would meet too. */
async function submitOne(context: AmazonContext, sku: string, submit: () => Promise<Submission>): Promise<Unsent | ConnectorError | null> {
  try {
    const submission = await patiently(submit);
    return submission.kind === 'INVALID' ? { sku, ...wordsOf(issueFrom(submission.issues, context.now())) } : null;
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    if (error.errorClass !== 'VALIDATION') return error;
    return { sku, code: isNotFound(error) ? 'LISTING_NOT_FOUND' : 'MARKETPLACE_REFUSED', message: error.message };
  }
}

function wordsOf({ code, message }: ListingIssue): Pick<Unsent, 'code' | 'message'> {
  return { code, message };
}

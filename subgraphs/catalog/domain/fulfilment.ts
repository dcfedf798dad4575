import type { ListingIssue, Listing } from './listing.js';
import { requeued } from './field-sync.js';
import { withoutQuantityConflict } from './listing-conflicts.js';

/**
 * Among what a marketplace told of a listing (`remoteIds`): who holds the goods and counts them. MARKETPLACE: they lie in its own
 * warehouse, and a quantity of the seller's would at best be refused. Absent: nobody has said.
 */
export const FULFILLED_BY = 'fulfilledBy';
export type FulfilledBy = 'SELLER' | 'MARKETPLACE';

type Told = Pick<Listing, 'remoteIds'>;

export function isFulfilledByMarketplace({ remoteIds }: Told): boolean {
  return remoteIds[FULFILLED_BY] === ('MARKETPLACE' satisfies FulfilledBy);
}

export function isFulfilmentKnown({ remoteIds }: Told): boolean {
  return remoteIds[FULFILLED_BY] !== undefined;
}

export function fulfilmentIssue(at: Date): ListingIssue {
  return { code: FULFILLED_BY_MARKETPLACE, message: 'The marketplace holds these goods and counts them itself; no quantity is sent.', retryable: false, at };
}

/** Refused by nobody: there is nothing to be sent. */
export function isForFulfilment(issue: Pick<ListingIssue, 'code'> | null): boolean {
  return issue?.code === FULFILLED_BY_MARKETPLACE;
}

/**
 * What becomes of a quantity once it is known who counts the goods. The marketplace: none waits to be sent, whatever is wanted, none is known
 * to be there, and nothing is left to be asked about it. The seller again: what is wanted goes out. One in flight is left to its attempt.
 */
export function withFulfilment(before: Listing, changed: Listing, at: Date): Listing {
  const { quantity } = changed;
  if (quantity.sent !== null) return changed;
  if (isFulfilledByMarketplace(changed)) return withStockWithheld(changed, at);
  if (!isFulfilledByMarketplace(before) || quantity.state !== 'REJECTED' || !isForFulfilment(quantity.issue)) return changed;
  return { ...changed, quantity: requeued(quantity, at) };
}

const FULFILLED_BY_MARKETPLACE = 'FULFILLED_BY_MARKETPLACE';

function withStockWithheld(listing: Listing, at: Date): Listing {
  const { quantity, doubt } = listing;
  const isWithheld = quantity.state === 'REJECTED' && isForFulfilment(quantity.issue) && quantity.published === null;
  const settled = withoutQuantityConflict(doubt ? { ...listing, doubt: null } : listing, at);
  return isWithheld ? settled : { ...settled, quantity: { ...quantity, state: 'REJECTED', issue: fulfilmentIssue(at), published: null, notBefore: null } };
}

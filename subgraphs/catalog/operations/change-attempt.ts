import type { AttemptId } from '../../../platform/ids.js';
import type { FieldStep } from '../domain/listing-change.js';
import { stepFields } from '../domain/listing-change.js';
import type { Listing } from '../domain/listing.js';
import { fieldsOfAttempt } from './attempt-items.js';
import type { CatalogDeps } from './catalog-deps.js';
import { changeListings } from './change-listings.js';

export interface AttemptMoment {
  readonly attemptId: AttemptId;
  readonly at: Date;
  /** All listings of the attempt as they were stored a moment ago, to spare reading them again; those written since are read anyway. */
  readonly lately?: readonly Listing[] | undefined;
}

/** Moves every value an attempt has in flight by one step; values it no longer has are left alone. Says how many listings changed. */
export async function changeAttempt(deps: CatalogDeps, { attemptId, at, lately }: AttemptMoment, step: FieldStep): Promise<number> {
  const given = lately ?? (await deps.listings.ofAttempt(attemptId));
  const { changed } = await changeListings(deps, given, at, (listing) => stepFields(listing, fieldsOfAttempt(listing, attemptId), step));
  return changed;
}

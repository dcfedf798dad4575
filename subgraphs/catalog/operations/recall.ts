import type { AttemptId, ListingId } from '../../../platform/ids.js';
import { giveBack } from '../domain/field-sync.js';
import { stepFields } from '../domain/listing-change.js';
import { fieldsOfAttempt } from './attempt-items.js';
import type { CatalogDeps } from './catalog-deps.js';
import { changeListings } from './change-listings.js';

interface Recalled {
  readonly attemptId: AttemptId;
  /** Everything the attempt could have taken. */
  readonly listingIds: readonly ListingId[];
  /** The fence of the lease that recalls it, higher than the attempt's own. */
  readonly fence: number;
}

/**
 * An attempt whose worker lost the store before anything left: what it has in flight waits for its turn again, and nothing of it can
 * be taken any more, though that worker's write be still on its way. Says how many listings were written.
 */
export async function recall(deps: CatalogDeps, { attemptId, listingIds, fence }: Recalled): Promise<number> {
  const at = deps.clock.now();
  const { changed } = await changeListings(deps, await deps.listings.byIds(listingIds), at, (listing) => {
    const back = stepFields(listing, fieldsOfAttempt(listing, attemptId), (field, same) => giveBack(field, { notBefore: null, issue: null, at }, same));
    return back === listing && listing.fence >= fence ? listing : { ...back, fence: Math.max(back.fence, fence) };
  });
  return changed;
}

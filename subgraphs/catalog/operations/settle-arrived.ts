import type { AttemptId } from '../../../platform/ids.js';
import type { RemoteReading } from '../domain/remote-reading.js';
import { fieldsOfAttempt, type AttemptItem } from './attempt-items.js';
import type { CatalogDeps } from './catalog-deps.js';
import { recordArrivals } from './record-readings.js';

/**
 * Settles what an UNKNOWN attempt is seen to have brought to the marketplace (VERIFIED), at any time after the send. What is not shown may
 * still come, and stays UNKNOWN until `settleByReading`. Answers what the attempt still has in flight.
 */
export async function settleArrived(deps: CatalogDeps, reading: { readonly attemptId: AttemptId; readonly remote: readonly RemoteReading[]; readonly at: Date }): Promise<readonly AttemptItem[]> {
  const listings = await recordArrivals(deps, reading);
  return listings.flatMap((listing) =>
    fieldsOfAttempt(listing, reading.attemptId).flatMap((field) => {
      const { sent } = listing[field];
      return sent ? [{ listingId: listing._id, field, revision: sent.revision }] : [];
    }),
  );
}

import type { AttemptId } from '../../../platform/ids.js';
import type { RemoteReading } from '../domain/remote-reading.js';
import type { CatalogDeps } from './catalog-deps.js';
import { recordUnknownReadings } from './record-readings.js';

/**
 * Decides an UNKNOWN attempt: what is there now was either applied (VERIFIED) or has to be sent again (QUEUED). Read no
 * sooner than the connector's `settleMs` after the send. Listings the reading does not name stay UNKNOWN. Says how many changed.
 */
export async function settleByReading(deps: CatalogDeps, reading: { readonly attemptId: AttemptId; readonly remote: readonly RemoteReading[]; readonly at: Date }): Promise<number> {
  return await recordUnknownReadings(deps, reading);
}

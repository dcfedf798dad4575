import type { CatalogDeps } from './catalog-deps.js';
import { type Readings, type ReadingsOutcome, recordReadings } from './record-readings.js';

/** A sample was read back after it was applied: what is there as desired is VERIFIED, what is not is queued again. */
export async function markVerified(deps: CatalogDeps, readings: Readings): Promise<ReadingsOutcome> {
  return await recordReadings(deps, readings, 'READ_BACK');
}

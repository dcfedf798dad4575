import type { CatalogDeps } from './catalog-deps.js';
import { type Readings, type ReadingsOutcome, recordReadings } from './record-readings.js';

/** A sweep over a store's listings: whoever changed something there, the desired values are queued again. */
export async function recordDrift(deps: CatalogDeps, readings: Readings): Promise<ReadingsOutcome> {
  return await recordReadings(deps, readings, 'SWEEP');
}

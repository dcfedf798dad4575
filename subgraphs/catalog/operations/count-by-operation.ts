import type { OperationId } from '../../../platform/ids.js';
import type { WriteState } from '../domain/listing.js';
import type { CatalogDeps } from './catalog-deps.js';

/** How many listings with a value that an operation asked for have it in each state. A value asked for anew by a later operation counts there. */
export async function countByOperation({ listings }: Pick<CatalogDeps, 'listings'>, operationId: OperationId): Promise<Readonly<Record<WriteState, number>>> {
  return await listings.stateCounts(operationId);
}

import type { OperationId } from '../../../platform/ids.js';
import { WRITE_STATES, type WriteState } from '../domain/listing.js';
import type { CatalogDeps } from './catalog-deps.js';

/** How many listing values that an operation asked for are in each state. A value asked for anew by a later operation counts there. */
export async function countByOperation({ listings }: Pick<CatalogDeps, 'listings'>, operationId: OperationId): Promise<Readonly<Record<WriteState, number>>> {
  const counts = new Map((await listings.stateCounts(operationId)).map(({ _id, count }) => [_id, count]));
  return Object.fromEntries(WRITE_STATES.map((state) => [state, counts.get(state) ?? 0])) as Record<WriteState, number>;
}

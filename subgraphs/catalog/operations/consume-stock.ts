import type { StoreId } from '../../../platform/ids.js';
import type { CatalogDeps } from './catalog-deps.js';
import { type ReservationsOfOrder, settleReservations } from './settle-reservations.js';

/** Takes promised units off the shelf: they were shipped. What is available does not change, so usually no store is due. */
export async function consumeStock(deps: CatalogDeps, order: ReservationsOfOrder): Promise<{ readonly storeIds: readonly StoreId[] }> {
  return await settleReservations(deps, 'CONSUME', order);
}

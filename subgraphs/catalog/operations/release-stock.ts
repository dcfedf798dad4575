import type { StoreId } from '../../../platform/ids.js';
import type { CatalogDeps } from './catalog-deps.js';
import { type ReservationsOfOrder, settleReservations } from './settle-reservations.js';

/** Gives promised units back: the order, or this part of it, was cancelled. */
export async function releaseStock(deps: CatalogDeps, order: ReservationsOfOrder): Promise<{ readonly storeIds: readonly StoreId[] }> {
  return await settleReservations(deps, 'RELEASE', order);
}

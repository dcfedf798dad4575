import type { StoreId } from '../../../platform/ids.js';
import type { WaitingListings } from '../domain/waiting-listings.js';
import type { CatalogDeps } from './catalog-deps.js';

/** A store's listings with something to send: how many may be sent by a moment, and which only later, by reason. Costs a pass over those. */
export async function countWaiting({ listings }: Pick<CatalogDeps, 'listings'>, { storeId, by }: { readonly storeId: StoreId; readonly by: Date }): Promise<{ readonly dueBy: number; readonly later: readonly WaitingListings[] }> {
  const [dueBy, later] = await Promise.all([listings.countDueBy(storeId, by), listings.waitingAfter(storeId, by)]);
  return { dueBy, later };
}

import type { SellerId, StoreId } from '../../../platform/ids.js';
import type { StoreAccess } from '../../sync/connector/store-access.js';
import { REVISIONS_A_DAY, revisionCounter, untilNextDayMs } from '../connector/revision-budget.js';

/** How much of its day's changes a listing has used, as far as this hub has made them. */
export interface ChangesToday {
  readonly used: number;
  readonly limit: number;
  readonly until: Date;
}

/** What the hub has counted of these listings, by eBay's number, since midnight in California; eBay is not asked. */
export async function countChanges(stores: Pick<StoreAccess, 'openOwned'>, o: { readonly sellerId: SellerId; readonly storeId: StoreId; readonly listingIds: readonly string[] }): Promise<ReadonlyMap<string, ChangesToday>> {
  const { context } = await stores.openOwned(o.sellerId, o.storeId);
  const counter = revisionCounter(context);
  const now = context.now();
  const until = new Date(now.getTime() + untilNextDayMs(now));
  return new Map(await Promise.all(o.listingIds.map(async (listingId) => [listingId, { used: await counter.spent(listingId), limit: REVISIONS_A_DAY, until }] as const)));
}

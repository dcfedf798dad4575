import { isWorthMore, type QuotaClass } from '../../../platform/quota/quota-class.js';
import { offerPriority, PRIORITIES } from '../../catalog/domain/due.js';
import type { Listing } from '../../catalog/domain/listing.js';
import type { Lane } from './lane.js';

const CLASS_OF = new Map<number, QuotaClass>([
  [PRIORITIES.SOLD_OUT, 'SOLD_OUT'],
  [PRIORITIES.BACK_IN_STOCK, 'BACK_IN_STOCK'],
  [PRIORITIES.QUANTITY, 'LIVE'],
  [PRIORITIES.BUYBOX_PRICE, 'BUYBOX_PRICE'],
  [PRIORITIES.PRICE, 'PRICE'],
]);

/** What a call with the prices and quantities of these listings is worth: as much as the best of them, since the others go along for nothing. */
export function worthOfOffers(listings: readonly Listing[], now: Date): QuotaClass {
  const best = Math.min(...listings.map((listing) => offerPriority(listing, now) ?? Infinity));
  return CLASS_OF.get(best) ?? 'PRICE';
}

/** Whether a listing may go although the lane is held: the quota is only spent for what is worth less. */
export function passesHold(listing: Listing, heldFor: Lane['heldFor'], now: Date): boolean {
  if (!heldFor?.worth || offerPriority(listing, now) === null) return false;
  return isWorthMore(worthOfOffers([listing], now), heldFor.worth);
}

import type { EbaySandbox } from '../ebay-sandbox.js';
import { inventoryError, refusal } from '../wire-errors.js';

const EBAY_DAY = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Los_Angeles', year: 'numeric', month: '2-digit', day: '2-digit' });

/** Counts a change of a published listing; refuses when the day's are used up. (sandbox choice: which error, and that the day is California's) */
export function revise({ kit, market }: EbaySandbox, listingId: string): void {
  const spent = revisionsOf(market, listingId);
  if (spent >= kit.settings.get().revisionsPerDay) {
    throw refusal(400, inventoryError(25_019, 'Cannot revise listing. The limit of revisions per day has been exceeded for this listing.', { listingId }));
  }
  market.revisions.put([listingId, dayOf(market)], spent + 1);
}

export function revisionsOf(market: EbaySandbox['market'], listingId: string): number {
  return market.revisions.get([listingId, dayOf(market)]) ?? 0;
}

function dayOf(market: EbaySandbox['market']): string {
  return EBAY_DAY.format(new Date(market.nowMs()));
}

import { isFulfilledByMarketplace } from './fulfilment.js';
import type { Listing } from './listing.js';
import { sameValue } from './listing-value.js';
import type { RemoteReading } from './remote-reading.js';

/** What of a listing has to be known to say whether a marketplace shows what it should: a small part of the document. */
export type ListingMark = Pick<Listing, 'remoteKey' | 'remoteIds' | 'doubt' | 'conflicts'> & {
  readonly price: Pick<Listing['price'], 'state' | 'sent' | 'desired'>;
  readonly quantity: Pick<Listing['quantity'], 'state' | 'sent' | 'desired'>;
};

/** UNKNOWN: the marketplace does not say, or a value is on its way. */
export type Verdict = 'EQUAL' | 'DIFFERENT' | 'UNKNOWN';

export interface ComparedOffer {
  readonly price: Verdict;
  readonly quantity: Verdict;
  /** The showing tells something that the listing does not know: it has to be read as a whole and written. */
  readonly isNews: boolean;
}

/** Compares what a marketplace shows with what it should. Says nothing new of a listing that was verified before and still is as wanted. */
export function compareOffer(mark: ListingMark, { price: shownPrice, quantity: shownQuantity, remoteIds = {} }: RemoteReading): ComparedOffer {
  const wanted = mark.price.desired.value;
  const price = verdictOf(mark.price, shownPrice == null ? null : sameValue.price({ ...shownPrice, listMinor: shownPrice.listMinor ?? wanted.listMinor }, wanted));
  const quantity = verdictOf(mark.quantity, shownQuantity == null || isFulfilledByMarketplace({ remoteIds: { ...mark.remoteIds, ...remoteIds } }) ? null : sameValue.quantity(shownQuantity, mark.quantity.desired.value));
  const isUnsettled = (mark.doubt ?? null) !== null || (mark.conflicts ?? []).length > 0;
  const hasNewIds = Object.entries(remoteIds).some(([name, value]) => mark.remoteIds[name] !== value);
  return { price, quantity, isNews: isUnsettled || hasNewIds || isNews(mark.price, price) || isNews(mark.quantity, quantity) };
}

function verdictOf({ sent }: ListingMark['price'] | ListingMark['quantity'], isSame: boolean | null): Verdict {
  if (isSame === null || sent) return 'UNKNOWN';
  return isSame ? 'EQUAL' : 'DIFFERENT';
}

function isNews({ state }: ListingMark['price'] | ListingMark['quantity'], verdict: Verdict): boolean {
  return verdict === 'DIFFERENT' || (verdict === 'EQUAL' && state !== 'VERIFIED');
}

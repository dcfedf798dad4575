import type { ListingId } from '../../../platform/ids.js';
import type { Listing, ListingField } from '../domain/listing.js';
import { dueFields } from '../domain/due.js';

/** One value of one listing, as a worker sends it and hears of it. */
export interface AttemptItem {
  readonly listingId: ListingId;
  readonly field: ListingField;
  readonly revision: number;
}

/** What of a listing may be sent now, for `markSent`. */
export function dueItems(listing: Listing, now: Date): AttemptItem[] {
  return dueFields(listing, now).map((field) => ({ listingId: listing._id, field, revision: listing[field].desired.revision }));
}

/** The items of each listing. */
export function itemsByListing<T extends AttemptItem>(items: readonly T[]): ReadonlyMap<ListingId, readonly T[]> {
  const groups = new Map<ListingId, T[]>();
  for (const item of items) {
    const group = groups.get(item.listingId);
    if (group) group.push(item);
    else groups.set(item.listingId, [item]);
  }
  return groups;
}

/** The fields of a listing that an attempt has in flight. */
export function fieldsOfAttempt(listing: Listing, attemptId: Listing['attemptIds'][number]): ListingField[] {
  return (['content', 'price', 'quantity'] as const).filter((name) => listing[name].attemptId === attemptId);
}

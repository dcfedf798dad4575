import type { AttemptId, StoreId } from '../../../platform/ids.js';
import { send } from '../domain/field-sync.js';
import type { Listing } from '../domain/listing.js';
import { stepFields } from '../domain/listing-change.js';
import { type AttemptItem, itemsByListing } from './attempt-items.js';
import type { CatalogDeps } from './catalog-deps.js';
import { changeListings } from './change-listings.js';

interface Sending {
  readonly storeId: StoreId;
  readonly attemptId: AttemptId;
  /** The fence of the worker's lease on the store; a worker with a lower one than a listing has seen gets nothing of it. */
  readonly fence: number;
  readonly at: Date;
  readonly items: readonly AttemptItem[];
  /** The listings as they were taken a moment ago, to spare reading them again; those written since are read anyway. */
  readonly taken?: readonly Listing[];
}

/**
 * Takes values for one attempt, before anything is sent. Gives back the items that were really taken: their revision is
 * still the desired one, nothing else is in flight, the lease is not outrun. Only these may be sent.
 */
export async function markSent(deps: CatalogDeps, { storeId, attemptId, fence, at, items, taken: lately }: Sending): Promise<readonly AttemptItem[]> {
  const wanted = itemsByListing(items);
  const read = lately?.filter(({ _id }) => wanted.has(_id)) ?? (await deps.listings.byIds([...wanted.keys()]));
  const given = read.filter((listing) => listing.storeId === storeId);
  const { listings } = await changeListings(deps, given, at, (listing) => (listing.fence > fence ? listing : taken(listing, wanted.get(listing._id) ?? [], { attemptId, fence, at })));
  const listingById = new Map(listings.map((listing) => [listing._id, listing]));
  return items.filter(({ listingId, field, revision }) => {
    const stored = listingById.get(listingId)?.[field];
    return stored?.attemptId === attemptId && stored.sent?.revision === revision;
  });
}

function taken(listing: Listing, items: readonly AttemptItem[], { attemptId, fence, at }: Pick<Sending, 'attemptId' | 'fence' | 'at'>): Listing {
  const sent = items.reduce((next, { field, revision }) => stepFields(next, [field], (value) => send(value, { attemptId, revision, at })), listing);
  return sent === listing ? listing : { ...sent, fence };
}

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
  /** The listings as they were read a moment ago, to spare reading them again; those written since are read anyway. */
  readonly lately?: readonly Listing[];
}

export interface TakenForSending {
  /** What was really taken: only these may be sent. */
  readonly items: readonly AttemptItem[];
  /** Their listings as they are stored now. */
  readonly listings: readonly Listing[];
}

/**
 * Takes values for one attempt, before anything is sent. Those are taken whose revision is still the
 * desired one, that have nothing else in flight, and whose lease is not outrun.
 */
export async function markSent(deps: CatalogDeps, { storeId, attemptId, fence, at, items, lately }: Sending): Promise<TakenForSending> {
  const wanted = itemsByListing(items);
  const read = lately?.filter(({ _id }) => wanted.has(_id)) ?? (await deps.listings.byIds([...wanted.keys()]));
  const given = read.filter((listing) => listing.storeId === storeId);
  const { listings } = await changeListings(deps, given, at, (listing) => (listing.fence > fence ? listing : taken(listing, wanted.get(listing._id) ?? [], { attemptId, fence, at })));
  const listingById = new Map(listings.map((listing) => [listing._id, listing]));
  const isTaken = ({ listingId, field, revision }: AttemptItem): boolean => {
    const stored = listingById.get(listingId)?.[field];
    return stored?.attemptId === attemptId && stored.sent?.revision === revision;
  };
  return { items: items.filter(isTaken), listings: listings.filter(({ attemptIds }) => attemptIds.includes(attemptId)) };
}

function taken(listing: Listing, items: readonly AttemptItem[], { attemptId, fence, at }: Pick<Sending, 'attemptId' | 'fence' | 'at'>): Listing {
  const sent = items.reduce((next, { field, revision }) => stepFields(next, [field], (value) => send(value, { attemptId, revision, at })), listing);
  return sent === listing ? listing : { ...sent, fence };
}

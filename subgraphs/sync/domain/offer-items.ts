import type { FieldSync, Listing } from '../../catalog/domain/listing.js';
import type { OfferChange } from '../connector/contract.js';
import type { AttemptItem, AttemptValue } from './attempt.js';

/** What there is to say about the price and quantity of a listing now; null when nothing may be said. */
export function offerItemOf(listing: Listing): AttemptItem | null {
  if (listing.content.published?.value.presence !== 'LISTED') return null;
  const price = sendable(listing.price);
  const quantity = sendable(listing.quantity);
  if (!price && !quantity) return null;
  return { listingId: listing._id, remoteKey: listing.remoteKey, ...(price ? { price } : {}), ...(quantity ? { quantity } : {}) };
}

/** Publishing or withdrawing a listing; null when that is not what waits. */
export function contentItemOf(listing: Listing): AttemptItem | null {
  const content = sendable(listing.content);
  if (!content) return null;
  return { listingId: listing._id, remoteKey: listing.remoteKey, content: { ...content, isNew: listing.content.published === null } };
}

/** The item as the connector sends it. */
export function offerChangeOf(item: AttemptItem, listing: Listing): OfferChange {
  return {
    remoteKey: item.remoteKey,
    ...(item.price ? { price: item.price.value } : {}),
    ...(item.quantity ? { quantity: item.quantity.value } : {}),
    known: { price: listing.price.published?.value ?? null, quantity: listing.quantity.published?.value ?? null },
  };
}

/** A value still on its way under an earlier attempt is not sent again beside it: the marketplace might apply the two in either order. */
function sendable<V>(field: FieldSync<V>): AttemptValue<V> | null {
  if (field.state !== 'QUEUED' || field.attemptId !== null) return null;
  return { value: field.desired.value, revision: field.desired.revision, operationId: field.desired.operationId, setAt: field.desired.setAt };
}

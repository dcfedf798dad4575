import { dueFields } from '../../catalog/domain/due.js';
import type { FieldSync, Listing } from '../../catalog/domain/listing.js';
import type { OfferChange } from '../connector/contract.js';
import type { AttemptItem, AttemptValue } from './attempt.js';

/** What there is to say about the price and quantity of a listing now; null when nothing may be said. */
export function offerItemOf(listing: Listing, now: Date): AttemptItem | null {
  const fields = dueFields(listing, now);
  const price = fields.includes('price') ? valueOf(listing.price) : null;
  const quantity = fields.includes('quantity') ? valueOf(listing.quantity) : null;
  if (!price && !quantity) return null;
  return { listingId: listing._id, remoteKey: listing.remoteKey, ...(price ? { price } : {}), ...(quantity ? { quantity } : {}) };
}

/** Publishing or withdrawing a listing; null when that is not what waits. */
export function contentItemOf(listing: Listing, now: Date): AttemptItem | null {
  if (!dueFields(listing, now).includes('content')) return null;
  return { listingId: listing._id, remoteKey: listing.remoteKey, content: { ...valueOf(listing.content), isNew: listing.content.published === null } };
}

/** The item as the connector sends it. */
export function offerChangeOf(item: AttemptItem, listing: Listing): OfferChange {
  return {
    remoteKey: item.remoteKey,
    ...(item.price ? { price: item.price.value } : {}),
    ...(item.quantity ? { quantity: item.quantity.value } : {}),
    known: knownOf(listing),
  };
}

/** What the marketplace is known to have of the listing now. */
export function knownOf({ price, quantity }: Pick<Listing, 'price' | 'quantity'>): OfferChange['known'] {
  return { price: knownValue(price), quantity: knownValue(quantity) };
}

/** While a value is on its way, nobody knows which of the two is there. */
function knownValue<V>({ published, sent }: FieldSync<V>): V | null {
  return sent === null ? (published?.value ?? null) : null;
}

function valueOf<V>({ desired, sends }: FieldSync<V>): AttemptValue<V> {
  return { value: desired.value, revision: desired.revision, operationId: desired.operationId, setAt: desired.setAt, ...(desired.soldAt ? { soldAt: desired.soldAt } : {}), ...(sends > 0 ? { isRepeat: true } : {}) };
}

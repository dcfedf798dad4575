import type { OutboxEntry } from '../../../platform/events/outbox-entry.js';
import { LISTING_CHANGED } from '../events.js';
import { derive } from './due.js';
import { withFulfilment } from './fulfilment.js';
import { type FieldSync, LISTING_FIELDS, type Listing, type ListingField, type ListingValues } from './listing.js';
import { withAgreement } from './listing-conflicts.js';
import { afterSale, sameValue } from './listing-value.js';
import { newDoubt } from './judge-reading.js';
import type { SameValue } from './field-sync.js';

/** A listing as it should be stored next. `version` is already one higher than that of the reading it was decided on. */
export interface ListingChange {
  readonly before: Listing;
  readonly after: Listing;
  readonly outbox: readonly OutboxEntry[];
}

/** One transition of one field, together with what it needs to know of the field's type of value. */
export type FieldStep = <V>(field: FieldSync<V>, same: SameValue<V>, lowered: (value: V, units: number) => V, name: ListingField) => FieldSync<V> | null;

/** Runs a step on some fields of a listing; the others, and those for which it says null, stay as they are. */
export function stepFields(listing: Listing, names: readonly ListingField[], step: FieldStep): Listing {
  return names.reduce((stepped, name) => stepField(stepped, name, step), listing);
}

/** What to write for a listing that was changed; null when nothing was. */
export function changeOf(before: Listing, changed: Listing, at: Date): ListingChange | null {
  if (changed === before) return null;
  const agreed = withAgreement(withDoubtKept(before, withFulfilment(before, changed, at), at), at);
  const after = { ...agreed, ...derive(agreed), version: before.version + 1 };
  const moved = LISTING_FIELDS.filter((name) => after[name] !== before[name]);
  return { before, after, outbox: moved.map((name) => announcement(after, name, at)) };
}

/** A doubt is about what is known to be there: where that changes it begins anew, or falls when it is explained, or ours is sent over it. */
function withDoubtKept(before: Listing, changed: Listing, at: Date): Listing {
  const { doubt, quantity } = changed;
  if (!doubt || doubt !== before.doubt || quantity === before.quantity) return changed;
  if (quantity.sent || quantity.state === 'QUEUED' || quantity.published?.value === doubt.value) return { ...changed, doubt: null };
  return quantity.published?.value === before.quantity.published?.value ? changed : { ...changed, doubt: newDoubt(doubt.value, at) };
}

function stepField(listing: Listing, name: ListingField, step: FieldStep): Listing {
  const next = steppers[name](listing, step);
  return next === null || next === listing[name] ? listing : { ...listing, [name]: next };
}

const steppers: { readonly [F in ListingField]: (listing: Listing, step: FieldStep) => FieldSync<ListingValues[F]> | null } = {
  content: ({ content }, step) => step(content, sameValue.content, afterSale.content, 'content'),
  price: ({ price }, step) => step(price, sameValue.price, afterSale.price, 'price'),
  quantity: ({ quantity }, step) => step(quantity, sameValue.quantity, afterSale.quantity, 'quantity'),
};

/** Word that a field of a listing took a step, or that the listing came into being. */
export function announcement(listing: Listing, field: ListingField, at: Date): OutboxEntry {
  const data = { listingId: listing._id, storeId: listing.storeId, sku: listing.sku, field, state: listing[field].state };
  return { id: `${listing.version}.${field}`, type: LISTING_CHANGED, at, data };
}

import type { ConflictId, PayloadId } from '../../../platform/ids.js';
import { type Conflict, type ConflictDecider, type ConflictDecision, type ConflictField, type ConflictRule, type ConflictRules, type PriceConflict, type QuantityConflict, resolved, vanished } from './conflict.js';
import { desire, read } from './field-sync.js';
import { decideByRule } from './judge-reading.js';
import type { FieldSync, Listing, ListingField } from './listing.js';
import { sameValue } from './listing-value.js';
import type { VariantPrice } from './variant.js';
import { withWantedPrice } from './wanted-price.js';

/** How somebody else's change was seen, and what decides about it. */
export interface Sighting {
  readonly at: Date;
  readonly evidence: 'READ_BACK' | 'SWEEP';
  readonly payloadId: PayloadId | null;
  readonly rules: ConflictRules;
  readonly priceRevisionOf: (listing: Listing) => number | null;
}

/**
 * Whether nothing of a field is sent for now: a person is asked, or the stock is still to be brought to the marketplace's quantity.
 * That nothing is left is told all the same: waiting for an answer would sell what is not there.
 */
export function isHeld(listing: Pick<Listing, 'conflicts' | 'quantity'>, name: ListingField): boolean {
  const isWaiting = (listing.conflicts ?? []).some((conflict) => conflict.field === name && (conflict.state === 'OPEN' || isToBeCarriedOut(conflict)));
  return isWaiting && !(name === 'quantity' && listing.quantity.desired.value === 0);
}

/** The marketplace's quantity won, and the shelf does not know yet: carrying that out takes the conflict off the listing. */
export function isToBeCarriedOut({ state, adjustment }: Conflict): boolean {
  return state === 'RESOLVED' && adjustment !== null;
}

/** Somebody changed the price there: by the store's rule it is changed back, taken over, or a person is asked. */
export function inConflictOverPrice(listing: Listing, value: VariantPrice, sighting: Sighting): Listing {
  const open = openConflict(listing, 'price');
  const seen = { ...listing, price: read(listing.price, { ...sighting, value }, sameValue.price) ?? listing.price };
  if (open) return withConflict(seen, sameValue.price(value, open.hub.value) ? vanished(open, sighting.at) : seenAnew(open, value, sighting.at));
  const conflict: PriceConflict = { ...newConflict(listing, 'price', sighting), field: 'price', hub: hubSide(listing.price), remote: { value, ...seenBefore(listing.price, sighting) } };
  const decision = decideByRule(conflict.rule, { hasBeenThere: hasBeenThere(listing.price) });
  const priceRevision = sighting.priceRevisionOf(listing);
  if (decision === null) return withConflict(seen, conflict);
  const canTake = value.currency === listing.price.desired.value.currency && priceRevision !== null;
  if (decision === 'HUB' || !canTake) return withConflict(seen, resolved(conflict, { decision: 'HUB', decidedBy: BY_RULE, at: sighting.at }));
  return withPriceTaken(withConflict(seen, resolved(conflict, { decision, decidedBy: BY_RULE, at: sighting.at })), value, { priceRevision, operationId: null, at: sighting.at });
}

/** The same of the quantity; taking it over means counting the shelf anew, by the difference. */
export function inConflictOverQuantity(listing: Listing, value: number, sighting: Sighting): Listing {
  const open = openConflict(listing, 'quantity');
  const seen = { ...listing, quantity: read(listing.quantity, { ...sighting, value }, sameValue.quantity) ?? listing.quantity };
  if (open) return withConflict(seen, quantitySeenAnew(open, value, listing, sighting.at));
  const conflict: QuantityConflict = { ...newConflict(listing, 'quantity', sighting), field: 'quantity', hub: hubSide(listing.quantity), remote: { value, ...seenBefore(listing.quantity, sighting) } };
  const decision = decideByRule(conflict.rule, { hasBeenThere: hasBeenThere(listing.quantity) });
  return withConflict(seen, decision === null ? conflict : decideQuantity(conflict, { decision, decidedBy: BY_RULE, at: sighting.at }));
}

interface Decided {
  readonly decision: ConflictDecision;
  readonly decidedBy: ConflictDecider;
  readonly at: Date;
}

/** An open conflict as somebody decided it; the same listing when it has no such open conflict. `priceRevision`: of the listing's variant. */
export function withDecision(listing: Listing, id: ConflictId, { priceRevision, ...decided }: Decided & { readonly priceRevision: number }): Listing {
  const conflict = listing.conflicts?.find(({ _id, state }) => _id === id && state === 'OPEN');
  if (!conflict) return listing;
  const operationId = decided.decidedBy.kind === 'KEY' ? decided.decidedBy.operationId : null;
  const ended = withConflict(listing, conflict.field === 'quantity' ? decideQuantity(conflict, decided) : resolved(conflict, decided));
  if (decided.decision === 'MARKETPLACE') return conflict.field === 'price' ? withPriceTaken(ended, conflict.remote.value, { priceRevision, operationId, at: decided.at }) : ended;
  return conflict.field === 'price' ? { ...ended, price: askedAnew(listing.price, operationId, decided.at, sameValue.price) } : { ...ended, quantity: askedAnew(listing.quantity, operationId, decided.at, sameValue.quantity) };
}

/** A listing on which what is wanted and what is there have become the same in whatever way: its open conflict is over. */
export function withAgreement(listing: Listing, at: Date): Listing {
  const agreed = (listing.conflicts ?? []).filter((conflict) => conflict.state === 'OPEN' && isAgreed(listing, conflict.field));
  return agreed.reduce((next, conflict) => withConflict(next, vanished(conflict, at)), listing);
}

/** A listing whose quantity is nobody's to decide any more: its open conflict over it is over. */
export function withoutQuantityConflict(listing: Listing, at: Date): Listing {
  const open = openConflict(listing, 'quantity');
  return open ? withConflict(listing, vanished(open, at)) : listing;
}

/** What is left on a listing once these versions of its conflicts are written down in their own place. */
export function withConflictsNoted(listing: Listing, noted: ReadonlyMap<ConflictId, number>): Listing {
  const isNoted = ({ _id, version }: Conflict) => (noted.get(_id) ?? 0) >= version;
  const conflicts = (listing.conflicts ?? []).filter((conflict) => conflict.state === 'OPEN' || !isNoted(conflict));
  const isPending = !conflicts.every(isNoted);
  if (listing.conflictsPending !== true && conflicts.length === (listing.conflicts ?? []).length) return listing;
  return { ...listing, conflicts: conflicts.length > 0 ? conflicts : null, conflictsPending: isPending || null };
}

const BY_RULE: ConflictDecider = { kind: 'RULE' };

function openConflict<F extends ConflictField>(listing: Listing, field: F): Extract<Conflict, { field: F }> | undefined {
  return listing.conflicts?.find((conflict): conflict is Extract<Conflict, { field: F }> => conflict.field === field && conflict.state === 'OPEN');
}

function withConflict(listing: Listing, conflict: Conflict): Listing {
  const others = (listing.conflicts ?? []).filter(({ _id }) => _id !== conflict._id);
  return { ...listing, conflicts: [...others, conflict], conflictsPending: true };
}

function seenAnew(conflict: PriceConflict, value: VariantPrice, seenAt: Date): PriceConflict {
  return { ...conflict, remote: { ...conflict.remote, value, seenAt }, version: conflict.version + 1 };
}

/** Units sold since are the hub's own news: they are taken out of what the difference is counted from. */
function quantitySeenAnew(conflict: QuantityConflict, value: number, { quantity }: Listing, seenAt: Date): QuantityConflict {
  const soldSince = conflict.remote.value - (quantity.published?.value ?? conflict.remote.value);
  return { ...conflict, remote: { ...conflict.remote, value, seenAt, before: conflict.remote.before - soldSince }, version: conflict.version + 1 };
}

function newConflict({ _id, sellerId, storeId, variantId, sku, version }: Listing, field: ConflictField, { rules, at, evidence, payloadId }: Sighting) {
  return {
    _id: `cfl_${_id.slice(_id.indexOf('_') + 1)}${field.slice(0, 1)}${version + 1}` as ConflictId,
    sellerId, storeId, listingId: _id, variantId, sku,
    evidence: { by: evidence, payloadId },
    rule: rules[field] satisfies ConflictRule,
    state: 'OPEN', decision: null, decidedBy: null, foundAt: at, closedAt: null, adjustment: null, version: 1,
  } as const;
}

function hubSide<V>({ desired }: FieldSync<V>): { readonly value: V; readonly madeAt: Date } {
  return { value: desired.value, madeAt: desired.setAt };
}

function seenBefore<V>({ published, desired }: FieldSync<V>, { at }: Sighting): { readonly seenAt: Date; readonly before: V; readonly beforeSeenAt: Date } {
  return { seenAt: at, before: published?.value ?? desired.value, beforeSeenAt: published?.at ?? at };
}

/** Whether what is wanted was known to be on the marketplace before it was changed there. */
function hasBeenThere({ state }: FieldSync<unknown>): boolean {
  return state === 'APPLIED' || state === 'VERIFIED';
}

function decideQuantity(conflict: QuantityConflict, decided: Decided): QuantityConflict {
  const difference = conflict.remote.value - conflict.remote.before;
  return resolved(conflict, { ...decided, adjustment: decided.decision === 'MARKETPLACE' && difference !== 0 ? difference : null });
}

/** The marketplace's price becomes the store's own, until a base price is set again. */
function withPriceTaken(listing: Listing, price: VariantPrice, { priceRevision, operationId, at }: { readonly priceRevision: number } & Pick<NonNullable<Listing['ownPrice']>, 'operationId'> & { readonly at: Date }): Listing {
  return withWantedPrice({ ...listing, ownPrice: { price, priceRevision, operationId } }, { price, conversion: null, operationId }, at);
}

function askedAnew<V>(field: FieldSync<V>, operationId: FieldSync<V>['desired']['operationId'], at: Date, same: (a: V, b: V) => boolean): FieldSync<V> {
  return desire(field, { value: field.desired.value, operationId, at, anew: true }, same);
}

function isAgreed(listing: Listing, name: ConflictField): boolean {
  return hasBeenThere(listing[name]);
}

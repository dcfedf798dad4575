import type { ExplainedCode } from '../../../platform/explanations/explain.js';
import type { AttemptId, OperationId } from '../../../platform/ids.js';
import { isForFulfilment } from './fulfilment.js';
import { decidesBuybox } from './rival.js';
import { hasPrice, isForWantOfRate, showsPriceOf } from './wanted-price.js';
import { isHeld } from './listing-conflicts.js';
import { type FieldSync, LISTING_FIELDS, type Listing, type ListingField, type WriteState } from './listing.js';

/** Lower is sooner. */
export const PRIORITIES = { SOLD_OUT: 0, BACK_IN_STOCK: 1, QUANTITY: 2, BUYBOX_PRICE: 3, PRICE: 4, CONTENT: 5 } as const;

/** What follows from the three fields and is stored beside them so that it can be indexed. */
export type Derived = Pick<Listing, 'dueAt' | 'priority' | 'attemptIds' | 'operationStates' | 'unsettledSince' | 'refusedFor'>;

export function derive(listing: Listing): Derived {
  const waiting = waitingFields(listing);
  const causes = refusalCodes(listing);
  const dueTimes = waiting.map((name) => dueAtOf(listing[name]).getTime());
  return {
    dueAt: waiting.length === 0 ? null : new Date(Math.min(...dueTimes)),
    priority: waiting.length === 0 ? PRIORITIES.CONTENT : Math.min(...waiting.map((name) => priorityOf(listing, name))),
    attemptIds: distinct<AttemptId>(LISTING_FIELDS.map((name) => listing[name].attemptId)),
    operationStates: distinct(LISTING_FIELDS.map((name) => operationStateOf(listing[name]))),
    unsettledSince: unsettledSince(listing, waiting),
    refusedFor: causes.length === 0 ? null : causes.join(CAUSE_SEPARATOR),
  };
}

/** The fields that may be sent now. */
export function dueFields(listing: Listing, now: Date): ListingField[] {
  return waitingFields(listing).filter((name) => dueAtOf(listing[name]) <= now);
}

/** What leaving the listing's price and quantity unsent costs now, of `PRIORITIES`; null when none of them may be sent. */
export function offerPriority(listing: Listing, now: Date): number | null {
  const due = dueFields(listing, now).filter((name) => name !== 'content');
  return due.length === 0 ? null : Math.min(...due.map((name) => priorityOf(listing, name)));
}

/** The causes in a `Listing.refusedFor`. */
export function causesOf(refusedFor: string): ExplainedCode[] {
  return refusedFor.split(CAUSE_SEPARATOR) as ExplainedCode[];
}

const CAUSE_SEPARATOR = ' ';

/** A price that only wants an exchange rate and the stock of goods that the marketplace counts were refused by nobody, and one of a listing that is not on sale is missed by nobody. */
function refusalCodes(listing: Listing): ExplainedCode[] {
  const refused = LISTING_FIELDS.filter((name) => listing[name].state === 'REJECTED' && isSoldFrom(listing, name) && !isForWantOfRate(listing[name].issue) && !isForFulfilment(listing[name].issue));
  return distinct<ExplainedCode>(refused.map((name) => listing[name].issue?.code ?? null)).toSorted();
}

function isSoldFrom(listing: Listing, name: ListingField): boolean {
  return name === 'content' || listing.content.published?.value.presence === 'LISTED';
}

function waitingFields(listing: Listing): ListingField[] {
  return LISTING_FIELDS.filter((name) => listing[name].state === 'QUEUED' && listing[name].sent === null && isSoldFrom(listing, name) && !lacksPrice(listing, name) && !isHeld(listing, name));
}

/** For want of an exchange rate; a withdrawal needs none. */
function lacksPrice(listing: Listing, name: ListingField): boolean {
  if (name === 'price') return !hasPrice(listing);
  return name === 'content' && listing.content.desired.value.presence === 'LISTED' && !showsPriceOf(listing);
}

/** Content does not count: marketplaces review it for hours. What the listing says already is left as it is, so that it is not written again. */
function unsettledSince(listing: Listing, waiting: readonly ListingField[]): Date | null {
  const unsettled = (['price', 'quantity'] as const).filter((name) => listing[name].sent !== null || waiting.includes(name));
  if (unsettled.length === 0) return null;
  const wantedAtMs = Math.min(...unsettled.map((name) => waitingSinceOf(listing[name]).getTime()));
  // Before it was on sale there was nobody to send it to.
  const sinceMs = Math.max(wantedAtMs, listing.content.published?.at.getTime() ?? 0);
  return listing.unsettledSince?.getTime() === sinceMs ? listing.unsettledSince : new Date(sinceMs);
}

function waitingSinceOf({ desired: { waitingSince, setAt } }: FieldSync<unknown>): Date {
  return waitingSince ?? setAt;
}

function dueAtOf({ notBefore, queuedAt }: FieldSync<unknown>): Date {
  return notBefore ?? queuedAt;
}

function priorityOf(listing: Listing, name: ListingField): number {
  if (name === 'content') return PRIORITIES.CONTENT;
  if (name === 'price') return priceDecidesBuybox(listing) ? PRIORITIES.BUYBOX_PRICE : PRIORITIES.PRICE;
  const { desired, published } = listing.quantity;
  if (desired.value === 0) return PRIORITIES.SOLD_OUT;
  return (published?.value ?? 0) === 0 ? PRIORITIES.BACK_IN_STOCK : PRIORITIES.QUANTITY;
}

function priceDecidesBuybox({ rival, price: { desired, published } }: Listing): boolean {
  return decidesBuybox(rival, { from: published?.value ?? null, to: desired.value, at: desired.setAt });
}

function operationStateOf({ desired: { operationId }, state }: FieldSync<unknown>): string | null {
  return operationId && operationState(operationId, state);
}

/** An entry of `Listing.operationStates`. */
export function operationState(operationId: OperationId, state: WriteState): string {
  return `${operationId}:${state}`;
}

function distinct<T>(values: readonly (T | null)[]): T[] {
  return [...new Set(values.filter((value): value is T & {} => value !== null))];
}

import type { ExplainedCode } from '../../../platform/explanations/explain.js';
import type { AttemptId, ListingId, OperationId, SellerId, StoreId } from '../../../platform/ids.js';
import type { ContentValue, ListingField } from '../../catalog/domain/listing.js';
import type { VariantPrice } from '../../catalog/domain/variant.js';

/**
 * PREPARED: written down, surely not sent. SENT: may have left; nothing heard yet. ACCEPTED: the marketplace gave a
 * receipt. UNKNOWN: sent, no usable answer; the marketplace is asked what it has before anything is sent again.
 * SETTLED, REFUSED, POSTPONED, NOT_SENT: over, outcome known.
 */
export const ATTEMPT_STATES = ['PREPARED', 'SENT', 'ACCEPTED', 'UNKNOWN', 'SETTLED', 'REFUSED', 'POSTPONED', 'NOT_SENT'] as const;
export type AttemptState = (typeof ATTEMPT_STATES)[number];

export const ATTEMPT_KINDS = ['OFFERS', 'PUBLISH', 'WITHDRAW'] as const;
export type AttemptKind = (typeof ATTEMPT_KINDS)[number];

/** One value in flight. */
export interface AttemptValue<V> {
  readonly value: V;
  readonly revision: number;
  readonly operationId: OperationId | null;
  /** When the value was asked for: what the time to its proof is measured from. */
  readonly setAt: Date;
  /** When the earliest sale that it answers was heard of; absent when it answers none. */
  readonly soldAt?: Date;
  /** This value has been sent before, in a call that did not bring it there. */
  readonly isRepeat?: true;
}

/** What one call says about one listing; an absent field is not sent. */
export interface AttemptItem {
  readonly listingId: ListingId;
  readonly remoteKey: string;
  readonly price?: AttemptValue<VariantPrice>;
  readonly quantity?: AttemptValue<number>;
  /** `isNew`: the marketplace did not have the listing before, so finding it there proves the call. */
  readonly content?: AttemptValue<ContentValue> & { readonly isNew: boolean };
}

/** One call to a marketplace, written before it is made: what a worker that finds it later needs to finish the story. */
export interface Attempt {
  readonly _id: AttemptId;
  readonly sellerId: SellerId;
  readonly storeId: StoreId;
  readonly kind: AttemptKind;
  readonly state: AttemptState;
  /** The lease it was made under; an open attempt under an older one has lost its worker. */
  readonly fence: number;
  readonly items: readonly AttemptItem[];
  readonly receipt: string | null;
  /** Keys that have settled while others of the same receipt are pending. */
  readonly settledKeys: readonly string[];
  readonly polls: number;
  /** Looks at this attempt that failed in a row. */
  readonly failures: number;
  /** The call met a fault of the hub's own; alone in its call, an item that did not arrive is refused rather than sent again. */
  readonly suspect: boolean;
  /** Keys to read back once applied. */
  readonly sample: readonly string[];
  /** When its outcome was last given up for unknown; absent where it never was. An earlier `settledAt` is that of a worker which had its answer, and was heard later. */
  readonly lostAt?: Date;
  /** While UNKNOWN: from when it can no longer be applied, so that a look proves what has not arrived. Absent: at any look. */
  readonly provesFrom?: Date;
  /** When the lane should look at it next; null when nothing is left to do. */
  readonly dueAt: Date | null;
  readonly error: { readonly errorClass: ExplainedCode; readonly message: string } | null;
  readonly correlationId: string | null;
  readonly preparedAt: Date;
  readonly sentAt: Date | null;
  readonly answeredAt: Date | null;
  readonly settledAt: Date | null;
  readonly expiresAt: Date;
}

/** A value of an item by its field's name, for transitions that treat all fields alike. */
export interface ItemField {
  readonly listingId: ListingId;
  readonly field: ListingField;
  readonly revision: number;
}

export function fieldsOf(item: AttemptItem): ItemField[] {
  const fields: ItemField[] = [];
  if (item.content) fields.push({ listingId: item.listingId, field: 'content', revision: item.content.revision });
  if (item.price) fields.push({ listingId: item.listingId, field: 'price', revision: item.price.revision });
  if (item.quantity) fields.push({ listingId: item.listingId, field: 'quantity', revision: item.quantity.revision });
  return fields;
}

export function operationsOf(items: readonly AttemptItem[]): OperationId[] {
  const ids = items.flatMap((item) => [item.price?.operationId, item.quantity?.operationId, item.content?.operationId]);
  return [...new Set(ids.filter((id): id is OperationId => id !== null && id !== undefined))];
}

/** The item without what the owner did not hand over; null when nothing of it is left to send. */
export function keepTaken(item: AttemptItem, isTaken: (field: ItemField) => boolean): AttemptItem | null {
  const kept: AttemptItem = {
    listingId: item.listingId,
    remoteKey: item.remoteKey,
    ...(item.price && isTaken({ listingId: item.listingId, field: 'price', revision: item.price.revision }) ? { price: item.price } : {}),
    ...(item.quantity && isTaken({ listingId: item.listingId, field: 'quantity', revision: item.quantity.revision }) ? { quantity: item.quantity } : {}),
    ...(item.content && isTaken({ listingId: item.listingId, field: 'content', revision: item.content.revision }) ? { content: item.content } : {}),
  };
  return fieldsOf(kept).length > 0 ? kept : null;
}

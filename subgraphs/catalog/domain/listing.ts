import type { OutboxEntry } from '../../../platform/events/outbox-entry.js';
import type { ExplainedCode } from '../../../platform/explanations/explain.js';
import type { AttemptId, ListingId, OperationId, ProductId, SellerId, Sku, StoreId, VariantId } from '../../../platform/ids.js';
import type { Marketplace } from '../../stores/domain/marketplace.js';
import type { Conflict, QuantityDoubt } from './conflict.js';
import type { ListingConversion } from './listing-conversion.js';
import type { Rival } from './rival.js';
import type { VariantPrice } from './variant.js';

/**
 * Where one desired value of one listing is on its way to the marketplace. `ACCEPTED` is the marketplace's word that it
 * will look at it; `APPLIED` its word that it did; `VERIFIED` our own reading afterwards. `UNKNOWN`: sent, no answer,
 * to be read back before anything is sent again.
 */
export const WRITE_STATES = ['QUEUED', 'SENT', 'ACCEPTED', 'APPLIED', 'VERIFIED', 'REJECTED', 'UNKNOWN'] as const;
export type WriteState = (typeof WRITE_STATES)[number];

export type Evidence = 'RECEIPT' | 'ANSWER' | 'READ_BACK' | 'ORDER' | 'SWEEP';

/** What the marketplace (or the hub before sending) says is wrong, in its own words, and whether trying again can help. */
export interface ListingIssue {
  /** One of the hub's, the same for every marketplace. */
  readonly code: ExplainedCode;
  /** The marketplace's own code, where it gives one. */
  readonly remoteCode?: string | null;
  readonly message: string;
  readonly retryable: boolean;
  readonly at: Date;
  /** The quota group that had nothing left, where that is all that is wrong. */
  readonly quotaGroup?: string;
}

/** How far an attempt to send a value has come. */
export type AttemptPhase = Extract<WriteState, 'SENT' | 'ACCEPTED' | 'UNKNOWN'>;

/** A value on its way. `soldSince`: units the marketplace sold meanwhile, so that nobody can say which value came last. */
export interface SentValue<V> {
  readonly value: V;
  readonly revision: number;
  readonly phase: AttemptPhase;
  readonly soldSince: number;
}

/** What is there, as far as is known. */
export interface Published<V> {
  readonly value: V;
  readonly revision: number;
  readonly at: Date;
  readonly evidence: Evidence;
  /** When the hub last heard what is there, by a value that landed or by a reading; absent before. Whether a sale from before is in it, nobody knows. */
  readonly knownAt?: Date;
  /** A sale was heard of that what landed since may have overwritten, or that was in the reading already: then `value` is too low. Gone with the next value that lands or is read. */
  readonly inDoubt?: true;
  /** What our last value took the place of, and when: a slow cache may show it for a while yet. */
  readonly replaced?: { readonly value: V; readonly at: Date };
}

/**
 * One value that should be on the marketplace and what is there. Only the attempt named in `attemptId` may move `state`
 * while it is SENT, ACCEPTED or UNKNOWN; a new desired revision waits as QUEUED and takes over at the next send.
 */
export interface FieldSync<V> {
  /**
   * `soldAt`: when the earliest sale on another store, which this value answers and no accepted one has, was heard of. `waitingSince`: when the
   * first of the values was set that took each other's place since the marketplace last decided about one; absent where `setAt` says it.
   */
  readonly desired: { readonly value: V; readonly revision: number; readonly setAt: Date; readonly operationId: OperationId | null; readonly soldAt?: Date; readonly waitingSince?: Date };
  readonly published: Published<V> | null;
  /** State of `desired`. */
  readonly state: WriteState;
  readonly attemptId: AttemptId | null;
  /** The value and revision in flight with `attemptId`; null exactly when that is null. */
  readonly sent: SentValue<V> | null;
  /** What the marketplace itself gave to ask after it with: Trendyol `batchRequestId`, N11 task id, Amazon feed id; null where it gives nothing. */
  readonly receipt: string | null;
  readonly queuedAt: Date;
  /** A queued value waits until then: a pause asked for by the marketplace, or a doubt that time resolves. */
  readonly notBefore: Date | null;
  readonly sentAt: Date | null;
  readonly acceptedAt: Date | null;
  readonly appliedAt: Date | null;
  readonly verifiedAt: Date | null;
  readonly issue: ListingIssue | null;
  /** Sends of the present desired revision so far. */
  readonly sends: number;
}

export type ListingField = 'content' | 'price' | 'quantity';
export const LISTING_FIELDS: readonly ListingField[] = ['content', 'price', 'quantity'];

/** Whether the listing should be on sale, and which revision of the product's content it should show. */
export interface ContentValue {
  readonly presence: 'LISTED' | 'WITHDRAWN';
  readonly contentRevision: number;
}

/** The type of each field's value. */
export interface ListingValues {
  readonly content: ContentValue;
  readonly price: VariantPrice;
  readonly quantity: number;
}

/** How the hub's product maps to the marketplace's catalogue; ids are the marketplace's own. */
export interface ContentMapping {
  readonly categoryId: string;
  readonly brandId: string | null;
  readonly brandName: string | null;
  readonly attributes: readonly { readonly attributeId: string; readonly valueId: string | null; readonly customValue: string | null }[];
  readonly shipmentTemplate: string | null;
  readonly vatRatePercent: number;
}

/** A price for this store alone; the next base price set for the variant (a higher `priceRevision`) ends it. */
export interface OwnPrice {
  readonly price: VariantPrice;
  readonly priceRevision: number;
  readonly operationId: OperationId | null;
}

/** A variant on one store. Price and quantity are sent only while `content.published` says LISTED. */
export interface Listing {
  readonly _id: ListingId;
  readonly sellerId: SellerId;
  readonly storeId: StoreId;
  readonly marketplace: Marketplace;
  readonly variantId: VariantId;
  readonly productId: ProductId;
  readonly sku: Sku;
  /** What the marketplace calls it: Trendyol's barcode, N11's stock code. Unique per store. */
  readonly remoteKey: string;
  /** Marketplace ids learnt on the way, such as `contentId` or `n11ProductId`. */
  readonly remoteIds: Readonly<Record<string, string>>;
  readonly mapping: ContentMapping | null;
  readonly ownPrice: OwnPrice | null;
  /** How the price came from one in another currency; absent or null when it did not. */
  readonly conversion?: ListingConversion | null;
  readonly content: FieldSync<ContentValue>;
  readonly price: FieldSync<VariantPrice>;
  readonly quantity: FieldSync<number>;
  /** The variant version that `desired` values were computed from; an older one never overwrites a newer one. */
  readonly variantVersion: number;
  /** The same for the store's stock policy. */
  readonly policyVersion: number;
  /** Grows by one with every write; a change decided on an older reading is not written. */
  readonly version: number;
  /** Mark of the write that made `version`. */
  readonly writeId?: string;
  /** The highest lease fence that has marked something here as sent; a lower one may not send. */
  readonly fence: number;
  /** The fields' `attemptId`s, once each: what the index on attempts stands on. */
  readonly attemptIds: readonly AttemptId[];
  /** For each field that an operation asked for, `operation:state`, once each: lets an operation be counted by an index alone. */
  readonly operationStates: readonly string[];
  /** Conflicts that wait for a decision, and decided ones until they are written down on their own. */
  readonly conflicts?: readonly Conflict[] | null;
  /** Something of `conflicts` is still to be written down, or to be carried out. */
  readonly conflictsPending?: boolean | null;
  /** Another quantity was seen there than is known, which may be an order on its way. */
  readonly doubt?: QuantityDoubt | null;
  /** The marketplace's own count of its changes, where it gives one: an older showing than this says nothing. */
  readonly remoteRevision?: number | null;
  /** The best other offer of the same goods as it was last seen; absent or null: none is known. */
  readonly rival?: Rival | null;
  /** When the sync loop should look at this listing next; null when nothing is left to do. */
  readonly dueAt: Date | null;
  /** What leaving it waiting costs: 0 going to zero, 1 coming back from zero, 2 other quantity, 3 a price that decides who is shown first, 4 other price, 5 content. */
  readonly priority: number;
  /** Since when a price or quantity is wanted that is to be sent or in flight; null when neither is. Absent on a listing not written since the hub keeps it. */
  readonly unsettledSince?: Date | null;
  /** Why values of it are refused: the issues' codes, each once, in their order, parted by spaces; null when none is. Absent as above. */
  readonly refusedFor?: string | null;
  readonly outbox?: readonly OutboxEntry[];
  readonly outboxPending?: boolean;
}

import type { OutboxEntry } from '../../../platform/events/outbox-entry.js';
import type { ExplainedCode } from '../../../platform/explanations/explain.js';
import type { OperationId, OrderId, PayloadId, SellerId, Sku, StoreId, VariantId } from '../../../platform/ids.js';
import type { Currency } from '../../../platform/money.js';
import type { Marketplace } from '../../stores/domain/marketplace.js';

/** The hub's one set of package and order states; transitions stand in `order-status.ts`. */
export const ORDER_STATUSES = [
  'AWAITING_PAYMENT',
  'CREATED',
  'ACCEPTED',
  'INVOICED',
  'SHIPPED',
  'AT_COLLECTION_POINT',
  'DELIVERED',
  'UNDELIVERED',
  'RETURNED',
  'CANCELLED',
  'UNSUPPLIED',
  'SPLIT',
  'UNKNOWN',
] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

/** A line as a marketplace tells it. Amounts are minor units of the order's currency, per unit, VAT included. */
export interface RemoteOrderLine {
  /** The marketplace's line id, as text. */
  readonly remoteLineId: string;
  /** What the marketplace calls the goods: the listing's remote key. */
  readonly remoteKey: string;
  readonly sellerSku: string | null;
  readonly title: string;
  readonly quantity: number;
  readonly unitPriceMinor: number;
  readonly unitDiscountMinor: number;
  readonly vatRatePercent: number | null;
  readonly status: OrderStatus;
  readonly remoteStatus: string;
  /** What only this marketplace has of the line, small and without personal fields; absent where there is nothing. */
  readonly extra?: Readonly<Record<string, unknown>>;
}

export interface RemotePackage {
  readonly remotePackageId: string;
  readonly status: OrderStatus;
  readonly remoteStatus: string;
  /** Grows with every change of the package: the marketplace's last-modified time, or its version. */
  readonly remoteRevision: number;
  readonly trackingNumber: string | null;
  readonly carrier: string | null;
  readonly shipByAt: Date | null;
  readonly lines: readonly RemoteOrderLine[];
  /** Packages this one came out of by a split, cancel or unsupplied line. */
  readonly originPackageIds: readonly string[];
  /** True when those packages go on with what is left, as their own lines tell; otherwise this one is the end of them. */
  readonly originsStay?: boolean;
  /** MARKETPLACE: the goods lie in its own warehouse and never were in the hub's stock. The seller's own when absent. */
  readonly stockOf?: 'MARKETPLACE';
  /** ELSEWHERE: sold from a place there whose quantity the hub does not keep, such as a further warehouse: what the hub keeps there has not fallen by the sale. Absent: it has. */
  readonly soldFrom?: 'ELSEWHERE';
  /** When it reached the buyer, at the latest; absent where the marketplace does not tell. */
  readonly deliveredAt?: Date;
}

/** Personal data: stored only with its order, sealed; never logged, queued or put in an error. */
export interface Buyer {
  readonly name: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly taxId: string | null;
  readonly shippingAddress: BuyerAddress | null;
  readonly invoiceAddress: BuyerAddress | null;
}

export interface BuyerAddress {
  readonly fullName: string;
  readonly line: string;
  readonly district: string | null;
  readonly city: string;
  readonly postalCode: string | null;
  readonly countryCode: string;
}

/** One package of one order as a connector reads it; packages of the same order arrive one by one. */
export interface RemoteOrder {
  readonly remoteOrderId: string;
  readonly orderedAt: Date;
  readonly currency: Currency;
  readonly buyer: Buyer;
  readonly packages: readonly RemotePackage[];
  /** What only this marketplace has, small and without personal fields; shown as `Order.<marketplace>`. */
  readonly extra: Readonly<Record<string, unknown>>;
  /** The marketplace's names for the buyer, by which it may ask later to have the buyer's data erased; only their digests are stored. */
  readonly buyerIds?: readonly string[];
}

export type OrderActionKind = 'ACCEPT' | 'SHIP' | 'CANCEL_LINES' | 'SPLIT';

/** What the marketplace, or the hub, has against an action; `code` is one of the hub's, `remoteCode` the marketplace's own. */
export interface OrderActionIssue {
  readonly code: ExplainedCode;
  readonly remoteCode?: string | null;
  readonly message: string;
  readonly retryable: boolean;
}

/** Something the seller asked the marketplace to do with an order; executed by the sync worker, once. */
export interface OrderAction {
  readonly actionId: string;
  readonly kind: OrderActionKind;
  readonly operationId: OperationId;
  readonly remotePackageId: string;
  readonly lines: readonly { readonly remoteLineId: string; readonly quantity: number }[];
  /** SHIP: tracking and carrier; ACCEPT and SPLIT: none; CANCEL_LINES: the hub's reason code. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly state: 'QUEUED' | 'SENT' | 'APPLIED' | 'REJECTED' | 'UNKNOWN' | 'CANCELLED';
  readonly issue: OrderActionIssue | null;
  readonly queuedAt: Date;
  readonly sentAt: Date | null;
  readonly settledAt: Date | null;
  /** How often the marketplace has been asked; absent: never. */
  readonly sends?: number;
  /** What the marketplace gave for something it has taken and does by and by: while it is there, nothing is asked anew. Gone once it is sent again. */
  readonly receipt?: string;
  /** Since when the seller wants a refused one tried again; gone once it has been sent again. */
  readonly retriedAt?: Date;
  readonly dueAt: Date | null;
}

/** A line with the hub's own goods beside it; `sku` is null while nothing in the catalogue is known under its keys. */
export interface OrderLine extends RemoteOrderLine {
  readonly sku: Sku | null;
  readonly variantId: VariantId | null;
}

export interface OrderPackage extends Omit<RemotePackage, 'lines'> {
  readonly lines: readonly OrderLine[];
  /** True once any revision, however late it arrived, said that the package had been handed over: those goods are gone. */
  readonly leftShelf: boolean;
}

export type HoldingState = 'HELD' | 'CONSUMED' | 'RELEASED';

/**
 * Units of one SKU that the order has a claim on. A holding never changes its quantity and moves only from HELD to
 * CONSUMED or RELEASED, so the catalogue can be told of it any number of times; `lineKey` is its name there.
 */
export interface StockHolding {
  readonly lineKey: string;
  readonly remoteKey: string;
  readonly sku: Sku;
  readonly quantity: number;
  readonly state: HoldingState;
  /** The state the catalogue has confirmed. */
  readonly told: HoldingState | 'NONE';
  /** True when there was less available than the order claims. */
  readonly short: boolean;
  /** False when it only re-divides units sold before: the marketplace has not lowered its own quantity again. */
  readonly soldAnew: boolean;
}

export interface Order {
  readonly _id: OrderId;
  readonly sellerId: SellerId;
  readonly storeId: StoreId;
  readonly marketplace: Marketplace;
  readonly remoteOrderId: string;
  readonly status: OrderStatus;
  /** The marketplace's own word for `status`. */
  readonly remoteStatus: string;
  readonly currency: Currency;
  /** What the lines that still stand cost, discounts taken off: nothing for cancelled, unsupplied and split ones. */
  readonly totalMinor: number;
  readonly orderedAt: Date;
  readonly changedAt: Date;
  /** When the newest news of it reached the hub: the receipt of a webhook, or the answer to a poll. */
  readonly heardAt: Date;
  readonly packages: readonly OrderPackage[];
  readonly hasUnmappedLines: boolean;
  readonly buyerSealed: string;
  /** Digests of the marketplace's names for the buyer; absent where it gives none. */
  readonly buyerKeys?: readonly string[];
  /** Since when the buyer's data is gone for good: no later news of the order brings it back. */
  readonly buyerErasedAt?: Date;
  /** Since when the order needs its buyer no longer (`buyer-need.ts`); present while that is so and the buyer is still here. */
  readonly buyerIdleSince?: Date;
  readonly extra: Readonly<Record<string, unknown>>;
  /** The newest package revision that buyer, dates and `extra` were taken from. */
  readonly headerRevision: HeaderRevision;
  readonly actions: readonly OrderAction[];
  /** When the first action that still has to be done is due: those behind it wait for it. */
  readonly actionDueAt: Date | null;
  /** True while `actionDueAt` is not null. */
  readonly actionPending?: boolean;
  readonly holdings: readonly StockHolding[];
  /** True while stock has not yet been told of the newest packages; what a sweep looks for after a crash. */
  readonly stockPending?: boolean;
  /** When it was first seen that less was there than the order claims: more had been sold than there was. */
  readonly shortAt?: Date;
  /** Grows with every write, each of which names the one it has read. */
  readonly version: number;
  /** The last payloads it was read from, newest last, at most 20. */
  readonly payloadIds: readonly PayloadId[];
  readonly outbox?: readonly OutboxEntry[];
  readonly outboxPending?: boolean;
}

export interface HeaderRevision {
  readonly revision: number;
  readonly remotePackageId: string;
}

import type { SandboxState, StateKey, StateStore } from '../../../platform/sandbox/state.js';
import type { Claim } from './domain/claim.js';
import type { Listing } from './domain/listing.js';
import type { Cancellation, Order, Package } from './domain/order.js';
import type { Product } from './domain/product.js';
import type { Seller } from './domain/seller.js';
import type { Upload } from './domain/upload.js';

/** A task of the catalogue: an import, a content ticket or a removal. */
export interface CatalogueTask {
  readonly trackingId: string;
  readonly merchantId: string;
  readonly kind: 'IMPORT' | 'TICKET' | 'DELETE';
  readonly createdAtMs: number;
  readonly isDone: boolean;
  readonly items: readonly { readonly key: string; readonly error: string | null; readonly change?: Readonly<Record<string, unknown>>; readonly fields?: readonly TicketField[] }[];
}

/** What became of one field of a content ticket. */
export interface TicketField {
  readonly fieldName: 'NAME' | 'DESCRIPTION' | 'MEDIA' | 'ATTRIBUTE';
  readonly status: 'IN_PROGRESS' | 'APPROVED' | 'REJECTED' | 'PARTIAL_APPROVED';
  readonly rejectReason: string | null;
}

/** A foreign offer of the same goods. */
export interface Rival {
  readonly merchantName: string;
  readonly merchantRating: number;
  readonly price: number;
  readonly dispatchTime: number;
}

/** Where a seller wants to be told of things. */
export interface WebhookTarget {
  readonly merchantId: string;
  readonly url: string;
  readonly username: string;
  readonly password: string;
}

/** Everything the imitation marketplace knows, in durable collections. */
export interface Market {
  readonly sellers: StateStore<Seller>;
  /** By [seller, merchant SKU]. */
  readonly listings: StateStore<Listing>;
  /** [seller, hbSku] → merchant SKU. */
  readonly hbSkus: StateStore<string>;
  /** By [seller, merchant SKU]. */
  readonly products: StateStore<Product>;
  /** Barcode → hbSku of the catalogue product. */
  readonly catalogue: StateStore<string>;
  readonly tasks: StateStore<CatalogueTask>;
  readonly uploads: StateStore<Upload>;
  /** [seller, day] → SKUs uploaded. */
  readonly uploadCounts: StateStore<number>;
  /** By [seller, order number]. */
  readonly orders: StateStore<Order>;
  /** [seller, order number] of orders with lines not packed yet. */
  readonly openOrders: StateStore<true>;
  /** Line id → [seller, order number]. */
  readonly lineOwners: StateStore<readonly [string, number]>;
  /** By [seller, package number]. */
  readonly packages: StateStore<Package>;
  /** [seller, status, when it came into it, package number]: the order the feeds list in. */
  readonly packageFeed: StateStore<number>;
  /** By [seller, moment, line id]. */
  readonly cancellations: StateStore<Cancellation>;
  /** By [seller, claim number]. */
  readonly claims: StateStore<Claim>;
  readonly rivals: StateStore<readonly Rival[]>;
  readonly webhookTargets: StateStore<WebhookTarget>;
  readonly deliveries: StateStore<WebhookDelivery>;
  /** When a caller of the catalogue was first refused in a row, and whether it is blocked. */
  readonly catalogueRefusals: StateStore<{ readonly sinceMs: number; readonly lastMs: number; readonly isBlocked: boolean }>;
  /** The sandbox's movable clock, epoch ms. */
  nowMs(): number;
  next(sequence: Sequence): number;
  /** A GUID that depends on the sequence alone. */
  guid(sequence: Sequence): string;
  /** Notes a change for the effect log. */
  note(what: string, key: string, old: unknown, now: unknown): void;
  /** Tells the seller's webhook of something, as soon as the present change is durable. */
  announce(event: WebhookEvent): void;
}

export interface WebhookEvent {
  readonly merchantId: string;
  readonly method: 'POST' | 'PUT';
  /** Below the seller's base URL. */
  readonly path: string;
  readonly body: unknown;
}

export interface WebhookDelivery extends WebhookEvent {
  readonly id: number;
  readonly failures: number;
}

const firstNumbers = { hbSku: 10_001, listing: 1, task: 1, upload: 1, order: 4_100_000_001, line: 1, package: 5_100_000_001, claim: 7_100_001, customer: 4_000_001, delivery: 1 };
export type Sequence = keyof typeof firstNumbers;

export function openMarket({ state, nowMs, note, announce }: { state: SandboxState } & Pick<Market, 'nowMs' | 'note' | 'announce'>): Market {
  const next = (sequence: Sequence): number => state.next(sequence, firstNumbers[sequence]);
  return {
    sellers: state.store('sellers'),
    listings: state.store('listings'),
    hbSkus: state.store('hbSkus'),
    products: state.store('products'),
    catalogue: state.store('catalogue'),
    tasks: state.store('tasks'),
    uploads: state.store('uploads'),
    uploadCounts: state.store('uploadCounts'),
    orders: state.store('orders'),
    openOrders: state.store('openOrders'),
    lineOwners: state.store('lineOwners'),
    packages: state.store('packages'),
    packageFeed: state.store('packageFeed'),
    cancellations: state.store('cancellations'),
    claims: state.store('claims'),
    rivals: state.store('rivals'),
    webhookTargets: state.store('webhookTargets'),
    deliveries: state.store('deliveries'),
    catalogueRefusals: state.store('catalogueRefusals'),
    nowMs,
    next,
    guid: (sequence) => guidOf(sequence, next(sequence)),
    note,
    announce,
  };
}

/** The values of one seller, in key order; collected, so that the caller may write while walking them. */
export function ofSeller<V>(store: StateStore<V>, merchantId: string): V[] {
  return [...store.range(rangeOfSeller(merchantId))].map(({ value }) => value);
}

export function rangeOfSeller(merchantId: string): { start: StateKey; end: StateKey } {
  return { start: [merchantId], end: [`${merchantId}\u0001`] };
}

function guidOf(sequence: Sequence, number: number): string {
  const kind = String(Object.keys(firstNumbers).indexOf(sequence)).padStart(4, '0');
  return `${String(number % 100_000_000).padStart(8, '0')}-${kind}-4000-8000-${String(number).padStart(12, '0')}`;
}

import type { z } from 'zod';
import type { ExplainedCode } from '../../../platform/explanations/explain.js';
import type { MarketplaceHttp } from '../../../platform/http/contract.js';
import type { SellerId, StoreId } from '../../../platform/ids.js';
import type { Currency } from '../../../platform/money.js';
import type { QuotaGroup } from '../../../platform/quota/quota-group.js';
import type { ContentMapping, ListingIssue } from '../../catalog/domain/listing.js';
import type { Language } from '../../catalog/domain/product-text.js';
import type { RemotePrice, VariantPrice } from '../../catalog/domain/variant.js';
import type { OrderStatus, RemoteOrder } from '../../orders/domain/order.js';
import type { Marketplace } from '../../stores/domain/marketplace.js';

export type { QuotaGroup } from '../../../platform/quota/quota-group.js';
export type { MarketplaceHttp, MarketplaceRequest, MarketplaceResponse } from '../../../platform/http/contract.js';
export type { ContentMapping, ListingIssue } from '../../catalog/domain/listing.js';
export type { RemotePrice, VariantPrice } from '../../catalog/domain/variant.js';
export type { Buyer, BuyerAddress, OrderStatus, RemoteOrder, RemoteOrderLine, RemotePackage } from '../../orders/domain/order.js';
export type { Marketplace } from '../../stores/domain/marketplace.js';
export { LANGUAGES, type Language } from '../../catalog/domain/product-text.js';
export { ConnectorError, type ErrorClass, type Outcome } from './connector-error.js';

/** A store with its credentials opened and checked; lives only for the length of a piece of work. */
export interface StoreAccount<C> {
  readonly storeId: StoreId;
  readonly sellerId: SellerId;
  readonly baseUrl: string;
  readonly currency: Currency;
  readonly remoteSellerId: string;
  readonly credentials: C;
}

/** A cache shared by all workers; values are JSON text. */
export interface ConnectorCache {
  get(key: string): Promise<string | null>;
  set(key: string, value: string, ttlMs: number): Promise<void>;
}

/** Access tokens that run out, shared by all workers and kept sealed; each belongs to one store. */
export interface TokenKeeper {
  /** The token under this name while it is good, else what `refresh` brings. One refresh runs at a time, over all workers. */
  get(name: string, refresh: () => Promise<{ readonly token: string; readonly expiresInMs: number }>): Promise<string>;
  /** Forgets a token that the marketplace refused, unless another has taken its place meanwhile. */
  discard(name: string, token: string): Promise<void>;
}

/** Everything one call of a connector stands on; `http` already archives, times out, spends quota and breaks circuits. */
export interface ConnectorContext<C> {
  readonly store: StoreAccount<C>;
  readonly http: MarketplaceHttp;
  readonly cache: ConnectorCache;
  readonly tokens: TokenKeeper;
  now(): Date;
}

/**
 * One marketplace, as the sync engine sees it. The required members are what every marketplace has; the optional ones
 * are capabilities by presence: callers test for the member, never for the marketplace's name. Every method throws only
 * `ConnectorError`; anything else is a bug.
 */
export interface Connector<C = unknown> {
  readonly marketplace: Marketplace;
  /** As a person writes it: `Trendyol`. */
  readonly displayName: string;
  /** Shape of `StoreAccount.credentials`; each field described, so that `storeConnect` can say what is missing. */
  readonly credentials: z.ZodType<C>;
  /** Fields of the credentials that are no secrets: the payload archive keeps them as they are. */
  readonly openCredentials?: readonly string[];
  readonly defaultBaseUrl: string;
  readonly limits: ConnectorLimits;
  /** Quota groups by the name used in `MarketplaceRequest.quotaGroup`; one request may count in several windows. */
  quotaGroups(store: StoreAccount<C>): Readonly<Record<string, readonly QuotaGroup[]>>;
  /**
   * Whose quotas a store's calls use up, where that is not its seller account: an application's, say. Stores that answer the
   * same at the same address share them. Tells no secret. Pure.
   */
  quotaAccount?(store: StoreAccount<C>): string;
  /** The key a variant has on this marketplace; null when it cannot have one (Trendyol without a barcode). */
  remoteKeyOf(variant: { readonly sku: string; readonly barcode: string | null }): string | null;
  /** Refuses prices or quantities the marketplace would refuse, before anything is sent. Pure. */
  checkOffer(change: OfferChange, at: Date): ListingIssue | null;
  /** Reads something cheap with these credentials; throws AUTHENTICATION when they are wrong. */
  checkAccount(context: ConnectorContext<C>): Promise<void>;
  /** What will become trouble unless the seller sees to it, such as a key that ends soon; asked several times a day. Absent: nothing is known ahead. */
  foreseeTrouble?(context: ConnectorContext<C>): Promise<readonly ForeseenTrouble[]>;
  readonly offers: OfferPort<C>;
  readonly orders: OrderPort<C>;
  readonly content?: ContentPort<C>;
  readonly webhooks?: WebhookPort<C>;
  readonly notifications?: NotificationPort<C>;
  readonly catalogue?: CataloguePort<C>;
  readonly claims?: ClaimPort<C>;
  readonly buybox?: BuyboxPort<C>;
  readonly splits?: SplitPort<C>;
  readonly fees?: FeePort<C>;
}

export interface ForeseenTrouble {
  readonly code: ExplainedCode;
  /** The same as long as nothing has changed: what is said in other words is told anew. */
  readonly message: string;
  readonly dueAt: Date | null;
}

export interface ConnectorLimits {
  /** Most items in one price-and-quantity call. */
  readonly offersPerPush: number;
  /** Least time between two price-and-quantity calls of one store; 0 when only the quota limits. */
  readonly pushSpacingMs: number;
  /** Price-and-quantity calls of one store that may be on their way at the same time, where small calls make a large change slow; 1 when absent. */
  readonly pushesAtOnce?: number;
  readonly contentPerPush: number;
  /** Most keys in one `offers.read`. */
  readonly offersPerRead: number;
  /** How long after an unanswered send the marketplace may still apply it; before that, a read-back proves nothing. */
  readonly settleMs: number;
  /** Between polls for changed orders: while webhooks work, and without them. */
  readonly orderPollMs: { readonly withWebhooks: number; readonly withoutWebhooks: number };
  /**
   * How long after its delivery an order may keep its buyer: then the worker erases them, as it does those of orders that
   * came to nothing. At least the seven days that payloads with buyers are archived. Absent: the marketplace sets no limit.
   */
  readonly buyerDataKeptMs?: number;
}

/** Absolute values to send for one listing; an absent one stays as it is on the marketplace. */
export interface OfferChange {
  readonly remoteKey: string;
  readonly price?: VariantPrice;
  readonly quantity?: number;
  /** What the listing is known to have now: lets a connector add an unchanged field to make a body unlike an earlier one. */
  readonly known: { readonly price: VariantPrice | null; readonly quantity: number | null };
}

/**
 * What came of a push. ACCEPTED: ask for the receipt later. SETTLED: the marketplace answers per item at once. REFUSED:
 * the whole call was refused for a reason that repeats. POSTPONED: not sent at all, send again later.
 */
export type PushOutcome =
  | { readonly kind: 'ACCEPTED'; readonly receipt: string; readonly pollAfterMs: number }
  | { readonly kind: 'SETTLED'; readonly results: readonly ItemResult[] }
  | { readonly kind: 'REFUSED'; readonly issue: ListingIssue }
  | { readonly kind: 'POSTPONED'; readonly retryAfterMs: number; readonly reason: string };

/**
 * `fields`: what was refused where the marketplace takes price and quantity apart; the item's other one was applied, unless
 * a second result refuses that too. All of it when absent. With `retryAfterMs` nothing was refused for good ("too soon"):
 * it goes back to its queue for that long.
 */
export type ItemResult =
  | { readonly remoteKey: string; readonly ok: true; readonly remoteIds?: Readonly<Record<string, string>> }
  | { readonly remoteKey: string; readonly ok: false; readonly issue: ListingIssue; readonly fields?: readonly ('price' | 'quantity')[]; readonly retryAfterMs?: number };

/** EXPIRED: the marketplace no longer knows the receipt; read back instead. Items may settle one by one: PENDING carries those that have. */
export type ReceiptOutcome =
  | { readonly kind: 'PENDING'; readonly pollAfterMs: number; readonly settled: readonly ItemResult[] }
  | { readonly kind: 'SETTLED'; readonly results: readonly ItemResult[] }
  | { readonly kind: 'EXPIRED' };

/** A listing as the marketplace has it; null where the marketplace does not say. */
export interface RemoteOffer {
  readonly remoteKey: string;
  readonly price: RemotePrice | null;
  readonly quantity: number | null;
  readonly onSale: boolean | null;
  readonly remoteIds: Readonly<Record<string, string>>;
  /** Grows with every change of the offer there (a version, a time of change), where the marketplace tells one: an older showing is then known as such. */
  readonly revision?: number;
}

/** A page of something; `next` goes into the following call and is null on the last page. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

export interface OfferPort<C> {
  /** Sends at most `limits.offersPerPush` changes in one call. Throws with outcome UNKNOWN when the answer was lost. */
  push(context: ConnectorContext<C>, changes: readonly OfferChange[]): Promise<PushOutcome>;
  poll(context: ConnectorContext<C>, receipt: string): Promise<ReceiptOutcome>;
  /** Reads back at most `limits.offersPerRead` keys; a key the marketplace does not know is left out. */
  read(context: ConnectorContext<C>, remoteKeys: readonly string[]): Promise<readonly RemoteOffer[]>;
  /** All listings of the store, page by page, for sweeps. */
  list(context: ConnectorContext<C>, cursor: string | null): Promise<Page<RemoteOffer>>;
  /** The request that `push` would send, as a dry run shows it: method, path and body, no secrets. Pure. */
  preview(changes: readonly OfferChange[]): PreviewedCall;
  /** Where a push is more than the one call of `preview`, or another for each store: all its calls, in order. Pure. */
  previewAll?(store: StoreAccount<C>, changes: readonly OfferChange[]): readonly PreviewedContentCall[];
}

/** A call as a dry run shows it: without secrets, the account's own number written `{sellerId}`. */
export interface PreviewedCall {
  readonly method: string;
  readonly path: string;
  readonly body: string;
  /** The quota it counts in, as `MarketplaceRequest.quotaGroup` names it; absent: not said. */
  readonly quotaGroup?: string;
}

/** A page of orders. `unreadable`: rows that could not be read, as they came; they are kept and shown, and hold up no others. */
export interface OrderPage extends Page<RemoteOrder> {
  readonly unreadable?: readonly UnreadableRow[];
}

export interface UnreadableRow {
  /** Safe to show to the seller. */
  readonly reason: string;
  readonly text: string;
}

export interface OrderPort<C> {
  /**
   * Packages changed since a moment, oldest first as far as the marketplace allows, page by page. The caller asks with
   * an overlap and records each package once, so doubles do no harm and holes are closed by the next poll.
   */
  changedSince(context: ConnectorContext<C>, since: Date, cursor: string | null): Promise<OrderPage>;
  byNumber(context: ConnectorContext<C>, remoteOrderId: string): Promise<RemoteOrder | null>;
  accept(context: ConnectorContext<C>, action: PackageAction): Promise<ActionOutcome>;
  /** Tells the marketplace of the shipment where it wants to be told; `parameters`: `trackingNumber`, `carrier`, `invoiceNumber`. */
  ship(context: ConnectorContext<C>, action: PackageAction): Promise<ActionOutcome>;
  /** `parameters.reason` is one of the hub's cancel reasons. TAKEN where the marketplace cancels by and by. */
  cancelLines(context: ConnectorContext<C>, action: PackageAction): Promise<TakenOutcome>;
}

export const CANCEL_REASONS = ['OUT_OF_STOCK', 'DEFECTIVE', 'WRONG_PRICE', 'FORCE_MAJEURE', 'OTHER'] as const;
export type CancelReason = (typeof CANCEL_REASONS)[number];

export interface PackageAction {
  readonly remoteOrderId: string;
  readonly remotePackageId: string;
  readonly packageStatus: OrderStatus;
  readonly lines: readonly { readonly remoteLineId: string; readonly quantity: number }[];
  readonly parameters: Readonly<Record<string, string>>;
}

export type ActionOutcome = { readonly kind: 'APPLIED' } | { readonly kind: 'REFUSED'; readonly issue: ListingIssue };

export interface SplitPort<C> {
  /** Puts the lines of an open package, or some units of them, into a package of their own; what is left stays together. */
  split(context: ConnectorContext<C>, action: SplitAction): Promise<SplitOutcome>;
}

export interface SplitAction extends PackageAction {
  /** What stays behind, so that a whole line can be told from a part of one; never empty. */
  readonly rest: PackageAction['lines'];
}

/** TAKEN: the marketplace will do it by and by; only the order tells when it has. */
export type TakenOutcome = ActionOutcome | { readonly kind: 'TAKEN' };
export type SplitOutcome = TakenOutcome;

/** Everything a marketplace needs to show a variant for sale. Texts are as the seller wrote them; images are https URLs. */
export interface ListingDraft {
  readonly remoteKey: string;
  readonly groupKey: string;
  readonly sku: string;
  readonly barcode: string | null;
  readonly title: string;
  readonly descriptionHtml: string;
  /** Language of `title` and `descriptionHtml`. */
  readonly language: Language;
  /** The same texts in other languages, as far as the seller has written them; `textIn` of draft-text.ts chooses. */
  readonly translations: Readonly<Partial<Record<Language, { readonly title: string; readonly descriptionHtml: string }>>>;
  readonly images: readonly string[];
  readonly options: readonly { readonly name: string; readonly value: string }[];
  readonly price: VariantPrice;
  readonly quantity: number;
  readonly mapping: ContentMapping;
  readonly remoteIds: Readonly<Record<string, string>>;
  /** False for a listing that the marketplace has not approved yet. */
  readonly isUpdate: boolean;
}

export interface ContentPort<C> {
  /** What is missing or wrong before anything is sent. Pure. */
  check(draft: ListingDraft, at: Date): ListingIssue | null;
  publish(context: ConnectorContext<C>, drafts: readonly ListingDraft[]): Promise<PushOutcome>;
  withdraw(context: ConnectorContext<C>, remoteKeys: readonly string[]): Promise<PushOutcome>;
  poll(context: ConnectorContext<C>, receipt: string): Promise<ReceiptOutcome>;
  /**
   * What `publish` would refuse of these once it has looked something up, such as the attributes a category requires; drafts
   * that `check` lets pass. Reads, writes nothing. Absent: nothing beyond `check`.
   */
  foresee?(context: ConnectorContext<C>, drafts: readonly ListingDraft[]): Promise<readonly ForeseenRefusal[]>;
  /**
   * The writing calls that `publish` or `withdraw` would make, in order, as a dry run shows them; absent: it shows none. May
   * read what it has to know first, as they do, and throws as they do; writes nothing. What only the answer to one of these
   * calls will tell stands in braces in the path of a later one: `{offerId}`.
   */
  preview?(context: ConnectorContext<C>, change: ContentChange): readonly PreviewedContentCall[] | Promise<readonly PreviewedContentCall[]>;
}

export interface ForeseenRefusal {
  readonly remoteKey: string;
  readonly issue: ListingIssue;
  /** The marketplace itself has said so, asked without handing it in: `publish` would send it all the same, so a dry run shows the call too. */
  readonly isSent?: true;
}

export interface PreviewedContentCall extends PreviewedCall {
  /** Listings in it. */
  readonly items: number;
}

export type ContentChange = { readonly kind: 'PUBLISH'; readonly drafts: readonly ListingDraft[] } | { readonly kind: 'WITHDRAW'; readonly remoteKeys: readonly string[] };

/** A webhook call as it arrived: header names in lower case, body bytes untouched. */
export interface WebhookCall {
  readonly method: string;
  /** What follows the store's own webhook address, with the query: empty, or `/lineitems/4f…/cancel`. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** An answer to a webhook call; `body` is JSON, null for none. */
export interface WebhookReply {
  readonly status: number;
  readonly body: unknown;
}

/** What a marketplace tells of by itself. Where it tells only that something happened, it names the orders to read, or has the changed ones polled for. */
export interface MarketplaceNews {
  readonly orders: readonly RemoteOrder[];
  /** `remoteOrderId`s that `orders.byNumber` finds. */
  readonly changedOrderIds: readonly string[];
  /** Whether changed orders should be polled for at once. */
  readonly pollNow: boolean;
  /** Buyers whose data must go, by the names that `RemoteOrder.buyerIds` has: on every store of this marketplace at this address, whichever was told. */
  readonly erasedBuyers?: readonly string[];
}

export interface WebhookPort<C> {
  /**
   * Makes the marketplace call `url` with `secret`: creates, corrects or switches on again; says what it found. Absent,
   * with `remove`, where a marketplace takes registrations by hand only: `Store.webhook` then shows address and secret to hand in.
   */
  ensure?(context: ConnectorContext<C>, webhook: { readonly url: string; readonly secret: string }): Promise<{ readonly remoteId: string; readonly wasOff: boolean }>;
  remove?(context: ConnectorContext<C>, remoteId: string): Promise<void>;
  /**
   * What to answer a call that only asks who listens (a challenge, a ping); null for any other. Nothing is stored of it. A
   * GET is answered to whoever asks, so its answer must not tell the secret; any other must be authentic too. Pure.
   */
  handshake?(call: WebhookCall, webhook: { readonly url: string; readonly secret: string }): WebhookReply | null;
  /** Compares in constant time; false for anything that is not the marketplace with this store's secret. `open` is for marketplaces whose public key has to be fetched. */
  isAuthentic(call: WebhookCall, secret: string, open: () => Promise<ConnectorContext<C>>): boolean | Promise<boolean>;
  /** What the marketplace is given in the secret's place, made from it: kept out of everything stored, as the secret is. Pure. */
  derivedSecrets?(secret: string): readonly string[];
  /** What the marketplace wants to hear of a call that is kept; 200 `{"received":true}` by default. */
  readonly reply?: WebhookReply;
  /** What a call says; throws VALIDATION when it cannot be read. In `path`, `[redacted]` stands for the store's secret. Pure. */
  parse(call: Pick<WebhookCall, 'method' | 'path' | 'body'>, currency: Currency): MarketplaceNews;
}

/** Notifications that a marketplace puts into a queue of the seller's. */
export interface NotificationPort<C> {
  /** Whether this store has a queue; one without it is polled as if there were no port. Every store has one when absent. Pure. */
  isSetUp?(store: StoreAccount<C>): boolean;
  /** Makes the marketplace put its notifications there. Idempotent; runs every few minutes. */
  ensure(context: ConnectorContext<C>): Promise<void>;
  /** What the queue holds, waiting some seconds for the first; empty when nothing came, or `signal` told it to wait no longer. */
  receive(context: ConnectorContext<C>, signal: AbortSignal): Promise<readonly QueuedNotification[]>;
  /** Takes them out of the queue; called once they are durable here. */
  acknowledge(context: ConnectorContext<C>, receipts: readonly string[]): Promise<void>;
  /** What a notification says; throws VALIDATION when it cannot be read. Pure. */
  parse(body: Buffer, currency: Currency): MarketplaceNews;
}

export interface QueuedNotification {
  readonly receipt: string;
  readonly body: Buffer;
}

/** Names are in the marketplace's own language where it offers no other. */
export interface CataloguePort<C> {
  categories(context: ConnectorContext<C>): Promise<readonly CategoryNode[]>;
  attributes(context: ConnectorContext<C>, categoryId: string): Promise<readonly CategoryAttribute[]>;
  attributeValues(context: ConnectorContext<C>, categoryId: string, attributeId: string, cursor: string | null): Promise<Page<{ readonly id: string; readonly name: string }>>;
  brands(context: ConnectorContext<C>, name: string): Promise<readonly { readonly id: string; readonly name: string }[]>;
}

export interface CategoryNode {
  readonly id: string;
  readonly name: string;
  readonly children: readonly CategoryNode[];
}

export interface CategoryAttribute {
  readonly id: string;
  readonly name: string;
  readonly required: boolean;
  readonly allowsCustomValue: boolean;
  readonly isVariant: boolean;
  readonly isSlicer: boolean;
  readonly allowsMany: boolean;
}

/** The hub's one set of return states; the marketplace's own word stays beside it. */
export const RETURN_STATES = ['REQUESTED', 'AWAITING_SELLER', 'APPROVED', 'IN_TRANSIT', 'RECEIVED', 'DISPUTED', 'REFUNDED', 'REJECTED', 'CANCELLED', 'UNKNOWN'] as const;
export type ReturnState = (typeof RETURN_STATES)[number];

/** A buyer's wish to give something back, or to cancel. */
export interface RemoteClaim {
  readonly remoteClaimId: string;
  readonly remoteOrderId: string;
  readonly kind: 'RETURN' | 'CANCEL';
  readonly state: ReturnState;
  /** The marketplace's own word. */
  readonly status: string;
  readonly lines: readonly { readonly remoteLineId: string | null; readonly remoteKey: string | null; readonly quantity: number; readonly reason: string; readonly status: string }[];
  readonly createdAt: Date;
  readonly changedAt: Date;
}

export interface ClaimPort<C> {
  list(context: ConnectorContext<C>, since: Date, cursor: string | null): Promise<Page<RemoteClaim>>;
}

export interface BuyboxPort<C> {
  read(context: ConnectorContext<C>, remoteKeys: readonly string[]): Promise<readonly { readonly remoteKey: string; readonly rank: number | null; readonly priceMinor: number | null; readonly hasRivals: boolean }[]>;
}

export interface FeePort<C> {
  /** What the marketplace keeps of a sale at these prices; a key it cannot say it for is left out. */
  estimate(context: ConnectorContext<C>, offers: readonly { readonly remoteKey: string; readonly price: VariantPrice }[]): Promise<readonly FeeEstimate[]>;
}

export interface FeeEstimate {
  readonly remoteKey: string;
  /** Of the store's currency, minor units; null where only a share is known. */
  readonly totalMinor: number | null;
  readonly commissionPercent: number | null;
}

/** The names of the optional members a connector has, as `Store.capabilities` shows them. */
export function capabilitiesOf(connector: Connector): string[] {
  const optional = ['content', 'webhooks', 'notifications', 'catalogue', 'claims', 'buybox', 'splits', 'fees'] as const;
  return ['offers', 'orders', ...optional.filter((name) => connector[name] !== undefined)];
}

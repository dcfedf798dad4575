import type { z } from 'zod';
import type { ExplainedCode } from '../../../platform/explanations/explain.js';
import { whileHeld, worthOfCalls, type MarketplaceHttp } from '../../../platform/http/contract.js';
import type { SellerId, StoreId } from '../../../platform/ids.js';
import type { Currency } from '../../../platform/money.js';
import type { QuotaClass } from '../../../platform/quota/quota-class.js';
import type { QuotaGroup } from '../../../platform/quota/quota-group.js';
import type { ListingIssue } from '../../catalog/domain/listing.js';
import type { Marketplace } from '../../stores/domain/marketplace.js';
import type { CataloguePort } from './catalogue-port.js';
import type { ClaimPort } from './claim-port.js';
import type { ContentPort } from './content-port.js';
import type { WebhookPort, NotificationPort } from './news-ports.js';
import type { OfferChange, OfferPort } from './offer-port.js';
import type { OrderPort, SplitPort } from './order-port.js';
import type { BuyboxPort, FeePort } from './price-ports.js';

export type { QuotaGroup } from '../../../platform/quota/quota-group.js';
export { OFFER_SHARES, USUAL_SHARES, type QuotaClass } from '../../../platform/quota/quota-class.js';
export type { MarketplaceHttp, MarketplaceRequest, MarketplaceResponse } from '../../../platform/http/contract.js';
export type { FulfilledBy } from '../../catalog/domain/fulfilment.js';
export type { ContentMapping, ListingIssue } from '../../catalog/domain/listing.js';
export type { RemotePrice, VariantPrice } from '../../catalog/domain/variant.js';
export type { Buyer, BuyerAddress, OrderStatus, RemoteOrder, RemoteOrderLine, RemotePackage } from '../../orders/domain/order.js';
export type { Marketplace } from '../../stores/domain/marketplace.js';
export { LANGUAGES, type Language } from '../../catalog/domain/product-text.js';
export { ConnectorError, type ErrorClass, type Outcome } from './connector-error.js';
export * from './catalogue-port.js';
export * from './claim-port.js';
export * from './content-port.js';
export * from './news-ports.js';
export * from './offer-port.js';
export * from './order-port.js';
export * from './cancel-reasons.js';
export * from './price-ports.js';

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
  /** By the marketplace's own clock, as its last answers about orders and returns told it: for windows over times that it stamps. Less than two seconds behind or ahead of it; `now()` before any answer. */
  marketplaceNow(): Date;
}

/** The same context for calls that are worth this. */
export function atWorth<C>(context: ConnectorContext<C>, worth: QuotaClass): ConnectorContext<C> {
  return { ...context, http: worthOfCalls(context.http, worth), now: () => context.now(), marketplaceNow: () => context.marketplaceNow() };
}

/** The same context for a worker that changes nothing any more once it has lost what it works on to another. */
export function whileHolding<C>(context: ConnectorContext<C>, holds: () => boolean): ConnectorContext<C> {
  return { ...context, http: whileHeld(context.http, holds), now: () => context.now() };
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
  /** Which of the marketplace's sites the credentials sell on, where one seller account sells on several: each is a store of its own, unless `siteFixedBy`. One store an account when absent. Tells no secret. Pure. */
  siteOf?(credentials: C): string;
  /** The credential that names the site, where an account cannot have a store on each: its one store stays on the site it was connected for, and another is refused. */
  readonly siteFixedBy?: string;
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
  /** Most items in one call of prices alone, where it takes more than with quantities; `offersPerPush` when absent. Such a push is one request. */
  readonly pricesPerPush?: number;
  /** Least time between two price-and-quantity calls of one store; 0 when only the quota limits. */
  readonly pushSpacingMs: number;
  /** Price-and-quantity calls of one store that may be on their way at the same time, where small calls make a large change slow; 1 when absent. */
  readonly pushesAtOnce?: number;
  /** Calls of one store under way at once while its marketplace bears them, reading included; 32 when absent. After 429s, 503s, timeouts and slow answers they are fewer, down to one. */
  readonly callsAtOnce?: number;
  readonly contentPerPush: number;
  /** Most keys in one `offers.read`. */
  readonly offersPerRead: number;
  /** How long after an unanswered send the marketplace may still apply it; before that, a read-back proves nothing of what it does not show. */
  readonly settleMs: number;
  /** Between polls for changed orders: while webhooks work, and without them. */
  readonly orderPollMs: { readonly withWebhooks: number; readonly withoutWebhooks: number };
  /**
   * How long after its delivery an order may keep its buyer: then the worker erases them, as it does those of orders that
   * came to nothing. At least the seven days that payloads with buyers are archived. Absent: the marketplace sets no limit.
   */
  readonly buyerDataKeptMs?: number;
}

/** A page of something; `next` goes into the following call and is null on the last page. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/** The names of the optional members a connector has, as `Store.capabilities` shows them. */
export function capabilitiesOf(connector: Connector): string[] {
  const optional = ['content', 'webhooks', 'notifications', 'catalogue', 'claims', 'buybox', 'splits', 'fees'] as const;
  return ['offers', 'orders', ...optional.filter((name) => connector[name] !== undefined)];
}

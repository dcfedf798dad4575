import type { SandboxState, StateKey, StateStore } from '../../../platform/sandbox/state.js';
import type { ReturnCase } from './purchases/return-case.js';
import type { Order } from './purchases/order.js';

export interface Seller {
  readonly username: string;
  readonly userId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly refreshToken: string;
  /** False once the seller, eBay or a new password has ended the consent. */
  readonly hasConsented: boolean;
  /** In the EU or the UK: refunds and cancellations must be signed. */
  readonly mustSign: boolean;
  /** Most units on sale at once. */
  readonly sellingLimit: number;
  /** What the consent allows, without the prefix; all there is where it names none. */
  readonly scopes?: readonly string[] | undefined;
  /** Epoch ms: refresh tokens live about 18 months from then. Absent: made by an earlier version, and good for ever. */
  readonly consentedAt?: number;
}

export interface AccessToken {
  readonly clientId: string;
  /** Null for an application's own. */
  readonly username: string | null;
  readonly expiresAt: number;
  readonly scopes?: readonly string[];
}

export interface ConsentCode {
  readonly username: string;
  readonly redirectUri: string;
  readonly expiresAt: number;
}

export type Json = Readonly<Record<string, unknown>>;

export interface Item {
  readonly sku: string;
  readonly locale: string;
  readonly record: Json;
}

export interface ItemGroup {
  readonly key: string;
  readonly locale: string;
  readonly variantSkus: readonly string[];
  readonly record: Json;
}

export interface Offer {
  readonly offerId: string;
  readonly sku: string;
  readonly marketplaceId: string;
  readonly format: string;
  readonly record: Json;
  readonly listingId: string | null;
}

export interface Listing {
  readonly listingId: string;
  readonly marketplaceId: string;
  readonly groupKey: string | null;
  readonly isEnded: boolean;
  /** Units sold by SKU: a variation with sales cannot leave its group. */
  readonly sold: Readonly<Record<string, number>>;
}

export interface SigningKey {
  readonly signingKeyId: string;
  /** The keyset it was made for. */
  readonly clientId: string;
  readonly jwe: string;
  readonly cipher?: 'ED25519' | 'RSA';
  readonly publicKey: string;
}

export interface Destination {
  readonly destinationId: string;
  readonly name: string;
  readonly status: 'ENABLED' | 'DISABLED' | 'MARKED_DOWN';
  readonly deliveryConfig: { readonly endpoint: string; readonly verificationToken: string };
}

export interface Subscription {
  readonly subscriptionId: string;
  readonly topicId: string;
  readonly status: 'ENABLED' | 'DISABLED';
  readonly destinationId: string;
  readonly creationDate: string;
  /** Whose events, for topics of scope USER. */
  readonly username: string | null;
}

/** Everything the imitation marketplace knows, in durable collections keyed by [user name or client id, …]. */
export interface Market {
  readonly sellers: StateStore<Seller>;
  readonly accessTokens: StateStore<AccessToken>;
  /** Codes of sellers who have just consented, to be changed for tokens. */
  readonly consentCodes: StateStore<ConsentCode>;
  readonly items: StateStore<Item>;
  readonly groups: StateStore<ItemGroup>;
  /** [user, sku] → key of the group it was last put into. */
  readonly memberships: StateStore<string>;
  readonly offers: StateStore<Offer>;
  /** [user, sku, site, format] → offer id. */
  readonly offersBySku: StateStore<string>;
  readonly listings: StateStore<Listing>;
  /** [listing id, day] → revisions. */
  readonly revisions: StateStore<number>;
  readonly policies: StateStore<Json>;
  readonly locations: StateStore<Json>;
  readonly orders: StateStore<Order>;
  readonly returns: StateStore<ReturnCase>;
  readonly signingKeys: StateStore<SigningKey>;
  readonly notificationConfigs: StateStore<Json>;
  readonly destinations: StateStore<Destination>;
  readonly subscriptions: StateStore<Subscription>;
  /** The sandbox's movable clock, epoch ms. */
  nowMs(): number;
  next(sequence: Sequence): number;
  /** Notes a change for the effect log. */
  note(what: string, key: string, old: unknown, now: unknown): void;
}

const firstNumbers = { offer: 9_100_000_010, listing: 110_000_000_001, order: 1, lineItem: 10_000_000_000_001, transaction: 20_000_000_001, fulfillment: 999, refund: 5_000_001, cancellation: 5_300_001, returnCase: 5_100_001, policy: 6_000_001, buyer: 1, token: 1, write: 1, notification: 1 };
export type Sequence = keyof typeof firstNumbers;

export function openMarket({ state, nowMs, note }: { state: SandboxState } & Pick<Market, 'nowMs' | 'note'>): Market {
  return {
    sellers: state.store('sellers'),
    accessTokens: state.store('accessTokens'),
    consentCodes: state.store('consentCodes'),
    items: state.store('items'),
    groups: state.store('groups'),
    memberships: state.store('memberships'),
    offers: state.store('offers'),
    offersBySku: state.store('offersBySku'),
    listings: state.store('listings'),
    revisions: state.store('revisions'),
    policies: state.store('policies'),
    locations: state.store('locations'),
    orders: state.store('orders'),
    returns: state.store('returns'),
    signingKeys: state.store('signingKeys'),
    notificationConfigs: state.store('notificationConfigs'),
    destinations: state.store('destinations'),
    subscriptions: state.store('subscriptions'),
    nowMs,
    next: (sequence) => state.next(sequence, firstNumbers[sequence]),
    note,
  };
}

/** The values of one owner, in key order; collected, so that the caller may write while walking them. */
export function ofOwner<V>(store: StateStore<V>, owner: string): V[] {
  return [...store.range(rangeOfOwner(owner))].map(({ value }) => value);
}

export function rangeOfOwner(owner: string): { start: StateKey; end: StateKey } {
  return { start: [owner], end: [`${owner}\u0001`] };
}

export function isoNow(market: Pick<Market, 'nowMs'>): string {
  return new Date(market.nowMs()).toISOString();
}

import type { Currency } from '../../../platform/money.js';
import type { RemoteOrder } from '../../orders/domain/order.js';
import type { ConnectorContext, StoreAccount } from './contract.js';

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
  /**
   * With `changedOrderIds`: the `remoteRevision` that the packages of these orders have at least since what is told of. Absent where the marketplace
   * does not say, or says it by another clock than the one that stamps its orders; then they are always read.
   */
  readonly changedRevision?: number;
  /** Whether changed orders should be polled for at once. */
  readonly pollNow: boolean;
  /** Whether a return, or a wish to cancel, was opened or moved: those that wait for the seller should be looked at. */
  readonly returnsChanged?: boolean;
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
  /**
   * Whether a notification is for this store, where those for several stores of a seller come into one queue. One that is not goes to
   * the store it is for; where no store is it, it is archived and goes no further. Each is for the store that receives it when absent,
   * and so is one that cannot be read. Pure.
   */
  isFor?(store: StoreAccount<C>, body: Buffer): boolean;
  /** What a notification says; throws VALIDATION when it cannot be read. Pure. */
  parse(body: Buffer, currency: Currency): MarketplaceNews;
}

export interface QueuedNotification {
  readonly receipt: string;
  readonly body: Buffer;
}

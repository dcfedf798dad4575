import type { ListingIssue } from '../../catalog/domain/listing.js';
import type { RemotePrice, VariantPrice } from '../../catalog/domain/variant.js';
import type { ConnectorContext, Page, StoreAccount } from './contract.js';
import type { ForeseenRefusal, PreviewedContentCall } from './content-port.js';

/** Absolute values to send for one listing; an absent one stays as it is on the marketplace. */
export interface OfferChange {
  readonly remoteKey: string;
  readonly price?: VariantPrice;
  readonly quantity?: number;
  /** What the listing is known to have now, null while another value is on its way: lets a connector say an unchanged price along to make a body unlike an earlier one. Never the quantity: it is what it was until somebody buys. */
  readonly known: { readonly price: VariantPrice | null; readonly quantity: number | null };
}

/**
 * What came of a push. ACCEPTED: ask for the receipt later. SETTLED: the marketplace answers per item at once. REFUSED:
 * the whole call was refused for a reason that repeats. POSTPONED: not sent at all, send again later.
 * `marketplaceReceipt`: what the marketplace itself gave to ask after the call with, where `receipt` is more than that (several with
 * blanks between them); null when it gave nothing.
 */
export type PushOutcome =
  | { readonly kind: 'ACCEPTED'; readonly receipt: string; readonly marketplaceReceipt?: string | null; readonly pollAfterMs: number }
  | { readonly kind: 'SETTLED'; readonly results: readonly ItemResult[] }
  | { readonly kind: 'REFUSED'; readonly issue: ListingIssue }
  | { readonly kind: 'POSTPONED'; readonly retryAfterMs: number; readonly reason: string };

/**
 * `fields`: what was refused where the marketplace takes price and quantity apart; the item's other one was applied, unless
 * a second result refuses that too. All of it when absent. With `retryAfterMs` nothing was refused for good ("too soon"):
 * it goes back to its queue for that long. `remoteIds`: what the marketplace told on the way, kept on the listing either way.
 */
export type ItemResult =
  | { readonly remoteKey: string; readonly ok: true; readonly remoteIds?: Readonly<Record<string, string>> }
  | { readonly remoteKey: string; readonly ok: false; readonly issue: ListingIssue; readonly fields?: readonly ('price' | 'quantity')[]; readonly retryAfterMs?: number; readonly remoteIds?: Readonly<Record<string, string>> };

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
  /** False where the marketplace has the goods and no listing of them, such as while they wait for approval, or after a publishing that ended half-way; absent otherwise. */
  readonly isListed?: false;
  /** Its ids, and what else is kept on the listing. `fulfilledBy` among them says who holds the goods and counts them, where a marketplace may: SELLER or MARKETPLACE (then no quantity is sent, and `quantity` says nothing). */
  readonly remoteIds: Readonly<Record<string, string>>;
  /** Grows with every change of the offer there (a version, a time of change), where the marketplace tells one: an older showing is then known as such. */
  readonly revision?: number;
  /** Why the row could not be read, for one that could not: the listing is there, and nothing else is known of it. */
  readonly unreadable?: string;
}

/** A page of offers. `nameless`: rows that could not be read and name no listing; the archived answer has them. */
export interface OfferPage extends Page<RemoteOffer> {
  readonly nameless?: number;
}

export interface OfferPort<C> {
  /** Sends at most `limits.offersPerPush` changes in one call; `limits.pricesPerPush` where none of them says a quantity. Throws with outcome UNKNOWN when the answer was lost. */
  push(context: ConnectorContext<C>, changes: readonly OfferChange[]): Promise<PushOutcome>;
  poll(context: ConnectorContext<C>, receipt: string): Promise<ReceiptOutcome>;
  /** Reads back at most `limits.offersPerRead` keys; a key the marketplace does not know is left out. A row of another shape fails no other, unless it does not say whose it is: then some key would be taken for unknown. */
  read(context: ConnectorContext<C>, remoteKeys: readonly string[]): Promise<readonly RemoteOffer[]>;
  /** `read` and `list` say of every listing who holds its goods (`remoteIds.fulfilledBy`), and a quantity sent for one that the marketplace holds does harm: none is before a listing has been read once. Absent: nothing is read for it. */
  readonly tellsFulfilment?: true;
  /** All listings of the store, page by page, for sweeps. */
  list(context: ConnectorContext<C>, cursor: string | null): Promise<OfferPage>;
  /** The request that `push` would send, as a dry run shows it: method, path and body, no secrets. Pure. */
  preview(changes: readonly OfferChange[]): PreviewedCall;
  /**
   * What the marketplace would refuse of these, asked for a dry run; changes that `checkOffer` lets pass. May ask of the first few only. Writes
   * nothing, and gives way to what is really sent. Throws as `read` does. Absent: nothing beyond `checkOffer`.
   */
  foresee?(context: ConnectorContext<C>, changes: readonly OfferChange[]): Promise<readonly ForeseenRefusal[]>;
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

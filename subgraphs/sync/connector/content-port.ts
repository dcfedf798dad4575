import type { ContentMapping, ListingIssue } from '../../catalog/domain/listing.js';
import type { Language } from '../../catalog/domain/product-text.js';
import type { VariantPrice } from '../../catalog/domain/variant.js';
import type { ConnectorContext } from './contract.js';
import type { PreviewedCall, PushOutcome, ReceiptOutcome } from './offer-port.js';

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
  /** Nothing stands against it for good: `publish` lets it wait this long and looks again, as `ItemResult.retryAfterMs`. */
  readonly retryAfterMs?: number;
}

export interface PreviewedContentCall extends PreviewedCall {
  /** Listings in it. */
  readonly items: number;
}

export type ContentChange = { readonly kind: 'PUBLISH'; readonly drafts: readonly ListingDraft[] } | { readonly kind: 'WITHDRAW'; readonly remoteKeys: readonly string[] };

import type { SellerId, StoreId } from '../../../platform/ids.js';
import type { Currency } from '../../../platform/money.js';
import type { Marketplace } from './marketplace.js';

/** An account as a seller wants to connect it. */
export interface AccountToCheck {
  readonly storeId: StoreId;
  readonly sellerId: SellerId;
  readonly marketplace: Marketplace;
  /** Null: the marketplace's own. */
  readonly baseUrl: string | null;
  readonly currency: Currency;
  readonly remoteSellerId: string;
  /** As given; its shape is the marketplace's business. */
  readonly credentials: unknown;
}

export type AccountVerdict =
  /** `takesWebhooksByHand`: the seller has to hand the marketplace the address to call. */
  | { readonly kind: 'GOOD'; readonly baseUrl: string; readonly credentials: unknown; readonly takesWebhooksByHand?: boolean }
  /** This hub has no connector for the marketplace. */
  | { readonly kind: 'NO_CONNECTOR' }
  /** Credentials of the wrong shape; `path` is below `credentials`. */
  | { readonly kind: 'MALFORMED'; readonly faults: readonly { readonly path: readonly string[]; readonly message: string }[] }
  /** The hub does not call this address. */
  | { readonly kind: 'BASE_URL_REFUSED'; readonly message: string }
  /** The marketplace does not accept the credentials. */
  | { readonly kind: 'REFUSED'; readonly message: string }
  /** The marketplace could not be asked. */
  | { readonly kind: 'UNREACHABLE'; readonly message: string };

/** How stores learns whether an account works, without knowing any marketplace: given by the composition root. */
export interface AccountCheck {
  /** `ask: false` checks shapes only and calls nobody: for dry runs. */
  check(account: AccountToCheck, options: { readonly ask: boolean }): Promise<AccountVerdict>;
  /** Which of the marketplace's sites these credentials sell on, where one seller account sells on several; null where it has none, or they are of the wrong shape. Pure. */
  siteOf(account: Pick<AccountToCheck, 'marketplace' | 'credentials'>): AccountSite | null;
}

/** One of the sites of a marketplace. */
export interface AccountSite {
  readonly name: string;
  /** The credential that names it, where an account has one store only, which stays on its site; null where each site is a store of its own. */
  readonly fixedBy: string | null;
}

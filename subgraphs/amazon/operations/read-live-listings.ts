import { money, type Money } from '../../../platform/money.js';
import type { StoreAccess } from '../../sync/connector/store-access.js';
import type { AmazonIssue } from '../connector/issues.js';
import { currencyOf, readItems, toRemoteOffer } from '../connector/items.js';
import { askAmazon, type AmazonStoreOfCaller } from './open-amazon.js';

export interface ShownIssue {
  readonly code: string;
  readonly message: string;
  readonly severity: string;
  readonly attributeNames: readonly string[];
  readonly actions: readonly string[];
}

export interface LiveListing {
  readonly status: readonly string[];
  readonly price: Money | null;
  readonly quantity: number | null;
  readonly issues: readonly ShownIssue[];
}

/** What buyers meet now, twenty SKUs a call; unknown ones are left out. */
export function readLiveListings(stores: Pick<StoreAccess, 'openOwned'>, { skus, ...store }: AmazonStoreOfCaller & { readonly skus: readonly string[] }): Promise<ReadonlyMap<string, LiveListing>> {
  return askAmazon(
    stores,
    store,
    async (context) => {
      const place = { marketplaceId: context.store.credentials.marketplaceId, currency: currencyOf(context) };
      return new Map(
        (await readItems(context, skus)).map((item): [string, LiveListing] => {
          const { price, quantity } = toRemoteOffer(item, place);
          const status = (item.summaries ?? []).find(({ marketplaceId }) => marketplaceId === place.marketplaceId)?.status ?? [];
          return [item.sku, { status, price: price && money(price.saleMinor, price.currency), quantity, issues: (item.issues ?? []).map(toShownIssue) }];
        }),
      );
    },
    new Map(),
  );
}

export function toShownIssue({ code, message, severity, attributeNames, enforcements }: AmazonIssue): ShownIssue {
  return { code, message, severity, attributeNames: attributeNames ?? [], actions: (enforcements?.actions ?? []).map(({ action }) => action) };
}

import { isCurrency, moneyFromDecimal } from '../../../platform/money.js';
import { badInput } from '../../../platform/subgraph/errors.js';
import { atWorth, type VariantPrice } from '../../sync/connector/contract.js';
import type { StoreAccess } from '../../sync/connector/store-access.js';
import { toMessage } from '../connector/carry-offers.js';
import { previewItem } from '../connector/submissions.js';
import { askAmazon, type AmazonStoreOfCaller } from './open-amazon.js';
import type { ListingPreview } from './preview-listing.js';
import { toShownIssue } from './read-live-listings.js';

interface GivenMoney {
  readonly amount: string;
  readonly currency: string;
}

export interface PreviewOffer extends AmazonStoreOfCaller {
  readonly sku: string;
  readonly price?: GivenMoney | null;
  readonly listPrice?: GivenMoney | null;
  readonly quantity?: number | null;
}

/** Amazon's own judgement of the patch by which a price and a stock would go, which is not handed in; null for a store on another marketplace. */
export function previewOffer(stores: Pick<StoreAccess, 'openOwned'>, { sku, price, listPrice, quantity, ...store }: PreviewOffer): Promise<ListingPreview | null> {
  if (price == null && quantity == null) throw badInput(['input'], 'Give a price, a quantity or both.');
  const offered = price == null ? undefined : priceOf(price, listPrice ?? price);
  return askAmazon<ListingPreview | null>(
    stores,
    store,
    async (context) => {
      const change = { remoteKey: sku, ...(offered && { price: offered }), ...(quantity != null && { quantity }), known: { price: null, quantity: null } };
      // It counts in the quota of real patches, which it must not hold up.
      const { isValid, issues } = await previewItem(atWorth(context, 'BULK'), toMessage(change, context.store.credentials.marketplaceId));
      return { valid: isValid, issues: issues.map(toShownIssue) };
    },
    null,
  );
}

function priceOf(sale: GivenMoney, list: GivenMoney): VariantPrice {
  const { currency } = sale;
  if (!isCurrency(currency)) throw badInput(['input', 'price', 'currency'], `'${currency}' is not a currency the hub keeps.`);
  if (list.currency !== currency) throw badInput(['input', 'listPrice', 'currency'], 'The list price must be in the currency of the price.');
  return { saleMinor: moneyFromDecimal(sale.amount, currency).amountMinor, listMinor: moneyFromDecimal(list.amount, currency).amountMinor, currency };
}

import { createHash } from 'node:crypto';
import { isCurrency } from '../../../platform/money.js';
import type { ListingIssue, OfferChange, OfferPort, RemoteOffer } from '../../sync/connector/contract.js';
import { PageCircleError } from '../../sync/connector/page-trail.js';
import type { EbayContext } from './client.js';
import type { EbayCredentials } from './credentials.js';
import { UnreadableRecordError } from './errors.js';
import { inParallel } from './in-parallel.js';
import { quantityOf, readItemPage, readItems, type ShownItem } from './inventory-items.js';
import { issue } from './issues.js';
import { factsOf, isPublished, onSaleOf, readOffer, rememberOffer, type OfferRecord } from './offer-records.js';
import { BULK_PATH, pushOffers, toEntry } from './push-offers.js';

export const MAX_SKU_LENGTH = 50;
const SITE_CURRENCIES: ReadonlySet<string> = new Set(['EUR', 'GBP', 'USD']);

export const offers: OfferPort<EbayCredentials> = {
  push: pushOffers,
  // eBay answers each change at once: there are no receipts, so any is one it does not know.
  poll: async () => ({ kind: 'EXPIRED' }),
  async read(context, remoteKeys) {
    const items = await readItems(context, remoteKeys);
    return withOffers(context, [...items]);
  },
  async list(context, cursor) {
    const [page = '0', before] = cursor?.split(' ') ?? [];
    const { items, isLast } = await readItemPage(context, Number(page));
    const names = digestOf([...items.keys()]);
    if (names === before) throw new PageCircleError(`eBay answers page ${page} of the items with the one before it`);
    return { items: await withOffers(context, [...items]), next: isLast ? null : `${Number(page) + 1} ${names}` };
  },
  preview: (changes) => ({ method: 'POST', path: BULK_PATH, quotaGroup: 'inventory', body: JSON.stringify({ requests: changes.map((change) => toEntry(change, { offerId: `{offerId of ${change.remoteKey}}`, capsQuantity: false })) }) }),
};

/** The rules of bulk_update_price_quantity that need no call to know. */
export function checkOffer({ price, quantity }: OfferChange, at: Date): ListingIssue | null {
  if (quantity !== undefined && (!Number.isInteger(quantity) || quantity < 0)) return issue('QUANTITY_REFUSED', `quantity ${quantity} is not a whole number from 0`, at);
  if (price === undefined) return null;
  if (!SITE_CURRENCIES.has(price.currency)) return issue('CURRENCY_REFUSED', `eBay's sites take EUR, GBP or USD, not ${price.currency}`, at);
  if (price.saleMinor <= 0) return issue('PRICE_REFUSED', 'the price must be above zero', at);
  if (price.listMinor < price.saleMinor) return issue('LIST_PRICE_BELOW_SALE_PRICE', 'the list price is below the sale price', at);
  return null;
}

async function withOffers(context: EbayContext, items: readonly (readonly [string, ShownItem])[]): Promise<RemoteOffer[]> {
  return inParallel(items, async ([sku, item]) => {
    const offer = await readOffer(context, sku).catch((error: unknown) => {
      if (error instanceof UnreadableRecordError) return undefined;
      throw error;
    });
    if (offer === undefined) return { ...toRemoteOffer(sku, item, null), quantity: null, onSale: null, unreadable: 'its offer cannot be read' };
    if (offer !== null && isPublished(offer)) await rememberOffer(context, sku, factsOf(offer));
    return toRemoteOffer(sku, item, offer);
  });
}

/** Tells one page from another. */
function digestOf(skus: readonly string[]): string {
  return createHash('sha256').update(skus.join('\n')).digest('base64url').slice(0, 16);
}

/** Both the item and its offer can limit the quantity; what can be bought is the smaller. */
function toRemoteOffer(sku: string, item: ShownItem, offer: OfferRecord | null): RemoteOffer {
  const price = offer?.pricingSummary?.price;
  const quantity = quantityOf(item);
  const cap = offer?.availableQuantity;
  return {
    remoteKey: sku,
    price: price && isCurrency(price.currency) ? { saleMinor: Math.round(price.value * 100), listMinor: null, currency: price.currency } : null,
    quantity: quantity !== null && cap != null ? Math.min(quantity, cap) : quantity,
    onSale: offer === null ? false : onSaleOf(offer),
    ...(offer === null || !isPublished(offer) ? { isListed: false as const } : {}),
    remoteIds: { ...(offer === null ? {} : { offerId: offer.offerId, ...(offer.listing?.listingId ? { listingId: offer.listing.listingId } : {}) }), ...(item.inventoryItemGroupKeys?.[0] ? { groupKey: item.inventoryItemGroupKeys[0] } : {}) },
  };
}

import type { ListingIssue, OfferChange, OfferPort, VariantPrice } from '../../sync/connector/contract.js';
import { strangeOffer } from '../../sync/connector/read-rows.js';
import type { HepsiburadaCredentials } from './client.js';
import { issue } from './issues.js';
import { listListings, NAMED_SKUS, readEachListing, toRemoteOffer } from './listings.js';
import { readReceipt } from './upload-results.js';
import { previewUploads, pushUploads } from './uploads.js';

const MAX_QUANTITY = 999_999;
export { NAMED_SKUS as OFFERS_PER_READ };

export const offers: OfferPort<HepsiburadaCredentials> = {
  push: pushUploads,
  poll: readReceipt,
  async read(context, remoteKeys) {
    const { read, strange } = await readEachListing(context, remoteKeys);
    return [...read.map(toRemoteOffer), ...strange.map(strangeOffer)];
  },
  async list(context, cursor) {
    const { items, strange, nameless, next } = await listListings(context, cursor);
    return { items: [...items.map(toRemoteOffer), ...strange.map(strangeOffer)], nameless, next };
  },
  preview: previewUploads,
};

/** A merchant SKU that lists of SKUs can carry: they are joined with commas. */
export function isUsableSku(sku: string): boolean {
  return sku.length > 0 && sku.length <= 100 && !/[,\s/\\?#]/.test(sku);
}

/** What needs no call to know. Whether a price is inside the band only Hepsiburada can say. */
export function checkOffer({ remoteKey, quantity, price }: OfferChange, at: Date): ListingIssue | null {
  if (!isUsableSku(remoteKey)) return issue('SKU_REFUSED', 'a SKU for Hepsiburada has at most 100 characters and no comma, blank or slash', at);
  if (quantity !== undefined && (!Number.isInteger(quantity) || quantity < 0 || quantity > MAX_QUANTITY)) return issue('QUANTITY_REFUSED', `quantity ${quantity} is outside 0 to ${MAX_QUANTITY}`, at);
  return price === undefined ? null : checkPrice(price, at);
}

export function checkPrice({ saleMinor, listMinor, currency }: VariantPrice, at: Date): ListingIssue | null {
  if (currency !== 'TRY') return issue('CURRENCY_REFUSED', `Hepsiburada takes prices in TRY, not ${currency}`, at);
  if (saleMinor <= 0) return issue('PRICE_REFUSED', 'the sale price must be above zero', at);
  return listMinor < saleMinor ? issue('LIST_PRICE_BELOW_SALE_PRICE', 'the list price is below the sale price', at) : null;
}

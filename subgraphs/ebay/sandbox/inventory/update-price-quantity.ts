import type { EbaySandbox } from '../ebay-sandbox.js';
import type { Json, Offer, Seller } from '../market.js';
import { siteFacts } from '../reference/sites.js';
import { EbayRefusal, inventoryError, refusal, type WireError } from '../wire-errors.js';
import { asJson } from '../json.js';
import { setItemQuantity, setPrice } from './quantities.js';
import { revise } from './revisions.js';
import { findItem, liveListingOf, offersOf } from './shelf.js';

export interface UpdateAnswer {
  readonly sku: string;
  readonly offerId?: string;
  readonly statusCode: number;
  readonly errors: readonly WireError[];
  readonly warnings: readonly [];
}

const MOST = 25;

/** bulk_update_price_quantity: at most 25 entries with at most 25 offers each; every entry stands alone. */
export function updatePriceQuantity(sandbox: EbaySandbox, seller: Seller, requests: unknown): UpdateAnswer[] {
  if (!Array.isArray(requests) || requests.length === 0) throw refusal(400, inventoryError(25_709, 'Invalid value for requests.', { fieldName: 'requests' }));
  if (requests.length > MOST) throw refusal(400, inventoryError(25_709, `Invalid value for requests. At most ${MOST} are allowed.`, { fieldName: 'requests' }));
  return requests.flatMap((request) => updateOne(sandbox, seller, asJson(request)));
}

function updateOne(sandbox: EbaySandbox, seller: Seller, entry: Json): UpdateAnswer[] {
  const sku = typeof entry['sku'] === 'string' ? entry['sku'] : '';
  const offers = Array.isArray(entry['offers']) ? entry['offers'].map(asJson) : [];
  try {
    applyEntry(sandbox, seller, { sku, total: asJson(entry['shipToLocationAvailability'])['quantity'], offers });
    return offers.length === 0 ? [{ sku, statusCode: 200, errors: [], warnings: [] }] : offers.map((offer) => ({ sku, offerId: String(offer['offerId']), statusCode: 200, errors: [], warnings: [] }));
  } catch (error) {
    if (!(error instanceof EbayRefusal)) throw error;
    return [{ sku, ...(offers[0] === undefined ? {} : { offerId: String(offers[0]['offerId']) }), statusCode: error.status, errors: error.errors, warnings: [] }];
  }
}

function applyEntry(sandbox: EbaySandbox, { username }: Seller, { sku, total, offers }: { sku: string; total: unknown; offers: readonly Json[] }): void {
  const { market } = sandbox;
  if (offers.length > MOST) throw refusal(400, inventoryError(25_709, `Invalid value for offers. At most ${MOST} are allowed.`, { fieldName: 'offers' }));
  const item = findItem(market, username, sku);
  if (!item) throw refusal(404, inventoryError(25_702, 'SKU could not be found or is not available in the system.', { sku }));
  if (total === undefined && offers.length === 0) throw refusal(400, inventoryError(25_709, 'Invalid value: neither quantity nor offers are given.', { sku }));
  if (total !== undefined) checkQuantity(total, sku);
  const changes = offers.map((change) => ({ change, offer: findPublished(sandbox, username, { sku, change }) }));
  if (new Set(changes.map(({ offer }) => offer.offerId)).size < changes.length) throw refusal(400, inventoryError(25_731, 'Duplicate offers in the request.', { sku }));
  changes.forEach(({ change, offer }) => checkChange(change, offer));
  const listings = new Set([...changes.map(({ offer }) => offer), ...(total === undefined ? [] : offersOf(market, username, sku))].flatMap((offer) => liveListingOf(market, username, offer)?.listingId ?? []));
  for (const listingId of listings) revise(sandbox, listingId);
  if (typeof total === 'number') setItemQuantity(market, username, item, total);
  for (const { change, offer } of changes) applyChange(sandbox, username, change, offer);
}

function findPublished({ market }: EbaySandbox, username: string, { sku, change }: { sku: string; change: Json }): Offer {
  const offer = market.offers.get([username, String(change['offerId'])]);
  if (offer?.sku !== sku || !liveListingOf(market, username, offer)) throw refusal(404, inventoryError(25_713, 'This Offer is not available.', { offerId: String(change['offerId']) }));
  return offer;
}

function checkChange(change: Json, offer: Offer): void {
  const { value, currency } = asJson(change['price']);
  if (change['price'] === undefined && change['availableQuantity'] === undefined) throw refusal(400, inventoryError(25_709, 'Invalid value: price or availableQuantity is required.', { offerId: offer.offerId }));
  if (change['availableQuantity'] !== undefined) checkQuantity(change['availableQuantity'], offer.sku);
  if (change['price'] === undefined) return;
  if (typeof value !== 'string' || !/^\d{1,10}(\.\d{1,2})?$/.test(value) || !(Number(value) > 0)) throw refusal(400, inventoryError(25_003, 'Invalid price.', { offerId: offer.offerId }));
  if (currency !== siteFacts[offer.marketplaceId]?.currency) throw refusal(400, inventoryError(25_002, 'A user error has occurred. The currency is not that of the site.', { 0: String(currency), offerId: offer.offerId }));
}

function checkQuantity(quantity: unknown, sku: string): void {
  if (typeof quantity !== 'number' || !Number.isInteger(quantity) || quantity < 0) throw refusal(400, inventoryError(25_004, 'Invalid quantity.', { sku }));
}

function applyChange({ market }: EbaySandbox, username: string, change: Json, offer: Offer): void {
  const { value, currency } = asJson(change['price']);
  if (typeof value === 'string' && typeof currency === 'string') setPrice(market, username, offer, { value, currency });
  if (typeof change['availableQuantity'] !== 'number') return;
  const current = market.offers.get([username, offer.offerId]) ?? offer;
  market.offers.put([username, offer.offerId], { ...current, record: { ...current.record, availableQuantity: change['availableQuantity'] } });
}

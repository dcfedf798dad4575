import { z } from 'zod';
import { ControlError } from '../../../../platform/sandbox/control.js';
import type { EbaySandbox } from '../ebay-sandbox.js';
import { availableOf, itemQuantity, offerCap, priceOf, setItemQuantity, setPrice } from '../inventory/quantities.js';
import { revisionsOf } from '../inventory/revisions.js';
import { findItem, liveListingOf, offersOf, putGroup } from '../inventory/shelf.js';
import type { Item, Offer } from '../market.js';
import { siteFacts } from '../reference/sites.js';
import { requireSeller } from './seller-control.js';

const products = z.strictObject({
  seller: z.string(),
  marketplaceId: z.string().default('EBAY_DE'),
  /** One listing with all of them as variations; else each has its own. */
  groupKey: z.string().optional(),
  items: z.array(z.strictObject({ sku: z.string().min(1).max(50), quantity: z.int().min(0).default(50), price: z.string().default('19.90'), title: z.string().optional(), availableQuantity: z.int().min(0).optional() })).min(1),
});
const change = z.strictObject({ seller: z.string(), sku: z.string(), quantity: z.int().min(0).optional(), price: z.string().optional(), ended: z.boolean().optional(), revisionsToday: z.int().min(0).optional() });

export function installListingControl(sandbox: EbaySandbox): void {
  const { kit, market } = sandbox;
  kit.control.route({
    method: 'POST',
    path: '/products',
    summary: 'Puts many items on sale at once, unjudged.',
    example: { seller: 'ebay_demo_seller', items: [{ sku: 'KUPA-1', quantity: 50, price: '19.90' }] },
    body: products,
    handle: ({ body }) => {
      requireSeller(market, body.seller);
      return sandbox.during(null, () => ({ listings: putProducts(sandbox, body) }));
    },
  });
  kit.control.route({
    method: 'GET',
    path: '/listings',
    summary: 'What eBay has of a SKU.',
    example: '?seller=ebay_demo_seller&sku=KUPA-1',
    query: z.strictObject({ seller: z.string(), sku: z.string() }),
    handle: ({ query: { seller, sku } }) => {
      const { item, offers } = require(sandbox, seller, sku);
      return { sku, record: item.record, quantity: itemQuantity(item), offers: offers.map((offer) => listingView(sandbox, seller, item, offer)) };
    },
  });
  kit.control.route({
    method: 'PUT',
    path: '/listings',
    summary: "Changes a listing behind the seller's back: quantity, price, ended, revisionsToday.",
    example: { seller: 'ebay_demo_seller', sku: 'KUPA-1', revisionsToday: 249 },
    body: change,
    handle: ({ body }) => sandbox.during(null, () => changeListing(sandbox, body)),
  });
}

function putProducts({ market }: EbaySandbox, { seller, marketplaceId, groupKey, items }: z.output<typeof products>): number {
  const currency = siteFacts[marketplaceId]?.currency ?? 'EUR';
  const shared = groupKey === undefined ? null : String(market.next('listing'));
  if (groupKey !== undefined) putGroup(market, seller, { key: groupKey, locale: 'de-DE', variantSkus: items.map(({ sku }) => sku), record: { title: groupKey, variesBy: { specifications: [{ name: 'Farbe', values: items.map(({ sku }) => sku) }] } } });
  for (const { sku, quantity, price, title = sku, availableQuantity } of items) {
    const aspects = { Marke: ['Markenlos'], Farbe: [sku] };
    market.items.put([seller, sku], { sku, locale: 'de-DE', record: { availability: { shipToLocationAvailability: { quantity } }, condition: 'NEW', product: { title, description: title, aspects, imageUrls: [`https://images.example.invalid/${encodeURIComponent(sku)}.jpg`] } } });
    const listingId = shared ?? String(market.next('listing'));
    const offerId = market.offersBySku.get([seller, sku, marketplaceId, 'FIXED_PRICE']) ?? String(market.next('offer'));
    const record = { categoryId: '177010', merchantLocationKey: 'main', listingDuration: 'GTC', listingDescription: title, pricingSummary: { price: { value: price, currency } }, listingPolicies: {}, ...(availableQuantity === undefined ? {} : { availableQuantity }) };
    market.offers.put([seller, offerId], { offerId, sku, marketplaceId, format: 'FIXED_PRICE', record, listingId });
    market.offersBySku.put([seller, sku, marketplaceId, 'FIXED_PRICE'], offerId);
    market.listings.put([seller, listingId], { listingId, marketplaceId, groupKey: groupKey ?? null, isEnded: false, sold: {} });
  }
  return shared === null ? items.length : 1;
}

function changeListing(sandbox: EbaySandbox, { seller, sku, quantity, price, ended, revisionsToday }: z.output<typeof change>): void {
  const { market } = sandbox;
  const { item, offers } = require(sandbox, seller, sku);
  if (quantity !== undefined) setItemQuantity(market, seller, item, quantity);
  for (const offer of offers) {
    const listing = liveListingOf(market, seller, offer);
    if (price !== undefined) setPrice(market, seller, offer, { value: price, currency: priceOf(offer)?.currency ?? 'EUR' });
    if (listing && ended === true) market.listings.put([seller, listing.listingId], { ...listing, isEnded: true });
    if (listing && revisionsToday !== undefined) market.revisions.put([listing.listingId, new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Los_Angeles' }).format(new Date(market.nowMs()))], revisionsToday);
  }
}

function listingView({ market }: EbaySandbox, seller: string, item: Item, offer: Offer): object {
  const listing = liveListingOf(market, seller, offer);
  return { offerId: offer.offerId, record: offer.record, price: priceOf(offer), availableQuantity: offerCap(offer), canBeBought: availableOf(item, offer), listingId: listing?.listingId ?? null, groupKey: listing?.groupKey ?? null, isPublished: listing !== undefined, revisionsToday: listing ? revisionsOf(market, listing.listingId) : 0 };
}

function require({ market }: EbaySandbox, seller: string, sku: string): { item: Item; offers: Offer[] } {
  const item = findItem(market, seller, sku);
  if (!item) throw new ControlError(404, `no item ${sku}`);
  return { item, offers: offersOf(market, seller, sku) };
}

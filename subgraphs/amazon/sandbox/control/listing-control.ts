import { z } from 'zod';
import { ControlError, type Control } from '../../../../platform/sandbox/control.js';
import { MARKETPLACE_TR, marketplaceOf } from '../access/marketplaces.js';
import type { Kernel } from '../kernel.js';
import { statusOf, type Attributes, type Listing } from '../listings/listing.js';
import type { ListingBook } from '../listings/listing-book.js';

const seedBody = z.strictObject({
  sellerId: z.string(),
  marketplaceId: z.string().default(MARKETPLACE_TR),
  items: z.array(z.strictObject({ sku: z.string().min(1), productType: z.string().default('T_SHIRT'), title: z.string().optional(), quantity: z.int().min(0).default(0), isFba: z.boolean().default(false), price: z.number().positive().default(100), listPrice: z.number().positive().optional() })).min(1),
});
const listingQuery = z.strictObject({ sellerId: z.string(), marketplaceId: z.string().default(MARKETPLACE_TR), sku: z.string().optional(), limit: z.coerce.number().int().min(1).default(1_000) });
const changeBody = z.strictObject({ sellerId: z.string(), marketplaceId: z.string().default(MARKETPLACE_TR), sku: z.string(), quantity: z.int().min(0).optional(), isFba: z.boolean().optional(), price: z.number().positive().optional(), suppressed: z.boolean().optional(), issue: z.strictObject({ code: z.string(), message: z.string(), attributeNames: z.array(z.string()).default([]) }).nullable().optional() });

const EUROPES_CHANNEL = 'AMAZON_EU';

/** What Amazon believes about listings, and how to make it believe something else. */
export function installListingControl(control: Control, { state, clock }: Kernel, book: ListingBook): void {
  control.route({
    method: 'POST',
    path: '/listings',
    summary: 'Puts SKUs on sale at once, unjudged; `isFba`: from Amazon\'s own warehouse, which has `quantity` of them.',
    example: { sellerId: 'A1EXAMPLESELLER', items: [{ sku: 'KUPA-1', quantity: 10, price: 249.9, listPrice: 299.9 }] },
    body: seedBody,
    handle: ({ body }) =>
      state.transaction(() => {
        const { currency = 'TRY', language = 'tr_TR' } = marketplaceOf(body.marketplaceId) ?? {};
        for (const { sku, productType, ...item } of body.items) {
          const listing = book.publish({ sellerId: body.sellerId, marketplaceId: body.marketplaceId, sku, productType, requirements: 'LISTING', changed: seedAttributes({ ...item, sku, currency, language, marketplaceId: body.marketplaceId }), removed: [], isWhole: true, requestId: null });
          if (item.isFba) book.save({ ...listing, quantity: item.quantity });
        }
        return { added: body.items.length };
      }),
  });
  control.route({
    method: 'GET',
    path: '/listings',
    summary: 'What Amazon believes: live price and quantity, status, issues.',
    example: '?sellerId=A1EXAMPLESELLER&sku=KUPA-1',
    query: listingQuery,
    handle: ({ query }) => ({ listings: book.of(query.sellerId, query.marketplaceId).filter(({ sku }) => query.sku === undefined || sku === query.sku).slice(0, query.limit).map(viewOf) }),
  });
  control.route({
    method: 'PUT',
    path: '/listings',
    summary: "Changes price, quantity, suppression, issues or whose warehouse it ships from (`isFba`) behind the seller's back.",
    example: { sellerId: 'A1EXAMPLESELLER', sku: 'KUPA-1', quantity: 3 },
    body: changeBody,
    handle: ({ body }) => {
      const listing = book.get(body.sellerId, body.marketplaceId, body.sku);
      if (!listing) throw new ControlError(404, 'no such listing');
      const issues = body.issue === undefined ? listing.issues : body.issue === null ? [] : [{ ...body.issue, severity: 'ERROR' as const, categories: ['INVALID_ATTRIBUTE'] }];
      const changed: Listing = { ...inWarehouse(listing, body.isFba), quantity: body.quantity ?? listing.quantity, priceMinor: body.price === undefined ? listing.priceMinor : Math.round(body.price * 100), isSuppressed: body.suppressed ?? listing.isSuppressed, issues, updatedAt: clock.now() };
      state.transaction(() => book.save(changed));
      return viewOf(changed);
    },
  });
}

function inWarehouse({ amazonChannel, ...listing }: Listing, isFba = amazonChannel !== undefined): Listing {
  const attributes = { ...listing.attributes, fulfillment_availability: [availabilityOf(isFba, listing.quantity ?? 0, listing.marketplaceId)] };
  return isFba ? { ...listing, attributes, amazonChannel: EUROPES_CHANNEL } : amazonChannel === undefined ? listing : { ...listing, attributes };
}

function availabilityOf(isFba: boolean, quantity: number, marketplace_id: string): Attributes[string][number] {
  return isFba ? { fulfillment_channel_code: EUROPES_CHANNEL, marketplace_id } : { fulfillment_channel_code: 'DEFAULT', quantity, marketplace_id };
}

function seedAttributes(o: { sku: string; title?: string | undefined; quantity: number; isFba: boolean; price: number; listPrice?: number | undefined; currency: string; language: string; marketplaceId: string }): Attributes {
  const marketplace_id = o.marketplaceId;
  return {
    item_name: [{ value: o.title ?? o.sku, language_tag: o.language, marketplace_id }],
    condition_type: [{ value: 'new_new', marketplace_id }],
    fulfillment_availability: [availabilityOf(o.isFba, o.quantity, marketplace_id)],
    purchasable_offer: [{ marketplace_id, currency: o.currency, audience: 'ALL', our_price: [{ schedule: [{ value_with_tax: o.price }] }] }],
    ...(o.listPrice === undefined ? {} : { list_price: [{ marketplace_id, currency: o.currency, value_with_tax: o.listPrice }] }),
  };
}

function viewOf(listing: Listing): unknown {
  const { sku, asin, productType, priceMinor, quantity, amazonChannel, issues, createdAt, updatedAt, attributes } = listing;
  return { sku, asin, productType, price: priceMinor === null ? null : priceMinor / 100, quantity, isFba: amazonChannel !== undefined, status: statusOf(listing), issues, createdAt, updatedAt, attributes };
}

import { z } from 'zod';
import { ControlError, type Control } from '../../../../platform/sandbox/control.js';
import type { Kernel } from '../kernel.js';
import type { Approval } from '../listings/approval.js';
import type { Listing, Offer } from '../listings/listing.js';
import { readCreateItem } from '../listings/read-create-item.js';
import type { Shelf } from '../listings/shelf.js';
import type { Brands } from '../reference/brands.js';
import { leafCategoryIds } from '../reference/categories.js';

export interface ProductControlParts {
  readonly shelf: Shelf;
  readonly brands: Brands;
  readonly approval: Approval;
}

const seedBody = z.strictObject({ sellerId: z.number(), items: z.array(z.looseObject({ barcode: z.string().min(1) })).min(1) });
const reviewBody = z.strictObject({ sellerId: z.number(), barcode: z.string(), reasons: z.array(z.string()).min(1).default(['Görsel kalitesi yetersiz']) });
const flagsBody = z.strictObject({
  sellerId: z.number(),
  barcode: z.string(),
  quantity: z.int().min(0).optional(),
  salePrice: z.number().positive().optional(),
  listPrice: z.number().positive().optional(),
  lockReason: z.string().nullable().optional(),
  blacklisted: z.boolean().optional(),
});
const listingsQuery = z.strictObject({ sellerId: z.coerce.number(), barcode: z.string().optional(), limit: z.coerce.number().int().min(1).default(1_000), after: z.string().optional() });

/** What the marketplace believes about products, and how to make it believe something else. */
export function installProductControl(control: Control, { state, clock }: Kernel, { shelf, brands, approval }: ProductControlParts): void {
  const require = (sellerId: number, barcode: string): Listing => {
    const listing = shelf.listing(sellerId, barcode);
    if (!listing) throw new ControlError(404, 'no such listing');
    return listing;
  };

  control.route({
    method: 'POST',
    path: '/products',
    summary: 'Adds approved products in bulk. Items have the shape of a create call; only barcode is needed, the rest has defaults and is not judged.',
    example: { sellerId: 2738001, items: [{ barcode: 'SBX-1', title: 'Tişört', quantity: 10, salePrice: 199.9, listPrice: 249.9 }] },
    body: seedBody,
    handle: ({ body }) =>
      state.transaction(() => {
        for (const item of body.items) {
          const { listing, offer } = readCreateItem({ ...seedDefaults(item.barcode), ...item }, { sellerId: body.sellerId, brands, now: clock.now() });
          shelf.approve(listing);
          shelf.putOffer(listing.sellerId, listing.barcode, offer);
        }
        return { added: body.items.length };
      }),
  });
  control.route({
    method: 'GET',
    path: '/listings',
    summary: 'What the marketplace believes about a seller\'s barcodes: price, stock, approval, last changes.',
    example: '?sellerId=2738001&barcode=SBX-1',
    query: listingsQuery,
    handle: ({ query }) => {
      if (query.barcode !== undefined) return { listings: [listingView(require(query.sellerId, query.barcode), shelf)] };
      const found: unknown[] = [];
      for (const listing of shelf.listings(query.sellerId)) {
        if (query.after === undefined || listing.barcode > query.after) found.push(listingView(listing, shelf));
        if (found.length >= query.limit) break;
      }
      return { listings: found };
    },
  });
  control.route({
    method: 'PUT',
    path: '/listings',
    summary: 'Changes price, stock, lock or blacklisting behind the seller\'s back.',
    example: { sellerId: 2738001, barcode: 'SBX-1', quantity: 3 },
    body: flagsBody,
    handle: ({ body }) => {
      const listing = require(body.sellerId, body.barcode);
      const offer = shelf.offer(body.sellerId, body.barcode);
      const now = clock.now();
      const lock = body.lockReason === undefined ? {} : { lockReason: body.lockReason, lockedAt: body.lockReason === null ? null : now };
      state.transaction(() => {
        shelf.putListing({ ...listing, ...lock, isBlacklisted: body.blacklisted ?? listing.isBlacklisted, modifiedAt: now });
        if (offer) shelf.putOffer(body.sellerId, body.barcode, { ...offer, quantity: body.quantity ?? offer.quantity, salePrice: body.salePrice ?? offer.salePrice, listPrice: body.listPrice ?? offer.listPrice });
      });
      return listingView(require(body.sellerId, body.barcode), shelf);
    },
  });
  control.route({
    method: 'POST',
    path: '/products/approve',
    summary: 'Approves a waiting or rejected product now.',
    example: { sellerId: 2738001, barcode: 'SBX-1' },
    body: reviewBody,
    handle: ({ body }) => state.transaction(() => approval.approve(require(body.sellerId, body.barcode))),
  });
  control.route({
    method: 'POST',
    path: '/products/reject',
    summary: 'Rejects a waiting product now, with reasons.',
    example: { sellerId: 2738001, barcode: 'SBX-1', reasons: ['Görsel kalitesi yetersiz'] },
    body: reviewBody,
    handle: ({ body }) => {
      const listing = require(body.sellerId, body.barcode);
      if (listing.status === 'approved') throw new ControlError(409, 'already approved');
      state.transaction(() => approval.reject(listing, body.reasons));
    },
  });
}

const seedDefaults = (barcode: string) => ({
  title: barcode,
  productMainId: barcode,
  stockCode: barcode,
  description: barcode,
  brandId: 900_001,
  categoryId: leafCategoryIds()[0],
  dimensionalWeight: 1,
  vatRate: 10,
  images: [{ url: 'https://cdn.example.invalid/sample.jpg' }],
  quantity: 0,
  salePrice: 100,
  listPrice: 100,
});

function listingView(listing: Listing, shelf: Shelf) {
  const offer: Partial<Offer> = shelf.offer(listing.sellerId, listing.barcode) ?? {};
  return {
    sellerId: listing.sellerId,
    barcode: listing.barcode,
    title: listing.title,
    status: listing.status,
    approved: listing.status === 'approved',
    contentId: listing.contentId,
    archived: listing.archivedAt !== null,
    locked: listing.lockedAt !== null,
    blacklisted: listing.isBlacklisted,
    rejectReasons: listing.rejectReasons,
    quantity: offer.quantity,
    salePrice: offer.salePrice,
    listPrice: offer.listPrice,
    stockChangedAt: offer.stockChangedAt,
    priceChangedAt: offer.priceChangedAt,
    modifiedAt: listing.modifiedAt,
  };
}

import { z } from 'zod';
import { ControlError } from '../../../../platform/sandbox/control.js';
import { leafCategory } from '../catalogue/catalogue.js';
import { listingRow, type Listing } from '../domain/listing.js';
import { PRODUCT_STATUSES, type Product } from '../domain/product.js';
import type { Seller } from '../domain/seller.js';
import type { HepsiburadaSandbox } from '../hepsiburada-sandbox.js';
import { findListing, saveListing } from '../listings-store.js';
import { ofSeller, type Market } from '../market.js';
import { saveProduct, settle } from '../operations/run-catalogue-task.js';
import { sellerOfCall } from './seller-control.js';

const seedItem = z.strictObject({
  merchantSku: z.string().min(1),
  barcode: z.string().optional(),
  productName: z.string().default('Pamuklu Basic Tişört'),
  categoryId: z.int().default(60000111),
  price: z.number().positive().default(249.9),
  stock: z.int().min(0).default(10),
});
const seedBody = z.strictObject({ merchantId: z.guid().optional(), products: z.array(seedItem).min(1) });
const listingsQuery = z.strictObject({ merchantId: z.guid().optional(), merchantSku: z.string().optional(), offset: z.coerce.number().int().min(0).default(0), limit: z.coerce.number().int().min(1).max(100_000).default(1_000) });
const listingChange = z.strictObject({
  merchantId: z.guid().optional(),
  price: z.number().positive().optional(),
  stock: z.int().min(0).optional(),
  /** Lira; null lifts the band. `regulatedCategory`: the law draws it. */
  band: z.strictObject({ min: z.number().min(0), max: z.number().min(0), regulatedCategory: z.string().optional() }).nullable().optional(),
  lockReasons: z.array(z.string()).optional(),
  inCampaign: z.boolean().optional(),
  isFulfilledByHB: z.boolean().optional(),
});
const productChange = z.strictObject({ merchantId: z.guid().optional(), status: z.enum(PRODUCT_STATUSES), rejectReasons: z.array(z.string()).optional() });
const rivalsBody = z.strictObject({ hbSku: z.string().min(1), rivals: z.array(z.strictObject({ merchantName: z.string(), merchantRating: z.number().default(9), price: z.number().positive(), dispatchTime: z.int().default(1) })) });

export function installListingControl(sandbox: HepsiburadaSandbox): void {
  const { kit, market } = sandbox;
  kit.control.route({
    method: 'POST',
    path: '/products',
    summary: 'Puts matched products straight on sale, thousands at once; only merchantSku is needed, nothing is judged.',
    example: { products: [{ merchantSku: 'TSR-0001-KRM-M', price: 249.9, stock: 10 }] },
    body: seedBody,
    handle: ({ body }) => sandbox.during(null, () => seedProducts(market, sellerOfCall(market, body.merchantId), body.products)),
  });
  kit.control.route({
    method: 'GET',
    path: '/listings',
    summary: 'What the marketplace believes, row by row.',
    example: '?merchantSku=TSR-0001-KRM-M&offset=0&limit=1000',
    query: listingsQuery,
    handle: ({ query }) => {
      const found = ofSeller(market.listings, sellerOfCall(market, query.merchantId).merchantId).filter(({ merchantSku }) => query.merchantSku === undefined || merchantSku === query.merchantSku);
      return { total: found.length, listings: found.slice(query.offset, query.offset + query.limit).map(listingRow) };
    },
  });
  kit.control.route({
    method: 'PUT',
    path: '/listings/:merchantSku',
    summary: "Changes a listing behind the seller's back: price, stock, price band, lock, campaign, Hepsiburada's own warehouse.",
    example: { band: { min: 90, max: 900 }, inCampaign: false },
    body: listingChange,
    handle: ({ body, params }) => sandbox.during(null, () => changeListing(market, sellerOfCall(market, body.merchantId), params['merchantSku'] ?? '', body)),
  });
  kit.control.route({
    method: 'PUT',
    path: '/products/:merchantSku',
    summary: "The catalogue team's word on a product: one of the nine states.",
    example: { status: 'MISSING_INFO' },
    body: productChange,
    handle: ({ body, params }) => sandbox.during(null, () => moveProduct(market, sellerOfCall(market, body.merchantId), params['merchantSku'] ?? '', body)),
  });
  kit.control.route({
    method: 'PUT',
    path: '/rivals',
    summary: 'Foreign offers of the same goods, for the buybox.',
    example: { hbSku: 'HBCV0000010001', rivals: [{ merchantName: 'Rakip', price: 199.9 }] },
    body: rivalsBody,
    handle: ({ body }) => market.rivals.put(body.hbSku, body.rivals),
  });
}

function seedProducts(market: Market, { merchantId }: Seller, items: readonly z.infer<typeof seedItem>[]): { created: number; known: number } {
  let created = 0;
  for (const item of items) {
    if (findListing(market, merchantId, item.merchantSku)) continue;
    if (!leafCategory(item.categoryId)) throw new ControlError(400, `category ${item.categoryId} is no leaf`);
    const product: Product = {
      merchantId,
      merchantSku: item.merchantSku,
      status: 'MATCHED',
      importStatus: 'SUCCESS',
      hbSku: null,
      barcode: item.barcode ?? null,
      productName: item.productName,
      description: '',
      brand: '',
      categoryId: item.categoryId,
      variantGroupId: null,
      tax: '10',
      images: [],
      attributes: {},
      priceMinor: Math.round(item.price * 100),
      stock: item.stock,
      validationResults: [],
      rejectReasons: [],
      taskDetails: [],
      matchedHbSku: null,
    };
    settle(market, product);
    created += 1;
  }
  return { created, known: items.length - created };
}

function changeListing(market: Market, { merchantId }: Seller, merchantSku: string, change: z.infer<typeof listingChange>): object {
  const listing = findListing(market, merchantId, merchantSku);
  if (!listing) throw new ControlError(404, 'no such listing');
  const changed: Listing = {
    ...listing,
    ...(change.price === undefined ? {} : { priceMinor: Math.round(change.price * 100) }),
    ...(change.stock === undefined ? {} : { availableStock: change.stock }),
    ...(change.band === undefined ? {} : { band: change.band === null ? null : { minMinor: Math.round(change.band.min * 100), maxMinor: Math.round(change.band.max * 100), ...(change.band.regulatedCategory === undefined ? {} : { regulatedCategory: change.band.regulatedCategory }) } }),
    ...(change.lockReasons === undefined ? {} : { lockReasons: change.lockReasons }),
    ...(change.inCampaign === undefined ? {} : { inCampaign: change.inCampaign }),
    ...(change.isFulfilledByHB === undefined ? {} : { isFulfilledByHB: change.isFulfilledByHB }),
  };
  saveListing(market, changed);
  return listingRow(changed);
}

function moveProduct(market: Market, { merchantId }: Seller, merchantSku: string, change: z.infer<typeof productChange>): object {
  const product = market.products.get([merchantId, merchantSku]);
  if (!product) throw new ControlError(404, 'no such product');
  const moved = { ...product, status: change.status, rejectReasons: change.rejectReasons ?? product.rejectReasons };
  if (change.status === 'MATCHED') settle(market, moved);
  else saveProduct(market, moved);
  return moved;
}

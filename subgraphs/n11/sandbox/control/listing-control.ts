import { z } from 'zod';
import { ControlError } from '../../../../platform/sandbox/control.js';
import { createProduct } from '../domain/create-product.js';
import { PRODUCT_STATUSES, productRow, type Product } from '../domain/product.js';
import type { Seller } from '../domain/seller.js';
import { ofSeller, type Market } from '../market.js';
import type { N11Sandbox } from '../n11-sandbox.js';
import { findProduct, saveProduct } from '../products-store.js';
import { sellerOfCall } from './seller-control.js';

const seedBody = z.strictObject({ sellerId: z.int().optional(), products: z.array(z.looseObject({ stockCode: z.string().min(1) })).min(1) });
const listingsQuery = z.strictObject({
  sellerId: z.coerce.number().optional(),
  stockCode: z.string().optional(),
  offset: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(100_000).default(1_000),
});
const listingChange = z.strictObject({
  sellerId: z.int().optional(),
  status: z.enum(PRODUCT_STATUSES).optional(),
  rejectInfo: z.string().optional(),
  /** Lira; null lifts the protection. */
  priceProtection: z.strictObject({ minimum: z.number().min(0), maximum: z.number().min(0) }).nullable().optional(),
  quantity: z.int().min(0).max(999_999).optional(),
});

export function installListingControl(sandbox: N11Sandbox): void {
  const { kit, market } = sandbox;
  kit.control.route({
    method: 'POST',
    path: '/products/bulk',
    summary: 'Puts SKUs straight on sale; fields and refusals as in product-create. A known stock code is left as it is.',
    example: { sellerId: 2000001, products: [{ stockCode: 'ELB-1-M', title: 'Çiçekli Yazlık Midi Elbise', categoryId: 1000111, '…': 'as in product-create' }] },
    body: seedBody,
    handle: ({ body }) => sandbox.during(null, () => seedProducts(market, sellerOfCall(market, body.sellerId), body.products)),
  });
  kit.control.route({
    method: 'GET',
    path: '/listings',
    summary: 'What the marketplace believes, row by row.',
    example: '?sellerId=2000001&stockCode=ELB-1-M&offset=0&limit=1000',
    query: listingsQuery,
    handle: ({ query }) => {
      const seller = sellerOfCall(market, query.sellerId);
      const found = ofSeller(market.products, seller.sellerId).filter((product) => query.stockCode === undefined || product.stockCode === query.stockCode);
      return { total: found.length, listings: found.slice(query.offset, query.offset + query.limit).map((product) => productRow(product, seller)) };
    },
  });
  kit.control.route({
    method: 'PUT',
    path: '/listings/:stockCode',
    summary: "Does what N11's own people do: status, price protection; or changes the quantity behind the seller's back.",
    example: { status: 'Prohibited', priceProtection: { minimum: 100, maximum: 2_000 }, quantity: 3 },
    body: listingChange,
    handle: ({ body, params }) => sandbox.during(null, () => changeListing(market, sellerOfCall(market, body.sellerId), params['stockCode'] ?? '', body)),
  });
}

function seedProducts(market: Market, seller: Seller, skus: readonly Record<string, unknown>[]): { created: number; known: number; failed: object[] } {
  const failed: object[] = [];
  let created = 0;
  let known = 0;
  for (const sku of skus) {
    const stockCode = String(sku['stockCode']);
    if (findProduct(market, seller.sellerId, stockCode)) {
      known += 1;
      continue;
    }
    const judged = createProduct(sku, seller, { n11ProductId: market.next('n11Product'), groupId: market.next('productGroup'), nowMs: market.nowMs(), barcodeKnownElsewhere: false });
    if ('refused' in judged) failed.push({ stockCode, reasons: judged.refused });
    else {
      saveProduct(market, { ...judged.value, status: 'Active' });
      created += 1;
    }
  }
  return { created, known, failed };
}

function changeListing(market: Market, seller: Seller, stockCode: string, change: z.infer<typeof listingChange>): object {
  const product = findProduct(market, seller.sellerId, stockCode);
  if (!product) throw new ControlError(404, 'no such listing');
  const { priceLimits, ...unguarded } = product;
  const limits = change.priceProtection === undefined ? priceLimits : limitsFrom(change.priceProtection);
  const changed: Product = {
    ...unguarded,
    ...(limits ? { priceLimits: limits } : {}),
    ...(change.status === undefined ? {} : { status: change.status }),
    ...(change.rejectInfo === undefined ? {} : { rejectInfo: change.rejectInfo }),
    ...(change.quantity === undefined ? {} : { quantity: change.quantity }),
    modifiedAtMs: market.nowMs(),
  };
  saveProduct(market, changed);
  return productRow(changed, seller);
}

function limitsFrom(protection: { minimum: number; maximum: number } | null): Product['priceLimits'] {
  return protection ? { minimumMinor: Math.round(protection.minimum * 100), maximumMinor: Math.round(protection.maximum * 100) } : undefined;
}

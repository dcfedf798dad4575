import type { Endpoint } from '../access/endpoint.js';
import { requireItems, type Batches } from '../batches.js';
import type { Kernel } from '../kernel.js';
import type { Brands } from '../reference/brands.js';
import type { Approval } from './approval.js';
import { readCreateItem } from './read-create-item.js';
import type { Shelf } from './shelf.js';

export interface CreateProductsParts {
  readonly batches: Batches;
  readonly shelf: Shelf;
  readonly brands: Brands;
  readonly approval: Approval;
}

/** New products: judged item by item in the batch, then by the reviewers. */
export function createProductsEndpoint({ clock, log }: Kernel, { batches, shelf, brands, approval }: CreateProductsParts): Endpoint {
  batches.process('ProductV2OnBoarding', (item: Record<string, unknown>, batch) => {
    const { listing, offer, failures } = readCreateItem(item, { sellerId: batch.sellerId, brands, now: clock.now() });
    if (shelf.listing(listing.sellerId, listing.barcode)) failures.push('Bu barkod ile kayıtlı bir ürününüz bulunmaktadır.');
    if (failures.length > 0) return failures;
    shelf.putListing(listing);
    shelf.putOffer(listing.sellerId, listing.barcode, offer);
    approval.request(listing);
    log.recordEffect({ at: clock.now(), what: 'product', key: `${listing.sellerId}/${listing.barcode}`, old: null, new: listing.title, requestId: batch.requestId });
    return [];
  });

  return {
    method: 'POST',
    path: '/product/sellers/:sellerId/v2/products',
    quota: 'product-write',
    style: 'product',
    handle: ({ sellerId, requestId, body }) => batches.open({ sellerId, type: 'ProductV2OnBoarding', requestId, items: requireItems(body) }),
  };
}

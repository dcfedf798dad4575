import type { Endpoint } from '../access/endpoint.js';
import { TrendyolError } from '../access/errors.js';
import { requireItems, type Batches } from '../batches.js';
import type { Kernel } from '../kernel.js';
import type { Brands } from '../reference/brands.js';
import type { Approval } from './approval.js';
import type { Listing } from './listing.js';
import { readAttributes } from './read-attributes.js';
import { importedBarcode, listingFailures, optionalNumber, optionalText, readDeliveryDuration, readImages, text } from './read-create-item.js';
import type { Shelf } from './shelf.js';

export interface UpdateUnapprovedParts {
  readonly batches: Batches;
  readonly shelf: Shelf;
  readonly brands: Brands;
  readonly approval: Approval;
}

/** Fields whose absence makes the real service fail with 500 instead of a reason. */
const NEEDED = ['title', 'description', 'productMainId', 'brandId', 'categoryId', 'stockCode', 'dimensionalWeight', 'vatRate', 'images', 'attributes'];

/** Corrects products that wait for approval or were rejected; they go back to the reviewers. */
export function updateUnapprovedEndpoint(kernel: Kernel, { batches, shelf, brands, approval }: UpdateUnapprovedParts): Endpoint {
  batches.process('ProductV2Update', (item: Record<string, unknown>, batch) => {
    const former = shelf.listing(batch.sellerId, importedBarcode(item['barcode']));
    if (!former) return ['Barkod bulunamadı.'];
    if (former.status === 'approved') return ['Onaylı ürün bu servis ile güncellenemez.'];
    const { listing, failures } = correct(former, item, kernel.clock.now());
    failures.push(...listingFailures(listing, brands));
    if (failures.length > 0) return failures;
    shelf.putListing(listing);
    approval.request(listing);
    return [];
  });

  return {
    method: 'POST',
    path: '/product/sellers/:sellerId/products/unapproved-bulk-update',
    quota: 'product-write',
    style: 'product',
    handle: ({ sellerId, requestId, body }) => {
      const items = requireItems(body);
      const isThin = items.some((item) => NEEDED.some((name) => item[name] === undefined));
      if (isThin) throw new TrendyolError(500, 'internal.server.error', 'Internal Server Error');
      return batches.open({ sellerId, type: 'ProductV2Update', requestId, items });
    },
  };
}

/** Price and stock are no part of this call: they are ignored when sent. An empty list of attributes keeps the former ones. */
function correct(former: Listing, item: Record<string, unknown>, now: number): { listing: Listing; failures: string[] } {
  const categoryId = Number(item['categoryId']);
  const isKept = Array.isArray(item['attributes']) && item['attributes'].length === 0 && categoryId === former.categoryId;
  const { attributes, failures } = isKept ? { attributes: former.attributes, failures: [] } : readAttributes(categoryId, item['attributes']);
  const listing: Listing = {
    ...former,
    title: text(item['title']),
    description: text(item['description']),
    productMainId: text(item['productMainId']),
    brandId: Number(item['brandId']),
    categoryId,
    vatRate: Number(item['vatRate']),
    images: readImages(item['images']),
    attributes,
    stockCode: text(item['stockCode']) || former.stockCode,
    dimensionalWeight: optionalNumber(item['dimensionalWeight']) ?? former.dimensionalWeight,
    origin: optionalText(item['origin']) ?? former.origin,
    lotNumber: optionalText(item['lotNumber']) ?? former.lotNumber,
    deliveryDuration: readDeliveryDuration(item['deliveryOption'] ?? item['deliveryOptions']) ?? former.deliveryDuration,
    shipmentAddressId: optionalNumber(item['shipmentAddressId']) ?? former.shipmentAddressId,
    returningAddressId: optionalNumber(item['returningAddressId']) ?? former.returningAddressId,
    status: 'pendingApproval',
    rejectReasons: [],
    modifiedAt: now,
  };
  return { listing, failures };
}

import { attributeById } from '../reference/attributes.js';
import type { Brands } from '../reference/brands.js';
import { leafCategory } from '../reference/categories.js';
import type { Content, Listing, ListingAttribute } from './listing.js';
import { varianterOf, type Shelf } from './shelf.js';

export interface ViewParts {
  readonly shelf: Pick<Shelf, 'listing' | 'offer'>;
  readonly brands: Pick<Brands, 'byId'>;
}

export function approvedView(content: Content, { shelf, brands }: ViewParts) {
  return {
    contentId: content.contentId,
    productMainId: content.productMainId,
    brand: brands.byId(content.brandId) ?? { id: content.brandId, name: '' },
    category: categoryView(content.categoryId),
    creationDate: content.createdAt,
    lastModifiedDate: content.modifiedAt,
    lastModifiedBy: 'API',
    title: content.title,
    description: content.description,
    images: content.images,
    attributes: content.attributes.flatMap(attributeViews),
    variants: variantsOf(content, shelf).map((listing) => variantView(listing, shelf)),
  };
}

/** Stock quantity is left out, as it often is: it has a list of its own. */
function variantView(listing: Listing, shelf: ViewParts['shelf']) {
  const offer = shelf.offer(listing.sellerId, listing.barcode);
  const varianter = varianterOf(listing.categoryId);
  return {
    variantId: listing.variantId,
    supplierId: listing.sellerId,
    barcode: listing.barcode,
    commission: 17,
    attributes: listing.attributes.filter(({ attributeId }) => attributeId === varianter).flatMap(attributeViews),
    productUrl: `https://www.example.invalid/p-${listing.contentId ?? 0}?v=${listing.variantId ?? 0}`,
    onSale: isOnSale(listing, offer?.quantity ?? 0),
    channels: ['TR'],
    deliveryOption: listing.deliveryDuration === null ? {} : { deliveryDuration: listing.deliveryDuration },
    stock: { lastModifiedDate: offer?.stockChangedAt ?? null },
    price: { salePrice: offer?.salePrice, listPrice: offer?.listPrice, priceSeenByCustomer: offer?.salePrice },
    stockCode: listing.stockCode,
    origin: listing.origin,
    vatRate: listing.vatRate,
    sellerCreatedDate: listing.createdAt,
    sellerModifiedDate: listing.modifiedAt,
    locked: listing.lockedAt !== null,
    lockReason: listing.lockReason,
    lockDate: listing.lockedAt,
    archived: listing.archivedAt !== null,
    archivedDate: listing.archivedAt,
    docNeeded: false,
    hasViolation: false,
    blacklisted: listing.isBlacklisted,
  };
}

export function inventoryView(content: Content, shelf: ViewParts['shelf']) {
  return {
    contentId: content.contentId,
    productMainId: content.productMainId,
    variants: variantsOf(content, shelf).map(({ sellerId, barcode, variantId, stockCode, createdAt }) => {
      const offer = shelf.offer(sellerId, barcode);
      const isUntouched = offer?.stockChangedAt === createdAt;
      return { variantId, barcode, salePrice: offer?.salePrice, listPrice: offer?.listPrice, quantity: offer?.quantity, stockCode, stockLastModifiedDate: isUntouched ? null : (offer?.stockChangedAt ?? null) };
    }),
  };
}

/** Flat: one barcode each. */
export function unapprovedView(listing: Listing, { shelf, brands }: ViewParts) {
  const offer = shelf.offer(listing.sellerId, listing.barcode);
  return {
    supplierId: listing.sellerId,
    productMainId: listing.productMainId,
    status: listing.status,
    createDateTime: listing.createdAt,
    lastUpdateDate: listing.modifiedAt,
    lastPriceChangeDate: offer?.priceChangedAt,
    lastStockChangeDate: offer?.stockChangedAt,
    brand: brands.byId(listing.brandId),
    category: categoryView(listing.categoryId),
    barcode: listing.barcode,
    title: listing.title,
    description: listing.description,
    quantity: offer?.quantity,
    listPrice: offer?.listPrice,
    salePrice: offer?.salePrice,
    vatRate: listing.vatRate,
    stockCode: listing.stockCode,
    origin: listing.origin,
    attributes: listing.attributes.flatMap(attributeViews),
    rejectReasonDetails: listing.rejectReasons,
    docNeeded: false,
    dimensionalWeight: listing.dimensionalWeight,
    lotNumber: listing.lotNumber,
    locationBasedDelivery: listing.locationBasedDelivery,
    // The documentation says media, the live service images.
    media: listing.images,
    images: listing.images,
  };
}

export function singleView({ barcode, status, approvedAt, archivedAt, variantId, contentId }: Listing) {
  return { barcode, approved: status === 'approved', approvedDate: approvedAt, archived: archivedAt !== null, listingId: variantId === null ? null : String(variantId), contentId };
}

export function isOnSale({ archivedAt, lockedAt, isBlacklisted }: Listing, quantity: number): boolean {
  return quantity > 0 && archivedAt === null && lockedAt === null && !isBlacklisted;
}

export function variantsOf({ sellerId, barcodes }: Content, shelf: ViewParts['shelf']): Listing[] {
  return barcodes.map((barcode) => shelf.listing(sellerId, barcode)).filter((listing) => listing !== undefined);
}

const categoryView = (id: number) => ({ id, name: leafCategory(id)?.name ?? '' });

function attributeViews({ attributeId, valueIds, customValue }: ListingAttribute) {
  const definition = attributeById(attributeId);
  const named = { attributeId, attributeName: definition?.name ?? '' };
  if (customValue !== undefined) return [{ ...named, attributeValue: customValue }];
  return valueIds.map((id) => ({ ...named, attributeValueId: id, attributeValue: definition?.values.find((value) => value.id === id)?.name ?? '' }));
}

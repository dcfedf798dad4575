import { USUAL_LANGUAGE } from '../../catalog/domain/product-text.js';
import type { ListingToShow } from '../../catalog/operations/load-for-publish.js';
import type { ListingDraft, ListingIssue } from '../connector/contract.js';

/** The listing as its marketplace is to show it; null while it has no mapping to the marketplace's catalogue. */
export function listingDraftOf({ listing, variant, product }: ListingToShow): ListingDraft | null {
  if (!listing.mapping) return null;
  return {
    remoteKey: listing.remoteKey,
    groupKey: product._id,
    sku: variant.sku,
    barcode: variant.barcode,
    title: product.title,
    descriptionHtml: product.descriptionHtml,
    language: product.language ?? USUAL_LANGUAGE,
    translations: product.translations ?? {},
    images: product.images,
    options: variant.options,
    price: listing.price.desired.value,
    quantity: listing.quantity.desired.value,
    mapping: listing.mapping,
    remoteIds: listing.remoteIds,
    isUpdate: listing.content.published?.value.presence === 'LISTED',
  };
}

/** What is wrong with a listing that has no draft. */
export function notMapped(at: Date): ListingIssue {
  return { code: 'NOT_MAPPED', message: 'The listing has no category and attributes of the marketplace yet.', retryable: false, at };
}

import type { Listing } from '../../catalog/domain/listing.js';
import type { Variant } from '../../catalog/domain/variant.js';
import type { ListingDraft } from '../connector/contract.js';

/** What of a product a listing shows. */
export interface DraftedProduct {
  readonly _id: string;
  readonly title: string;
  readonly descriptionHtml: string;
  readonly images: readonly string[];
}

/** The listing as its marketplace is to show it; null while it has no mapping to the marketplace's catalogue. */
export function listingDraftOf({ listing, variant, product }: { listing: Listing; variant: Variant; product: DraftedProduct }): ListingDraft | null {
  if (!listing.mapping) return null;
  return {
    remoteKey: listing.remoteKey,
    groupKey: product._id,
    sku: variant.sku,
    barcode: variant.barcode,
    title: product.title,
    descriptionHtml: product.descriptionHtml,
    images: product.images,
    options: variant.options,
    price: listing.price.desired.value,
    quantity: listing.quantity.desired.value,
    mapping: listing.mapping,
    remoteIds: listing.remoteIds,
    isUpdate: listing.content.published?.value.presence === 'LISTED',
  };
}

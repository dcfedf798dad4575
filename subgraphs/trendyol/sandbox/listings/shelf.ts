import type { Kernel } from '../kernel.js';
import { leafCategory } from '../reference/categories.js';
import type { Content, Listing, ListingAttribute, Offer } from './listing.js';

/** All listings of all sellers. */
export interface Shelf {
  listing(sellerId: number, barcode: string): Listing | undefined;
  offer(sellerId: number, barcode: string): Offer | undefined;
  content(sellerId: number, contentId: number): Content | undefined;
  putListing(listing: Listing): void;
  putOffer(sellerId: number, barcode: string, offer: Offer): void;
  putContent(content: Content): void;
  remove(listing: Listing): void;
  /** By barcode. */
  listings(sellerId: number): Iterable<Listing>;
  /** By content id, newest first when `isNewestFirst`. */
  contents(sellerId: number, range?: { isNewestFirst?: boolean; offset?: number; limit?: number }): Iterable<Content>;
  contentCount(sellerId: number): number;
  /** The content this listing would join or has joined: same model, same slicer values. */
  contentOfSlice(listing: Listing): Content | undefined;
  /** Turns a listing into a variant of a content: its own, or a new one for a new slicer value. */
  approve(listing: Listing): Listing;
}

const FIRST_CONTENT_ID = 880_001;
const FIRST_VARIANT_ID = 1_700_001;

export function createShelf({ state, clock }: Pick<Kernel, 'state' | 'clock'>): Shelf {
  const listings = state.store<Listing>('listings');
  const offers = state.store<Offer>('offers');
  const contents = state.store<Content>('contents');
  const contentIdBySlice = state.store<number>('content-slices');
  const idsByBarcode = state.store<{ contentId: number; variantId: number }>('barcode-ids');

  const sellerRange = (sellerId: number) => ({ start: [sellerId], end: [sellerId + 1] });

  const idsFor = (listing: Listing) => {
    const slice = [listing.sellerId, ...sliceOf(listing)];
    // The same barcode of another seller is the same product: it shares the page and competes for the buybox.
    const shared = idsByBarcode.get(listing.barcode);
    const contentId = contentIdBySlice.get(slice) ?? shared?.contentId ?? state.next('content', FIRST_CONTENT_ID);
    const ids = { contentId, variantId: shared?.variantId ?? state.next('variant', FIRST_VARIANT_ID) };
    contentIdBySlice.put(slice, contentId);
    if (!shared) idsByBarcode.put(listing.barcode, ids);
    return ids;
  };

  const approve = (listing: Listing): Listing => {
    const now = clock.now();
    const approved: Listing = { ...listing, ...idsFor(listing), status: 'approved', rejectReasons: [], approvedAt: now, modifiedAt: now };
    listings.put([listing.sellerId, listing.barcode], approved);
    const key = [listing.sellerId, approved.contentId ?? 0];
    const content = contents.get(key) ?? newContent(approved, now);
    const barcodes = content.barcodes.includes(listing.barcode) ? content.barcodes : [...content.barcodes, listing.barcode];
    contents.put(key, { ...content, barcodes, modifiedAt: now });
    return approved;
  };

  const remove = (listing: Listing) => {
    listings.remove([listing.sellerId, listing.barcode]);
    offers.remove([listing.sellerId, listing.barcode]);
    const key = [listing.sellerId, listing.contentId ?? 0];
    const content = contents.get(key);
    if (!content) return;
    const barcodes = content.barcodes.filter((barcode) => barcode !== listing.barcode);
    if (barcodes.length > 0) {
      contents.put(key, { ...content, barcodes });
    } else {
      contents.remove(key);
      contentIdBySlice.remove([listing.sellerId, ...sliceOf(listing)]);
    }
  };

  return {
    listing: (sellerId, barcode) => listings.get([sellerId, barcode]),
    offer: (sellerId, barcode) => offers.get([sellerId, barcode]),
    content: (sellerId, contentId) => contents.get([sellerId, contentId]),
    putListing: (listing) => listings.put([listing.sellerId, listing.barcode], listing),
    putOffer: (sellerId, barcode, offer) => offers.put([sellerId, barcode], offer),
    putContent: (content) => contents.put([content.sellerId, content.contentId], content),
    remove,
    listings: function* (sellerId) {
      for (const { value } of listings.range(sellerRange(sellerId))) yield value;
    },
    contents: function* (sellerId, { isNewestFirst = false, offset = 0, limit } = {}) {
      const bounds = isNewestFirst ? { start: [sellerId + 1], end: [sellerId], reverse: true } : sellerRange(sellerId);
      for (const { value } of contents.range({ ...bounds, offset, ...(limit === undefined ? {} : { limit }) })) yield value;
    },
    contentCount: (sellerId) => contents.count(sellerRange(sellerId)),
    contentOfSlice: (listing) => {
      const contentId = contentIdBySlice.get([listing.sellerId, ...sliceOf(listing)]);
      return contentId === undefined ? undefined : contents.get([listing.sellerId, contentId]);
    },
    approve,
  };
}

/** Equal for listings that share a content: the model and the values of the slicer attributes. */
function sliceOf({ productMainId, categoryId, attributes }: Listing): string[] {
  const slicers = leafCategory(categoryId)?.attributes.filter((one) => one.slicer) ?? [];
  return [productMainId, ...slicers.map(({ attributeId }) => attributeKey(attributes, attributeId))];
}

/** Value of one attribute as comparable text. */
export function attributeKey(attributes: readonly ListingAttribute[], attributeId: number): string {
  const attribute = attributes.find((one) => one.attributeId === attributeId);
  return attribute?.customValue?.toLocaleLowerCase('tr') ?? attribute?.valueIds.join('+') ?? '';
}

/** The attribute that tells the variants of a content apart. */
export function varianterOf(categoryId: number): number | undefined {
  return leafCategory(categoryId)?.attributes.find((one) => one.varianter)?.attributeId;
}

function newContent(listing: Listing, now: number): Content {
  const varianter = varianterOf(listing.categoryId);
  return {
    sellerId: listing.sellerId,
    contentId: listing.contentId ?? 0,
    productMainId: listing.productMainId,
    brandId: listing.brandId,
    categoryId: listing.categoryId,
    title: listing.title,
    description: listing.description,
    images: listing.images,
    attributes: listing.attributes.filter((one) => one.attributeId !== varianter),
    barcodes: [],
    createdAt: now,
    modifiedAt: now,
  };
}

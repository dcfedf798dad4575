import type { Kernel } from '../kernel.js';
import type { Listing } from './listing.js';
import { attributeKey, varianterOf, type Shelf } from './shelf.js';

export interface Approval {
  /** Puts a listing before the reviewers: decided after `approvalDelayMs`. */
  request(listing: Listing): void;
  approve(listing: Listing): void;
  reject(listing: Listing, reasons: readonly string[]): void;
}

interface Review {
  readonly sellerId: number;
  readonly barcode: string;
  /** A later change of the listing asks for a review of its own. */
  readonly modifiedAt: number;
}

export function createApproval({ state, clock, log, settings }: Kernel, shelf: Shelf): Approval {
  const record = (listing: Listing, verdict: string) =>
    log.recordEffect({ at: clock.now(), what: 'approval', key: `${listing.sellerId}/${listing.barcode}`, old: listing.status, new: verdict, requestId: null });

  const approve = (listing: Listing) => {
    record(listing, 'approved');
    shelf.approve(listing);
  };
  const reject = (listing: Listing, reasons: readonly string[]) => {
    record(listing, 'rejected');
    const rejectReasons = reasons.map((reason) => ({ rejectReason: reason, rejectReasonDetail: reason }));
    shelf.putListing({ ...listing, status: 'rejected', rejectReasons, modifiedAt: clock.now() });
  };

  clock.on('approval', ({ sellerId, barcode, modifiedAt }: Review) => {
    const listing = shelf.listing(sellerId, barcode);
    if (listing?.status !== 'pendingApproval' || listing.modifiedAt !== modifiedAt) return;
    const twin = variantTwin(shelf, listing);
    const every = settings().rejectEveryNthApproval;
    if (twin) reject(listing, [`Aynı model ve varyant değeriyle onaylı ürün var: ${twin}`]);
    else if (every > 0 && state.next('reviews') % every === 0) reject(listing, ['Görsel kalitesi yetersiz']);
    else approve(listing);
  });

  return {
    request: ({ sellerId, barcode, modifiedAt }) => clock.after(settings().approvalDelayMs, 'approval', { sellerId, barcode, modifiedAt }),
    approve,
    reject,
  };
}

/** Barcode of another variant of the same content with the same distinguishing value. */
function variantTwin(shelf: Shelf, listing: Listing): string | undefined {
  const varianter = varianterOf(listing.categoryId);
  if (varianter === undefined) return undefined;
  const value = attributeKey(listing.attributes, varianter);
  if (value === '') return undefined;
  return shelf.contentOfSlice(listing)?.barcodes.find((barcode) => {
    const other = barcode === listing.barcode ? undefined : shelf.listing(listing.sellerId, barcode);
    return other !== undefined && attributeKey(other.attributes, varianter) === value;
  });
}

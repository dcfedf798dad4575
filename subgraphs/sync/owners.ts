import type { ListingId } from '../../platform/ids.js';
import type { Catalog } from '../catalog/index.js';
import type { Listing } from '../catalog/domain/listing.js';
import type { Variant } from '../catalog/domain/variant.js';
import type { Stores } from '../stores/index.js';
import type { DraftedProduct } from './domain/listing-draft.js';

/** What the lanes ask of the owner of stores: to stop a store whose credentials are refused until the seller resumes it. */
export type StoresForLanes = Pick<Stores, 'pauseStore'>;

/** What the lanes ask of the owner of listings. */
export type CatalogForLanes = Pick<
  Catalog,
  'takeDueListings' | 'markSent' | 'markAccepted' | 'markUnknown' | 'markSettled' | 'requeue' | 'settleByReading' | 'markVerified' | 'recordDrift' | 'nextDueAt'
>;

/** What publishing asks of it. */
export interface CatalogForContent {
  /** Listings with what they show; one whose product or variant is gone is left out. */
  loadForPublish(listingIds: readonly ListingId[]): Promise<readonly { readonly listing: Listing; readonly variant: Variant; readonly product: DraftedProduct }[]>;
}

/** What the worker's sweeps ask of it. */
export type CatalogForSweeps = Pick<Catalog, 'propagatePending' | 'storesDue'>;


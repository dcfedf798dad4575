import type { ListingId, StoreId } from '../../platform/ids.js';
import type { Catalog } from '../catalog/index.js';
import type { Listing } from '../catalog/domain/listing.js';
import type { Variant } from '../catalog/domain/variant.js';
import type { DraftedProduct } from './domain/listing-draft.js';

/** What the lanes ask of the owner of stores. */
export interface StoresForLanes {
  /** Stores the credentials were refused of, or that cannot be opened: nothing more is sent until the seller resumes them. */
  pauseStoreInternal(o: { readonly storeId: StoreId; readonly code: string; readonly message: string }): Promise<unknown>;
}

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


import type { Sku, StoreId, VariantId } from '../../../platform/ids.js';
import type { ListingField, WriteState } from './listing.js';

/** Several conditions must all hold; an absent one holds always. */
export interface ProductFilter {
  readonly titleContains?: string | null;
  readonly brands?: readonly string[] | null;
  readonly handles?: readonly string[] | null;
}

/** Several conditions must all hold; an absent one holds always. */
export interface ListingFilter {
  readonly storeIds?: readonly StoreId[] | null;
  readonly skus?: readonly Sku[] | null;
  readonly states?: readonly WriteState[] | null;
  /** Whose states are meant; all when absent. */
  readonly fields?: readonly ListingField[] | null;
}

/** A listing filter as the store of listings understands it: goods by the ids of their variants. */
export type StoredListingFilter = Omit<ListingFilter, 'skus'> & { readonly variantIds?: readonly VariantId[] };

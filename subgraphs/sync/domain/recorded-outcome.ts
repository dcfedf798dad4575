import type { ListingId, OrderId, VariantId } from '../../../platform/ids.js';

/** What is wrong with one thing of a request, as it is told to the caller. */
export interface RecordedError {
  readonly code: string;
  readonly field: readonly string[] | null;
  readonly message: string;
  readonly itemRef: string | null;
  readonly retryable: boolean;
}

/** What recording a request came to; kept so that a repeated call hears the same as the first. */
export interface RecordedOutcome {
  readonly variantIds: readonly VariantId[];
  readonly listingIds: readonly ListingId[];
  readonly orderIds: readonly OrderId[];
  readonly userErrors: readonly RecordedError[];
}

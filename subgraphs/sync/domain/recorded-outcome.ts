import type { ListingId, OrderId, StoreId, VariantId } from '../../../platform/ids.js';
import type { UserError } from '../../../platform/subgraph/user-error.js';

/** What recording a request came to; kept so that a repeated call hears the same as the first. */
export interface RecordedOutcome {
  readonly variantIds: readonly VariantId[];
  readonly listingIds: readonly ListingId[];
  readonly orderIds: readonly OrderId[];
  readonly userErrors: readonly UserError[];
}

/** The outcome together with what the operation itself has to know. */
export interface Recorded {
  readonly outcome: RecordedOutcome;
  /** Whose lanes have something to do now. */
  readonly storeIds: readonly StoreId[];
  /** Values that have to reach a marketplace. */
  readonly total: number;
}

export const NOTHING_RECORDED: RecordedOutcome = { variantIds: [], listingIds: [], orderIds: [], userErrors: [] };

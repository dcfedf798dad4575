import type { ExplainedCode } from '../../../platform/explanations/explain.js';

/** Listings of a store with a value that was refused for one reason and has not been set anew since. */
export interface RefusedListings {
  readonly code: ExplainedCode;
  /** At most 10,000: nobody has to know it nearer. */
  readonly listings: number;
}

import type { ExplainedCode } from '../../../platform/explanations/explain.js';

/** Listings of a store that have something to send but not yet, for one reason. */
export interface WaitingListings {
  /** What was said when they were last tried; null when nothing was. */
  readonly code: ExplainedCode | null;
  /** The quota group that was said to be spent; null when none was. */
  readonly quotaGroup: string | null;
  readonly listings: number;
  /** When the last of them may be sent. */
  readonly until: Date;
}

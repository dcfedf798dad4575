import type { ExplainedCode } from '../explanations/explain.js';

/** One thing a mutation could not do, returned beside what it did: see `type UserError` in schema/common.graphql. */
export interface UserError {
  /** Stable, for programs: `UNKNOWN_SKU`. */
  readonly code: ExplainedCode;
  /** Path into the input, null when the whole call is meant. */
  readonly field: readonly string[] | null;
  /** For people. */
  readonly message: string;
  /** The item in the caller's own words: a SKU, an order id. */
  readonly itemRef: string | null;
  /** Whether the same call may succeed later without being changed. */
  readonly retryable: boolean;
}

/** A user error of which only code and message must be said: no field, no item, not worth repeating unchanged. */
export function userError(error: Pick<UserError, 'code' | 'message'> & Partial<UserError>): UserError {
  return { field: null, itemRef: null, retryable: false, ...error };
}

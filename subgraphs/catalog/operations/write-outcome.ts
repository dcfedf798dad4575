import type { StoreId } from '../../../platform/ids.js';
import type { UserError } from '../../../platform/subgraph/user-error.js';
import type { Variant } from '../domain/variant.js';

/** What came of a call that changes variants item by item. */
export interface WriteOutcome {
  /** The variants of the accepted items, as they are afterwards. */
  readonly variants: readonly Variant[];
  /** Stores with listings that became due: wake their lanes. */
  readonly storeIds: readonly StoreId[];
  /** Listings that carry the change; each counts in countByOperation until a later change replaces it. */
  readonly listings: number;
  readonly userErrors: readonly UserError[];
}

export function refusedOutcome(userErrors: readonly UserError[]): WriteOutcome {
  return { variants: [], storeIds: [], listings: 0, userErrors };
}

export function joinOutcomes(outcomes: readonly WriteOutcome[]): WriteOutcome {
  return {
    variants: outcomes.flatMap(({ variants }) => variants),
    storeIds: [...new Set(outcomes.flatMap(({ storeIds }) => storeIds))],
    listings: outcomes.reduce((sum, { listings }) => sum + listings, 0),
    userErrors: inItemOrder(outcomes.flatMap(({ userErrors }) => userErrors)),
  };
}

/** Errors in the order of the items they are about: `field` is `['input', 'items', place, …]`. */
export function inItemOrder(errors: readonly UserError[]): readonly UserError[] {
  const placeOf = ({ field }: UserError) => Number(field?.[2] ?? -1);
  return [...errors].sort((a, b) => placeOf(a) - placeOf(b));
}

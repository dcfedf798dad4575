import type { StockPolicy } from '../domain/store.js';

/** `StockPolicyInput` as GraphQL hands it over: defaults filled in, an explicit null left. */
export interface StockPolicyInput {
  readonly buffer?: number | null;
  readonly cap?: number | null;
  readonly percentage?: number | null;
}

export function policyOf({ buffer, cap, percentage }: StockPolicyInput): StockPolicy {
  return { buffer: buffer ?? 0, cap: cap ?? null, percentage: percentage ?? 100 };
}

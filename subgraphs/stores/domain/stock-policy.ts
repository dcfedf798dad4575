import type { StockPolicy } from './store.js';

/** Shows everything there is. */
export const OPEN_POLICY: StockPolicy = { buffer: 0, cap: null, percentage: 100 };

/** The steps from available stock to what a store may show, each as a number of units. */
export interface PolicySteps {
  readonly available: number;
  readonly share: number;
  readonly afterBuffer: number;
  readonly quantity: number;
}

/** What one store may show of `available` units, step by step: share, less the buffer, at most the cap, never below zero. */
export function applyStockPolicy(policy: StockPolicy, available: number): PolicySteps {
  const share = Math.floor((Math.max(0, available) * policy.percentage) / 100);
  const afterBuffer = Math.max(0, share - policy.buffer);
  return { available, share, afterBuffer, quantity: policy.cap === null ? afterBuffer : Math.min(policy.cap, afterBuffer) };
}

/** The first thing wrong with a policy, as the field and what it must be; null when it can be used. */
export function faultOfStockPolicy(policy: StockPolicy): { readonly field: keyof StockPolicy; readonly message: string } | null {
  if (!isCount(policy.buffer)) return { field: 'buffer', message: 'buffer must be a whole number of units, 0 or more' };
  if (policy.cap !== null && !isCount(policy.cap)) return { field: 'cap', message: 'cap must be a whole number of units, 0 or more, or absent' };
  if (!Number.isInteger(policy.percentage) || policy.percentage < 0 || policy.percentage > 100) return { field: 'percentage', message: 'percentage must be a whole number from 0 to 100' };
  return null;
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

import type { QuotaShares } from './quota-class.js';

/** A limit as a marketplace states it: at most `limit` in any `windowMs`. `source` says where it is written. */
export interface QuotaGroup {
  readonly name: string;
  readonly limit: number;
  readonly windowMs: number;
  readonly source: string;
  /** How the hub divides it among its own work; `USUAL_SHARES` when absent. */
  readonly shares?: QuotaShares;
}

import type { RedisClient } from '../redis/client.js';
import type { QuotaGroup } from './quota-group.js';

export type { QuotaGroup } from './quota-group.js';

export interface QuotaUse {
  readonly group: string;
  readonly limit: number;
  readonly used: number;
  /** When nothing of what is used now counts any more; null when nothing is used. */
  readonly resetsAt: Date | null;
}

export type QuotaGrant = { readonly granted: true } | { readonly granted: false; readonly waitMs: number; readonly group: string };

/** Shares each account's quotas among all processes. An account is one seller at one marketplace, as the marketplace counts. */
export interface QuotaKeeper {
  /** Takes `cost` from every group, or from none; `waitMs` is the time until all of them would grant it. */
  take(account: string, groups: readonly QuotaGroup[], cost?: number): Promise<QuotaGrant>;
  /** Grants nothing from these groups for a while: the marketplace has just said that they are spent. */
  drain(account: string, groups: readonly QuotaGroup[], forMs: number): Promise<void>;
  usage(account: string, groups: readonly QuotaGroup[]): Promise<QuotaUse[]>;
}

export type CreateQuotaKeeper = (o: { readonly redis: RedisClient }) => QuotaKeeper;

import type { Clock } from '../clock.js';
import type { SellerId, StoreId } from '../ids.js';
import type { PayloadArchive } from '../payloads/archive.js';
import type { QuotaGroup, QuotaKeeper } from '../quota/quota-keeper.js';
import type { Logger } from '../telemetry/logger.js';
import type { Metrics } from '../telemetry/metrics.js';
import type { MarketplaceHttp } from './contract.js';

export * from './contract.js';

export interface MarketplaceHttpOptions {
  readonly archive: PayloadArchive;
  readonly quotas: QuotaKeeper;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly clock?: Clock;
}

/** Whom a client calls for, and within which limits. */
export interface StoreTarget {
  readonly marketplace: string;
  readonly sellerId: SellerId;
  readonly storeId: StoreId;
  readonly baseUrl: string;
  /** Whose quota the calls use up: `trendyol:2738001`. */
  readonly quotaAccount: string;
  readonly quotaGroups: Readonly<Record<string, readonly QuotaGroup[]>>;
  /** Secret values to keep out of the archive wherever they occur. */
  readonly secrets?: readonly string[];
}

export interface MarketplaceHttpFactory {
  forStore(target: StoreTarget): MarketplaceHttp;
  close(): Promise<void>;
}

export type CreateMarketplaceHttpFactory = (options: MarketplaceHttpOptions) => MarketplaceHttpFactory;

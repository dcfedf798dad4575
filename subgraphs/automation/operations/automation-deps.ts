import type { Clock } from '../../../platform/clock.js';
import type { MarketplaceHttp } from '../../../platform/http/contract.js';
import type { Logger } from '../../../platform/telemetry/logger.js';
import type { RateFeed } from '../feeds/contract.js';
import type { BulletinStore } from '../store/bulletin-store.js';
import type { FeedStore } from '../store/feed-store.js';
import type { OwnRateStore } from '../store/own-rate-store.js';
import type { SettingsStore } from '../store/settings-store.js';

/** A feed with the line to its bank. */
export interface OpenFeed {
  readonly feed: RateFeed;
  readonly http: MarketplaceHttp;
}

/** What the operations of this subgraph stand on; each takes the part it uses. */
export interface AutomationDeps {
  readonly bulletins: BulletinStore;
  readonly feeds: FeedStore;
  readonly ownRates: OwnRateStore;
  readonly settings: SettingsStore;
  readonly openFeeds: readonly OpenFeed[];
  /** A bank's rate older than this is stale, for sellers who have not said otherwise. */
  readonly maxAgeMs: number;
  readonly clock: Clock;
  readonly logger: Logger;
}

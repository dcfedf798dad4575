import { Pool } from 'undici';
import { systemClock, type Clock } from '../clock.js';
import type { SellerId, StoreId } from '../ids.js';
import type { PayloadArchive } from '../payloads/archive.js';
import type { QuotaGroup, QuotaKeeper } from '../quota/quota-keeper.js';
import type { QuotaWatcher } from '../quota/quota-watcher.js';
import type { Logger } from '../telemetry/logger.js';
import type { Metrics } from '../telemetry/metrics.js';
import type { CircuitBoard } from './circuit-board.js';
import type { CallPaces } from './call-paces.js';
import { attemptCall, type CallOptions } from './call.js';
import type { MarketplaceHttp, MarketplaceResponse } from './contract.js';
import { USUAL_TIMES, createBreaker, retryPolicy, type Breaker, type BreakerWatcher, type ResilienceTimes } from './resilience.js';

export * from './contract.js';

export interface MarketplaceHttpOptions {
  readonly archive: Pick<PayloadArchive, 'open' | 'close'>;
  readonly quotas: QuotaKeeper;
  /** Who hears how the quotas are used. */
  readonly quotaWatcher?: QuotaWatcher;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly clock?: Clock;
  readonly times?: ResilienceTimes;
  /** Where circuits that open are told of. */
  readonly circuits?: Pick<CircuitBoard, 'opened' | 'closed'>;
  /** How many calls a store bears at once; without it, as many as there are. */
  readonly paces?: Pick<CallPaces, 'begin'>;
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
  /** Its calls under way at once while all goes well; `USUAL_CALLS_AT_ONCE` by default. */
  readonly callsAtOnce?: number;
  /** The calls find a quota spent when this part of it is used; 1 by default. See `QuotaAsk.upTo`. */
  readonly quotaShare?: number;
  /** Secret values to keep out of the archive wherever they occur. */
  readonly secrets?: readonly string[];
}

/** Pools are per origin, circuits per store and quota group: one store's trouble, or one endpoint's, does not stop the others. */
export interface MarketplaceHttpFactory {
  forStore(target: StoreTarget): MarketplaceHttp;
  close(): Promise<void>;
}

export function createMarketplaceHttpFactory(options: MarketplaceHttpOptions): MarketplaceHttpFactory {
  const { times = USUAL_TIMES, metrics, circuits, clock = systemClock } = options;
  const pools = new Map<string, Pool>();
  const breakers = new Map<string, Breaker>();

  function poolOf(origin: string): Pool {
    const pool = pools.get(origin) ?? new Pool(origin, { connections: 32, pipelining: 1, connect: { timeout: 5_000 } });
    pools.set(origin, pool);
    return pool;
  }

  function breakerOf({ marketplace, storeId }: StoreTarget, group: string): Breaker {
    const key = `${storeId}/${group}`;
    const watcher: BreakerWatcher = {
      opened({ isNew, ...circuit }) {
        if (isNew) metrics.breakersOpen.inc({ marketplace, group });
        void circuits?.opened(storeId, { group, ...circuit });
      },
      closed() {
        metrics.breakersOpen.dec({ marketplace, group });
        void circuits?.closed(storeId, group);
      },
    };
    const breaker = breakers.get(key) ?? createBreaker(times, watcher, clock);
    breakers.set(key, breaker);
    return breaker;
  }

  function repeating(call: CallOptions, signal?: AbortSignal): Promise<MarketplaceResponse> {
    const policy = retryPolicy(times, clock);
    policy.onRetry(() => metrics.marketplaceRetries.inc({ marketplace: call.target.marketplace, operation: call.request.operation }));
    return policy.execute(() => attemptCall(call, signal), signal);
  }

  return {
    forStore(target) {
      return {
        async send(request, signal) {
          const pool = poolOf(new URL(request.baseUrl ?? target.baseUrl).origin);
          const call = { ...options, target, request, pool, breaker: breakerOf(target, request.quotaGroup) };
          return request.safe ? repeating(call, signal) : attemptCall(call, signal);
        },
      };
    },
    async close() {
      await Promise.all([...pools.values()].map((pool) => pool.close()));
    },
  };
}

import type { SandboxClock } from '../../../../platform/sandbox/clock.js';
import { SpError } from './errors.js';

/** Rate per second and burst, as Amazon's usage plans state them. */
const PLANS = {
  getListingsItem: [5, 10],
  putListingsItem: [5, 10],
  patchListingsItem: [5, 5],
  deleteListingsItem: [5, 5],
  searchListingsItems: [5, 5],
  searchDefinitionsProductTypes: [5, 10],
  getDefinitionsProductType: [5, 10],
  createFeedDocument: [0.5, 15],
  createFeed: [0.0083, 15],
  getFeed: [2, 15],
  cancelFeed: [2, 15],
  getFeeds: [0.0222, 10],
  getFeedDocument: [0.0222, 10],
  createReport: [0.0167, 15],
  getReport: [2, 15],
  getReports: [0.0222, 10],
  getReportDocument: [0.0167, 15],
  searchOrders: [0.0056, 20],
  getOrder: [0.5, 30],
  getOrdersV0: [0.0167, 20],
  getOrderV0: [0.5, 30],
  getOrderItemsV0: [0.5, 30],
  confirmShipment: [2, 10],
  notifications: [1, 5],
  getListingOffersBatch: [0.5, 1],
  getMyFeesEstimates: [0.5, 1],
  getMyFeesEstimate: [1, 2],
  getMarketplaceParticipations: [0.016, 15],
} as const satisfies Record<string, readonly [number, number]>;

export type Operation = keyof typeof PLANS;

export interface Buckets {
  /** Takes one token of the application and seller, or throws 429. */
  take(caller: string, operation: Operation, scale: number): void;
  usage(): { caller: string; operation: string; left: number }[];
  clear(): void;
}

/** As the header carries it. */
export function rateOf(operation: Operation): string {
  return String(PLANS[operation][0]);
}

interface Bucket {
  left: number;
  at: number;
}

/** Token buckets on the sandbox's clock. In memory: a restart fills them. */
export function createBuckets(clock: Pick<SandboxClock, 'now'>): Buckets {
  const buckets = new Map<string, Bucket>();
  return {
    take(caller, operation, scale) {
      const [rate, burst] = PLANS[operation];
      if (scale === 0) return;
      const key = `${caller}\n${operation}`;
      const bucket = buckets.get(key) ?? { left: burst * scale, at: clock.now() };
      buckets.set(key, bucket);
      refill(bucket, { rate: rate * scale, burst: burst * scale, now: clock.now() });
      if (bucket.left < 1) throw new SpError(429, 'QuotaExceeded', 'You exceeded your quota for the requested resource.');
      bucket.left -= 1;
    },
    usage: () => [...buckets].map(([key, { left }]) => ({ caller: key.split('\n')[0] ?? '', operation: key.split('\n')[1] ?? '', left })),
    clear: () => buckets.clear(),
  };
}

function refill(bucket: Bucket, { rate, burst, now }: { rate: number; burst: number; now: number }): void {
  bucket.left = Math.min(burst, bucket.left + (Math.max(0, now - bucket.at) / 1000) * rate);
  bucket.at = now;
}

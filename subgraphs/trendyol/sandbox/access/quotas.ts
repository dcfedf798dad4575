import type { RateGroups } from '../../../../platform/sandbox/rate-groups.js';
import { TrendyolError } from './errors.js';
import { TIERS, type Seller, type Tier } from './sellers.js';

/** Requests per minute by tier, in the order of TIERS; a single number holds for all tiers. */
const PER_MINUTE = {
  'product-read': [1000, 1250, 1500, 1750, 2000],
  'product-write': [200, 300, 400, 500, 600],
  'inventory-price-write': [350, 500, 1000, 1500, 2000],
  'package-list': [30, 40, 50, 100, 100],
  'package-stream': 1000,
  'package-status': [300, 300, 500, Infinity, Infinity],
  'package-change': [100, 100, 200, Infinity, Infinity],
  'manual-delivery': [1000, 1000, 1500, Infinity, Infinity],
  labels: 100,
  'claim-read': 1000,
  'claim-approve': 5,
  'claim-issue': 5,
  'question-read': 1000,
  'question-answer': 500,
} as const satisfies Record<string, number | readonly number[]>;

export type QuotaGroup = keyof typeof PER_MINUTE;

const ENDPOINT_LIMIT = 50;
const ENDPOINT_WINDOW_MS = 10_000;
const MINUTE_MS = 60_000;

export interface QuotaUse {
  readonly seller: Seller;
  /** Method and path pattern: the 50 per 10 s ceiling counts each by itself. */
  readonly endpoint: string;
  readonly group: QuotaGroup | null;
  /** Multiplies every limit; 0 switches quotas off. */
  readonly scale: number;
}

/** Takes one request from both quotas or throws 429. */
export function takeQuota(rates: RateGroups, { seller, endpoint, group, scale }: QuotaUse): void {
  if (scale === 0) return;
  const sellerId = String(seller.sellerId);
  const perEndpoint = { limit: ENDPOINT_LIMIT * scale, windowMs: ENDPOINT_WINDOW_MS, kind: 'sliding' } as const;
  if (!rates.take(sellerId, endpoint, perEndpoint).isAllowed) throw tooManyRequests();
  if (group === null) return;
  const perMinute = { limit: perMinuteLimit(group, seller.tier) * scale, windowMs: MINUTE_MS, kind: 'sliding' } as const;
  if (!rates.take(sellerId, group, perMinute).isAllowed) throw tooManyRequests();
}

export function perMinuteLimit(group: QuotaGroup, tier: Tier): number {
  const limits: number | readonly number[] = PER_MINUTE[group];
  return typeof limits === 'number' ? limits : (limits[TIERS.indexOf(tier)] ?? 0);
}

const tooManyRequests = () => new TrendyolError(429, 'too.many.requests', 'too.many.requests');

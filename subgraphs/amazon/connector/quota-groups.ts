import { OFFER_SHARES, type QuotaGroup } from '../../sync/connector/contract.js';

const SOURCE = 'https://developer-docs.amazon.com/sp-api/docs/usage-plans (read Aug 2026)';

/** Rate per second, burst, and how many calls the hub lets go at once: fewer than the burst keeps the wait short once they are gone. */
const plans = {
  token: [1, 10, 10],
  'marketplace-participations': [0.016, 15, 5],
  'listing-get': [5, 10, 10],
  'listing-put': [5, 10, 10],
  'listing-patch': [5, 5, 5],
  'listing-delete': [5, 5, 5],
  'listing-search': [5, 5, 5],
  'product-types': [5, 10, 10],
  'feed-document-create': [0.5, 15, 5],
  'feed-create': [0.0083, 15, 15],
  'feed-get': [2, 15, 10],
  'feed-document-get': [0.0222, 10, 5],
  'report-create': [0.0167, 15, 5],
  'report-get': [2, 15, 10],
  'report-document-get': [0.0167, 15, 5],
  'orders-search': [0.0056, 20, 5],
  'order-get': [0.5, 30, 15],
  'shipment-confirm': [2, 10, 10],
  notifications: [1, 5, 5],
  'offers-batch': [0.5, 1, 1],
  'fees-batch': [0.5, 1, 1],
  document: [20, 100, 100],
} as const satisfies Record<string, readonly [number, number, number]>;

/** Prices and quantities go by these. */
const CARRY_OFFERS: ReadonlySet<string> = new Set(['listing-patch', 'feed-create', 'feed-document-create']);

export type QuotaName = keyof typeof plans | 'listings-feed-create';

/**
 * Amazon fills a bucket at a rate; a window that holds n calls and lasts n ÷ rate never asks for more than the bucket has,
 * as long as n is within the burst. Feeds of listings have a second limit of their own.
 */
export function quotaGroups(): Record<QuotaName, readonly QuotaGroup[]> {
  const groups = Object.fromEntries(Object.entries(plans).map(([name, [rate, , calls]]) => [name, [windowOf(name, rate, calls)]])) as unknown as Record<keyof typeof plans, readonly QuotaGroup[]>;
  const listingsFeeds: QuotaGroup = { name: 'listings-feed-create', limit: 5, windowMs: 300_000, source: 'https://developer-docs.amazon.com/sp-api/changelog (JSON_LISTINGS_FEED, 6 May 2025)', shares: OFFER_SHARES };
  return { ...groups, 'listings-feed-create': [listingsFeeds, ...groups['feed-create']] };
}

function windowOf(name: string, rate: number, calls: number): QuotaGroup {
  return { name, limit: calls, windowMs: Math.ceil((calls / rate) * 1000), source: SOURCE, ...(CARRY_OFFERS.has(name) && { shares: OFFER_SHARES }) };
}

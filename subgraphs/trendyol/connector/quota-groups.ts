import { OFFER_SHARES, USUAL_SHARES, type QuotaGroup } from '../../sync/connector/contract.js';

/** The seller's listing limit, which scales Trendyol's quotas; shown in the seller panel. */
export const TIERS = ['50k', '75k', '150k', '500k', 'unlimited'] as const;
export type Tier = (typeof TIERS)[number];

const SOURCE = 'https://developers.trendyol.com/docs/1-servis-limitleri (in force since 14 Sep 2026)';
const MINUTE_MS = 60_000;

const perMinute: Record<string, Record<Tier, number>> = {
  'product-read': { '50k': 1000, '75k': 1250, '150k': 1500, '500k': 1750, unlimited: 2000 },
  'product-write': { '50k': 200, '75k': 300, '150k': 400, '500k': 500, unlimited: 600 },
  'inventory-write': { '50k': 350, '75k': 500, '150k': 1000, '500k': 1500, unlimited: 2000 },
  'orders-list': { '50k': 30, '75k': 40, '150k': 50, '500k': 100, unlimited: 100 },
  // The three tables below name no limit from the 500k tier on; the ceiling of 50 per 10 s per endpoint still holds.
  'package-status': { '50k': 300, '75k': 300, '150k': 500, '500k': 1000, unlimited: 1000 },
  'package-change': { '50k': 100, '75k': 100, '150k': 200, '500k': 1000, unlimited: 1000 },
  'manual-delivery': { '50k': 1000, '75k': 1000, '150k': 1500, '500k': 1500, unlimited: 1500 },
  'orders-stream': { '50k': 1000, '75k': 1000, '150k': 1000, '500k': 1000, unlimited: 1000 },
  claims: { '50k': 1000, '75k': 1000, '150k': 1000, '500k': 1000, unlimited: 1000 },
  'claim-approve': { '50k': 5, '75k': 5, '150k': 5, '500k': 5, unlimited: 5 },
  'claim-issue': { '50k': 5, '75k': 5, '150k': 5, '500k': 5, unlimited: 5 },
};

/** Each endpoint by the group it shares a minute with; null where only the ceiling per endpoint is published. */
const endpoints = {
  'batch-result': 'product-read',
  'approved-offers': 'product-read',
  'approved-products': 'product-read',
  'unapproved-products': 'product-read',
  categories: 'product-read',
  attributes: 'product-read',
  'attribute-values': 'product-read',
  brands: 'product-read',
  addresses: 'product-read',
  'cargo-providers': 'product-read',
  'create-products': 'product-write',
  'update-content': 'product-write',
  'update-unapproved': 'product-write',
  archive: 'product-write',
  buybox: 'product-write',
  'price-and-inventory': 'inventory-write',
  'orders-list': 'orders-list',
  'orders-stream': 'orders-stream',
  'package-status': 'package-status',
  'alternative-delivery': 'package-status',
  unsupplied: 'package-change',
  split: 'package-change',
  'manual-delivery': 'manual-delivery',
  claims: 'claims',
  'claim-reasons': 'claims',
  'claim-approve': 'claim-approve',
  'claim-issue': 'claim-issue',
  webhooks: null,
} as const;
export type Endpoint = keyof typeof endpoints;

/** Every endpoint counts in two windows: 50 per 10 s of its own, and the minute its group shares. */
export function quotaGroups(tier: Tier): Record<Endpoint, readonly QuotaGroup[]> {
  const groupsOf = ([endpoint, group]: [string, string | null]): [string, readonly QuotaGroup[]] => {
    const shares = group === 'inventory-write' ? OFFER_SHARES : USUAL_SHARES;
    const ceiling: QuotaGroup = { name: `${endpoint}/10s`, limit: 50, windowMs: 10_000, source: SOURCE, shares };
    const limit = group === null ? undefined : perMinute[group]?.[tier];
    return [endpoint, group === null || limit === undefined ? [ceiling] : [ceiling, { name: group, limit, windowMs: MINUTE_MS, source: SOURCE, shares }]];
  };
  return Object.fromEntries(Object.entries(endpoints).map(groupsOf)) as Record<Endpoint, readonly QuotaGroup[]>;
}

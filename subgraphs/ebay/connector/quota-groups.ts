import { createHash } from 'node:crypto';
import { OFFER_SHARES, USUAL_SHARES, type QuotaGroup } from '../../sync/connector/contract.js';
import type { EbayCredentials } from './credentials.js';

const SOURCE = 'https://developer.ebay.com/develop/get-started/api-call-limits (defaults of one keyset, read Aug 2026)';
const PACE = "the hub's own: an hour's share of the day at most, spent in a minute, so that a 429 costs a minute and not the day";
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** Calls a day of one keyset by API; the growth check raises them. */
const perDay = {
  inventory: 2_000_000,
  fulfillment: 100_000,
  account: 25_000,
  taxonomy: 5_000,
  notification: 10_000,
  'post-order': 5_000,
  'seller-token': 50_000,
  'application-token': 1_000,
} as const;
export type Endpoint = keyof typeof perDay;

/** Each API counts in two windows: eBay's day, and a minute of our own. */
export const quotaGroups = Object.fromEntries(
  Object.entries(perDay).map(([name, limit]): [string, readonly QuotaGroup[]] => {
    // Prices, quantities and content share the inventory API.
    const shares = name === 'inventory' ? OFFER_SHARES : USUAL_SHARES;
    return [
      name,
      [
        { name: `${name}/minute`, limit: Math.ceil(limit / 24), windowMs: MINUTE_MS, source: PACE, shares },
        { name: `${name}/day`, limit, windowMs: DAY_MS, source: SOURCE, shares },
      ],
    ];
  }),
) as Readonly<Record<Endpoint, readonly QuotaGroup[]>>;

/** eBay counts per keyset, whoever of its sellers is called for. The secret is in it so that only those who have the keyset use up its day. */
export function keysetOf({ clientId, clientSecret }: Pick<EbayCredentials, 'clientId' | 'clientSecret'>): string {
  return `keyset-${createHash('sha256').update(`${clientId}\n${clientSecret}`).digest('base64url').slice(0, 22)}`;
}
